"""From any OCR of a Cambodian identity card to typed values, with every reason for doubt."""

__version__ = "0.1.0"
