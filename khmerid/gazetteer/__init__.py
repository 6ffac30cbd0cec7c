"""The administrative units of Cambodia and how a printed path is matched to them."""
