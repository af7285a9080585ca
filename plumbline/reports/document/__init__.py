"""A version of a document as PDF: title block, approval, and its text."""
