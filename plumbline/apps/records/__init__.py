"""Tables, references, writers and readers made from the declared kinds: what every register has in common."""
