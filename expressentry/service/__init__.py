"""How long applications take: what candidates may expect, and what staff must answer for."""
