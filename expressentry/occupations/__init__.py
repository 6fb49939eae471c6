"""Occupations: finding a NOC 2021 code by a few letters of a title."""
