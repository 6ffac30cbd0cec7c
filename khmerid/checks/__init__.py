"""The printed fields held against the MRZ, names in two scripts, and the rules of the card."""
