"""Rows in, rows out: from files, in one process or several, in order, into files or tables."""
