"""The engines that read lines of text: PP-OCR what is Latin, Tesseract what is Khmer.

Tesseract's library comes with the extra, its Khmer data does not: where they are missing,
`EngineMissingError` says what to install. PP-OCR's weights come with the extra.

>>> str(EngineMissingError())
'the Khmer data of Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-khm'
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from khmerid.mrz.formats import FILLER
from khmerid.picture.networks import LineReader
from khmerid.picture.pixels import Pixels

KHMER: Final = "khm"
_DATA: Final = f"{KHMER}.traineddata"
#: Where Debian, other systems, MacPorts and Homebrew put the data of Tesseract.
_FOLDERS: Final = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)

#: What is read for a filler, whose shape the reader takes for Chinese and French marks.
_FILLERS: Final = "<＜く《〈«‹"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_OF_MRZ: Final = {letter: letter for letter in _LETTERS} | dict.fromkeys(_FILLERS, FILLER)


class EngineMissingError(RuntimeError):
    """A program or its data that has to be installed beside the package is not there."""

    def __init__(self) -> None:
        super().__init__(
            "the Khmer data of Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-khm"
        )


class Engine(Protocol):
    """What reads a line: pixels in, its text and the confidence from 0 to 1 out."""

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the text of a line, empty where there is none."""
        ...


class LatinEngine:
    """PP-OCR: Latin letters and numerals, with whatever else it takes them for."""

    def __init__(self, reader: LineReader) -> None:
        self._reader = reader

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the text of a line."""
        return self._reader.read(line)


class MrzEngine:
    """PP-OCR held to the characters of an MRZ; what looks like a filler is one."""

    def __init__(self, reader: LineReader) -> None:
        self._reader = reader

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the text of a line of an MRZ."""
        return self._reader.read(line, _OF_MRZ)


class KhmerEngine:
    """Tesseract with Khmer."""

    def __init__(self, folder: Path) -> None:
        from tesserocr import PSM, PyTessBaseAPI  # noqa: PLC0415 - a library of C++ that tests without it do not need

        self._api = PyTessBaseAPI(path=f"{folder}{os.sep}", lang=KHMER, psm=PSM.SINGLE_LINE)

    @classmethod
    def open(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Load the system's data; raises `EngineMissingError` where there is none."""
        folder = find_data(environment)
        if folder is None:
            raise EngineMissingError
        return cls(folder)

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the text of a line."""
        self._api.SetImage(Image.fromarray(to_ink(line)))
        text = self._api.GetUTF8Text().strip()
        return text, self._api.MeanTextConf() / 100 if text else 0.0


def find_data(environment: Mapping[str, str], folders: Iterable[str] = _FOLDERS) -> Path | None:
    """Return the folder of Tesseract's data that has Khmer; ``TESSDATA_PREFIX`` goes before the usual ones."""
    prefix = environment.get("TESSDATA_PREFIX")
    own = (prefix, os.path.join(prefix, "tessdata")) if prefix else ()
    return next((Path(one) for one in (*own, *folders) if Path(one, _DATA).is_file()), None)


def to_ink(line: Pixels) -> NDArray[np.uint8]:
    """Return a line in grey, its paper white and its ink black."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    dark, light = np.percentile(grey, (2, 95))
    spread = (grey.astype(np.float32) - dark) * (255 / max(light - dark, 20))
    return np.clip(spread, 0, 255).astype(np.uint8)
