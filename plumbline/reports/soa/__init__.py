"""The Statement of Applicability as text, JSON, XLSX, DOCX and PDF (6.1.3 d)."""
