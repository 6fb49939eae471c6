"""The application for permanent residence: filled in by the invited, and all that happens to it."""
