"""The report of an audit as PDF and as a Word document."""
