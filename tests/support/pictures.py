"""Small pictures, made when they are needed."""

import io

from PIL import Image


def picture(width: int = 100, height: int = 60, form: str = "PNG") -> bytes:
    """Draw a grey rectangle."""
    file = io.BytesIO()
    Image.new("L", (width, height)).save(file, form)
    return file.getvalue()
