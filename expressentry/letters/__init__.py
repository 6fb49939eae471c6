"""Letters and messages: read, printed, checked by anybody, and announced by e-mail."""
