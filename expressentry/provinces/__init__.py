"""A province's search of the pool, the candidates it may see, its notifications and nominations."""
