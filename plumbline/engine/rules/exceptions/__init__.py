"""EXC: exceptions from policies and waivers of findings (A.5.36, 8.1)."""
