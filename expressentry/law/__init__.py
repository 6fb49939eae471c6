"""The law, to be read by anyone: the tables in force on a day, and what changed when."""
