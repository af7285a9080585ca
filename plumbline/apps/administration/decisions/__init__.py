"""Decisions in the browser: one page for each, that says what whoever decides takes upon themselves."""
