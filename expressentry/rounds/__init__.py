"""Rounds of invitations: drafted, previewed, issued, and their record."""
