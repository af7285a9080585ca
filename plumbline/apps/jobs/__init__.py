"""Background work: a small table of jobs, who runs them, and what comes round every day."""
