"""The ledger of a candidate on any day under any law, and two of them side by side."""
