"""Tests of the officers' side of applications."""
