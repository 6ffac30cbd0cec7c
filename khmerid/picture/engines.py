"""The engines that read lines of text: PP-OCR what is Latin, Tesseract what is Khmer.

Tesseract's library comes with the extra, its Khmer data does not: where they are missing,
`EngineMissingError` says what to install. PP-OCR's weights come with the extra.

>>> str(EngineMissingError())
'the Khmer data of Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-khm'
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol, Self, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rapidfuzz.distance import Levenshtein

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

_CONFIDENT: Final = 0.93
_SURE: Final = 0.98
_UNSURE: Final = "?"
_NUMERALS: Final = frozenset(map(chr, range(0x17E0, 0x17EA)))  # U+17E0 to U+17E9
_OF_A_DATE: Final = 6  # numerals: a date has eight
_SHRINK: Final = 0.75  # of a rectified card: fifteen pixels for a millimetre
_SHARPER: Final = 0.8
_BLUR: Final = 3.0  # pixels
_STROKE: Final = 15  # pixels: wider than any stroke
_LEAST_CONTRAST: Final = 20.0  # of 255: what has less is noise

#: What is read for a filler, whose shape the reader takes for Chinese and French marks.
_FILLERS: Final = "<＜く《〈«‹"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_OF_MRZ: Final = {letter: letter for letter in _LETTERS} | dict.fromkeys(_FILLERS, FILLER)
# Doc 9303-3, 4.6: there are no numerals in the name.
_OF_NAMES: Final = {letter: name for letter, name in _OF_MRZ.items() if not name.isdecimal()}


Grey: TypeAlias = NDArray[np.uint8]


class EngineMissingError(RuntimeError):
    """A program or its data that has to be installed beside the package is not there."""

    def __init__(self) -> None:
        super().__init__(
            "the Khmer data of Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-khm"
        )


class Symbol(NamedTuple):
    """A character that was read, and the confidence from 0 to 1."""

    character: str
    confidence: float

    def __repr__(self) -> str:
        return "Symbol()"


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
    """PP-OCR held to the characters of an MRZ, or of its name line; what looks like a filler is one."""

    def __init__(self, reader: LineReader, *, letters: bool = False) -> None:
        self._reader = reader
        self._alphabet = _OF_NAMES if letters else _OF_MRZ

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the text of a line of an MRZ."""
        return self._reader.read(line, self._alphabet)


class KhmerEngine:
    """Tesseract with Khmer."""

    def __init__(self, folder: Path) -> None:
        from tesserocr import PSM, PyTessBaseAPI  # noqa: PLC0415 - a library of C++ that tests without it do not need

        from tesserocr import RIL, iterate_level
        self._level, self._word, self._iterate = RIL.SYMBOL, RIL.WORD, iterate_level
        self._api = PyTessBaseAPI(path=f"{folder}{os.sep}", lang=KHMER, psm=PSM.SINGLE_LINE)

    @classmethod
    def open(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Load the system's data; raises `EngineMissingError` where there is none."""
        return cls(require_data(environment))

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the text of a line, a numeral that is in doubt as ``?``.

        A line with dates, or one that is read with little confidence, is read twice, sharpened and with its
        shadows taken out besides: the reading with more confidence is taken.
        """
        ink = sharpen(line)
        one = self._symbols(spread(ink))
        if _confidence(one) >= _CONFIDENT and not _has_dates(one):
            return _text(one), _confidence(one)
        other = self._symbols(spread(flatten(ink)))
        better, worse = (one, other) if _confidence(one) >= _confidence(other) else (other, one)
        return doubt_numerals(better, _text(worse)), _confidence(better)

    def _symbols(self, ink: Grey) -> list[Symbol]:
        """Return the characters of a line in order, blanks between words."""
        self._api.SetImage(Image.fromarray(ink))
        self._api.Recognize()
        symbols: list[Symbol] = []
        for found in self._iterate(self._api.GetIterator(), self._level):
            try:
                text = found.GetUTF8Text(self._level)
            except RuntimeError:  # there is no text on the line
                return []
            if symbols and found.IsAtBeginningOf(self._word):
                symbols.append(Symbol(" ", 1.0))
            symbols += [Symbol(character, found.Confidence(self._level) / 100) for character in text]
        return symbols


def doubt_numerals(symbols: Sequence[Symbol], other: str) -> str:
    """Return a text with ``?`` for each Khmer numeral that another reading lacks, or that is read weakly.

    What a numeral was misread as is mostly another numeral, so that a date that is wrong looks well.

    >>> doubt_numerals([Symbol("១", 0.99), Symbol("៨", 0.99), Symbol("ថ", 0.7)], "១៤ថ")
    '១?ថ'
    """
    text = _text(symbols)
    same = {
        place
        for step in Levenshtein.opcodes(text, other)
        if step.tag == "equal"
        for place in range(step.src_start, step.src_end)
    }
    return "".join(
        chr(ord(one.character) - 0x17B0) if one.character in _NUMERALS and (place not in same or one.confidence < _SURE) else one.character
        for place, one in enumerate(symbols)
    )


def _text(symbols: Sequence[Symbol]) -> str:
    return "".join(one.character for one in symbols)


def _confidence(symbols: Sequence[Symbol]) -> float:
    read = [one.confidence for one in symbols if one.character != " "]
    return sum(read) / len(read) if read else 0.0


def _has_dates(symbols: Sequence[Symbol]) -> bool:
    return sum(one.character in _NUMERALS for one in symbols) >= _OF_A_DATE


def require_data(environment: Mapping[str, str] = os.environ, folders: Iterable[str] = _FOLDERS) -> Path:
    """Return the folder of Tesseract's data that has Khmer; ``TESSDATA_PREFIX`` goes before the usual ones.

    Raises `EngineMissingError` where there is none.
    """
    prefix = environment.get("TESSDATA_PREFIX")
    own = (Path(prefix), Path(prefix, "tessdata")) if prefix else ()
    for folder in (*own, *map(Path, folders)):
        if (folder / _DATA).is_file():
            return folder
    raise EngineMissingError


def sharpen(line: Pixels) -> Grey:
    """Return a line in grey at the size that Tesseract reads best, what is blurred made sharper."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=_SHRINK, fy=_SHRINK, interpolation=cv2.INTER_AREA).astype(np.float32)
    return _to_bytes(small + _SHARPER * (small - cv2.GaussianBlur(small, (0, 0), _BLUR)))


def flatten(ink: Grey) -> Grey:
    """Return a line with paper of one brightness: shadows and glare are divided out."""
    paper = cv2.GaussianBlur(cv2.dilate(ink, np.ones((_STROKE, _STROKE))), (0, 0), _STROKE).astype(np.float32)
    return _to_bytes(ink / np.maximum(paper, 1) * 255)


def spread(ink: Grey) -> Grey:
    """Return a line with white paper and black ink."""
    dark, light = np.percentile(ink, (2, 95))
    return _to_bytes((ink.astype(np.float32) - dark) * (255 / max(light - dark, _LEAST_CONTRAST)))


def _to_bytes(values: NDArray[np.float32]) -> Grey:
    return np.clip(values, 0, 255).astype(np.uint8)
