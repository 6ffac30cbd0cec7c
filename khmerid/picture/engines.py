"""The engines that read lines of text: PP-OCR what is Latin, Tesseract what is Khmer.

Tesseract's library comes with the extra, its Khmer data does not: where they are missing,
`EngineMissingError` says what to install. PP-OCR's weights come with the extra.

>>> str(EngineMissingError())
'the Khmer data of Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-khm'
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol, Self

import tesserocr
from PIL import Image

from khmerid.masking import masked
from khmerid.mrz.check_digit import FILLER
from khmerid.picture.ink import Grey, flatten, sharpen, spread
from khmerid.picture.networks import LineReader
from khmerid.picture.pixels import Pixels

_KHMER: Final = "khm"
_DATA: Final = f"{_KHMER}.traineddata"
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
#: A line that is read with less confidence, as the mean of its characters, is read another way, too.
_CONFIDENT: Final = 0.97
#: A numeral that is read with less is in doubt. On poor photographs, three of four that are misread are, and
#: one of ten that are read well; on good ones, one of a hundred.
_SURE: Final = 0.98
_NUMERALS: Final = frozenset(map(chr, range(0x17E0, 0x17EA)))  # U+17E0 to U+17E9
_TO_WESTERN: Final = 0x17E0 - ord("0")

#: What is read for a filler, whose shape the reader takes for Chinese and French marks.
_FILLERS: Final = "<＜く《〈«‹"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_OF_MRZ: Final = {letter: letter for letter in _LETTERS} | dict.fromkeys(_FILLERS, FILLER)
# Doc 9303-3, 4.6: there are no numerals in a name.
_OF_NAMES: Final = {letter: name for letter, name in _OF_MRZ.items() if not name.isdecimal()}


class EngineMissingError(RuntimeError):
    """A program or its data that has to be installed beside the package is not there."""

    def __init__(self) -> None:
        super().__init__(
            "the Khmer data of Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-khm"
        )


class LineEngine(Protocol):
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

    def __init__(self, reader: LineReader, *, names: bool = False) -> None:
        self._reader = reader
        self._alphabet = _OF_NAMES if names else _OF_MRZ

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the text of a line of an MRZ."""
        return self._reader.read(line, self._alphabet)


class Symbol(NamedTuple):
    """A character that was read, and the confidence from 0 to 1."""

    character: str
    confidence: float

    def __repr__(self) -> str:
        return f"Symbol({masked(self.character)})"


class KhmerEngine:  # pragma: no cover - without Tesseract's data; the tests of the system have it
    """Tesseract with Khmer."""

    def __init__(self, folder: Path) -> None:
        self._api = tesserocr.PyTessBaseAPI(
            path=f"{folder}{os.sep}", lang=_KHMER, psm=tesserocr.PSM.SINGLE_LINE
        )

    @classmethod
    def open(cls) -> Self:
        """Load the system's data; raises `EngineMissingError` where there is none."""
        return cls(require_data())

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the text of a line, its numerals in doubt as Western ones.

        A line that is read with little confidence is read again with its shadows taken out.
        """
        sharp = sharpen(line)
        read = self._symbols(sharp)
        if confidence_of(read) < _CONFIDENT:
            read = max(read, self._symbols(flatten(sharp)), key=confidence_of)
        return doubt_numerals(read), round(confidence_of(read), 4)

    def _symbols(self, ink: Grey) -> list[Symbol]:
        """Return the characters of a line in order, blanks between words."""
        self._api.SetImage(Image.fromarray(spread(ink)))
        self._api.Recognize()
        symbols: list[Symbol] = []
        for found in tesserocr.iterate_level(self._api.GetIterator(), tesserocr.RIL.SYMBOL):
            try:
                text = found.GetUTF8Text(tesserocr.RIL.SYMBOL)
            except RuntimeError:  # there is no text on the line
                return []
            if symbols and found.IsAtBeginningOf(tesserocr.RIL.WORD):
                symbols.append(Symbol(" ", 1.0))
            confidence = found.Confidence(tesserocr.RIL.SYMBOL) / 100
            symbols += [Symbol(character, confidence) for character in text]
        return symbols


def confidence_of(symbols: Sequence[Symbol]) -> float:
    """Return the mean confidence of the characters, 0 where there are none; blanks do not count."""
    read = [one.confidence for one in symbols if one.character != " "]
    return sum(read) / len(read) if read else 0.0


def doubt_numerals(symbols: Sequence[Symbol]) -> str:
    """Return the text, each Khmer numeral that was read with little confidence as the Western one.

    What a numeral is misread as is mostly another numeral, so that a wrong date looks well. Numerals of two
    scripts in one date are the sign of a misread one (`khmerid.fields.dates`): it is given that sign.

    >>> doubt_numerals([Symbol("១", 0.99), Symbol("៨", 0.71), Symbol("ថ", 0.71)])
    '១8ថ'
    """
    return "".join(
        chr(ord(one.character) - _TO_WESTERN) if _is_in_doubt(one) else one.character for one in symbols
    )


def _is_in_doubt(symbol: Symbol) -> bool:
    return symbol.confidence < _SURE and symbol.character in _NUMERALS


def require_data(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of Tesseract's data that has Khmer; ``TESSDATA_PREFIX`` goes before the usual ones.

    Raises `EngineMissingError` where there is none.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "khm.traineddata").write_bytes(b"")
    ...     require_data({"TESSDATA_PREFIX": folder}) == Path(folder)
    True
    """
    prefix = (os.environ if environment is None else environment).get("TESSDATA_PREFIX")
    own = (prefix, f"{prefix}{os.sep}tessdata") if prefix else ()
    for folder in map(Path, (*own, *_FOLDERS)):
        if (folder / _DATA).is_file():
            return folder
    raise EngineMissingError
