"""All the evidence for each field, print, MRZ and the rules of the card, brought to one value."""
