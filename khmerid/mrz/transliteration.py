"""Printed Latin letters as the letters of the MRZ (ICAO Doc 9303-3, section 6 A; names: 4.6).

Where the standard gives a choice the first is written, and a comparison accepts each.

>>> to_mrz_name("Müller-Lüdenscheid"), to_mrz_name("O'Connor")
('MUELLER<LUEDENSCHEID', 'OCONNOR')
>>> TRANSLITERATIONS["Ü"]
('UE', 'UXX', 'U')
"""

import re
import unicodedata

_CHOICES = {
    "Ä": ("AE", "A"),
    "Å": ("AA", "A"),
    "Ñ": ("N", "NXX"),
    "Ö": ("OE", "O"),
    "Ü": ("UE", "UXX", "U"),
    "Æ": ("AE",),
    "Ø": ("OE",),
    "Œ": ("OE",),
    "Ĳ": ("IJ",),
    "Þ": ("TH",),
    "ẞ": ("SS",),
}
_ONE_LETTER = {
    "A": "ÀÁÂÃĀĂĄ",
    "C": "ÇĆĈĊČ",
    "D": "ÐĎĐ",
    "E": "ÈÉÊËĒĔĖĘĚ",
    "G": "ĜĞĠĢ",
    "H": "ĤĦ",
    "I": "ÌÍÎÏĨĪĬĮİı",
    "J": "Ĵ",
    "K": "Ķ",
    "L": "ĹĻĽĿŁ",
    "N": "ŃŅŇŊ",
    "O": "ÒÓÔÕŌŎŐ",
    "R": "ŔŖŘ",
    "S": "ŚŜŞŠ",
    "T": "ŢŤŦ",
    "U": "ÙÚÛŨŪŬŮŰŲ",
    "W": "Ŵ",
    "Y": "ÝŶŸ",
    "Z": "ŹŻŽ",
}

TRANSLITERATIONS: dict[str, tuple[str, ...]] = _CHOICES | {
    printed: (letter,) for letter, all_printed in _ONE_LETTER.items() for printed in all_printed
}

_TO_MRZ = str.maketrans({printed: choices[0] for printed, choices in TRANSLITERATIONS.items()})
_BETWEEN_COMPONENTS = re.compile(r"[\s,\-\u2010-\u2015]+")  # Doc 9303-3, 4.6: a hyphen or comma is one filler
_PUNCTUATION = re.compile(r"[^\w]|_")
_COMPONENTS = re.compile(r"(?:[A-Z]+(?:<[A-Z]+)*)?")


def to_mrz_name(printed: str) -> str:
    """Return one identifier as it is written in the MRZ: capital letters, one filler between components.

    Apostrophes and other punctuation are dropped and nothing put in their place. Raises ``ValueError`` for
    a numeral or for a letter that the standard does not transliterate.
    """
    letters = unicodedata.normalize("NFC", printed).upper().translate(_TO_MRZ)
    parts = [_PUNCTUATION.sub("", part) for part in _BETWEEN_COMPONENTS.split(letters)]
    name = "<".join(part for part in parts if part)
    if _COMPONENTS.fullmatch(name) is None:
        message = "a name has a numeral, or a letter for which Doc 9303 has no transliteration"
        raise ValueError(message)
    return name
