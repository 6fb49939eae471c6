"""An employer's postings, matches, invitations and offers."""
