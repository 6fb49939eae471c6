"""Invitations to apply: written by a round, answered by the invited, or lapsed."""
