"""The neutral shape: lines of text from any OCR, and the raw card they hold."""

from khmerid.layout.card import adapt_lines
from khmerid.raw_card import Box, Line

__all__ = ["Box", "Line", "adapt_lines"]
