"""A register that was edited in a spreadsheet comes back: the difference is looked at row by row, then written."""
