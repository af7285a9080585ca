"""Pages and commands over the ground: registers in and out, history, the journal."""
