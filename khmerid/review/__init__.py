"""Review by people: the page they work on, what they decide, and what that makes of the results."""
