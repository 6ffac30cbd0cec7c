"""Khmer text: cleaning, numerals, normal form, folding for comparison."""
