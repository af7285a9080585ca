"""The pages of the document library."""
