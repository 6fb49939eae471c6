"""Documents: the files of an application, given, dated, replaced, and handed out to the right people."""
