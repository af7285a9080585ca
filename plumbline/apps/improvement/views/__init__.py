"""The pages of improvement: nonconformities step by step, changes with what they touch, letters to outside bodies."""
