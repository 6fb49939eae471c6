"""Payments to confirm, to reject, to repay and to take in from a bank's list."""
