"""Tags of the document library."""
