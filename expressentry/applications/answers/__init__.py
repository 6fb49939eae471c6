"""The answers of an application: its forms, kept as they are filled in."""
