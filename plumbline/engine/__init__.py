"""Pure functions of frozen values: no Django, no network, no clock, no randomness that is not passed in."""
