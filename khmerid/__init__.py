"""From any OCR of a Cambodian identity card to typed values, with every reason for doubt."""

from typing import Final

__version__: Final = "0.1.0"
