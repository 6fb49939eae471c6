"""The demonstration's own tools: its clock. Open in demonstration mode only."""
