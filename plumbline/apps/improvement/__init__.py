"""Actions, nonconformities and improvements (10)."""
