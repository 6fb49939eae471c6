"""Public pages: what Express Entry is, how it works, and what this site is not."""
