"""One row in, one row out, whatever is in it: reports or errors as plain data, and what they come to."""
