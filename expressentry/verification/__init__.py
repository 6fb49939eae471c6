"""Officers verify employers and representatives."""
