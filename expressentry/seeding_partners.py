"""The demonstration's partners: provinces, employers and representatives, and what they did; all of it invented."""
