"""PLN: actions on risks and opportunities of the system itself (clause 6.1.1)."""
