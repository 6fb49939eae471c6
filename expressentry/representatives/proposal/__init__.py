"""Changes a representative prepares on a copy of the client's answers."""
