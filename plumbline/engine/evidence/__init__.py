"""Evidence, as pure functions: populations, samples anybody can draw again, and what their results allow to say."""
