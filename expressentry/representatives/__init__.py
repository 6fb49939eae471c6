"""A representative's clients, and what may be done for each."""
