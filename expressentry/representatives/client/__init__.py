"""A candidate and their representative: asked for, given scopes, ended; changes approved or not."""
