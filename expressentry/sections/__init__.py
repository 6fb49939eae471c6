"""The questions of the profile as forms: shared by the profile, and by the application that begins as its copy."""
