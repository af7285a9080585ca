"""Django's SQLite backend without the one CHECK that a distrusted schema refuses."""
