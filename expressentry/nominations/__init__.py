"""A candidate's notifications of interest and nominations, and the account of nomination space."""
