"""What will happen to a candidate's score by itself, and the work history drawn."""
