"""Pictures of cards, read on this machine: ``pip install 'khmerid[picture]'``, and Tesseract with Khmer.

    import datetime as dt, khmerid
    from khmerid.picture import read_picture

    report = khmerid.examine(read_picture("card.jpg"), today=dt.date.today())

A `PictureReader` loads its models once and reads many; it gives corners, portrait and alarms, too.
"""

try:
    from khmerid.picture.engines import EngineMissingError, require_data
    from khmerid.picture.image import PictureError, PictureProblem
    from khmerid.picture.scan import PictureReader, Scan, read_picture
except ModuleNotFoundError as error:
    _message = "khmerid.picture needs more than the library: pip install 'khmerid[picture]'"
    raise ModuleNotFoundError(_message, name=error.name) from None

__all__ = [
    "EngineMissingError",
    "PictureError",
    "PictureProblem",
    "PictureReader",
    "Scan",
    "read_picture",
    "require_data",
]
