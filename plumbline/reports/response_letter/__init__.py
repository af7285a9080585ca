"""The answer to an outside body about its findings, finding by finding, as PDF or DOCX."""
