"""Accounts: registering, signing in and out, and who may go where."""
