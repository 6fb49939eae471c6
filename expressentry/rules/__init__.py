"""The law: pure functions over dated tables.

Standard library only; no clock, no database, no web, no translated text.
"""
