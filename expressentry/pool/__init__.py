"""The pool: entering it, staying ranked, leaving it; and the officers' view of it."""
