"""Values in, documents out: one folder per report. No clock, no database; the moment of making is passed in."""
