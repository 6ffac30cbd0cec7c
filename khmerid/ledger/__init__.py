"""The ledger of a card, on request: how each value was made of each text, for whoever has to answer for it."""
