"""Today, Path and search: what is waiting, and how far we are."""
