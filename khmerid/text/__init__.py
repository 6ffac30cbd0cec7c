"""Khmer text: cleaning, numerals, normal form."""
