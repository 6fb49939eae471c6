"""Postings for everybody, and the candidate's side of Job Match."""
