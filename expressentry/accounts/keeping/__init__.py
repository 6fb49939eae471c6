"""Refusals are kept in the record before they are told."""
