"""Rows in, rows out: responses examined one by one or in several processes, in order."""
