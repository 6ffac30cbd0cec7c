"""The printed fields of the card, one module each."""
