"""Two zones and the rules of the card, brought to one value with an assurance."""
