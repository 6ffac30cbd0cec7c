"""The ledger of a card, for who asks for it: how each value was made of each text."""
