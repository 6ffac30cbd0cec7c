"""Kinds of noise over invented cards: what could be misread, whether an engine was seen to do it or not.

The noise of the corpora is that of two engines, and what is learned from them is tried on them. Here it is
chosen. Each kind is a function of a generator, a specimen's response and a rate that returns another
response; it reads nothing else, so the same generator gives the same noise. `benchmarks/noise.py` counts what
is sure and wrong under each of them, and the tests hold a few cards of each.

>>> kind = kind_named("any")
>>> specimen, response = noisy_card(kind, 0.05, 3)
>>> response == noisy_card(kind, 0.05, 3)[1]
True
>>> clean = make_specimen(seed=1).response()
>>> clean["result"]["birth_date"], similar(random.Random(3), clean, 0.5)["result"]["birth_date"]
('០៩.០១.១៩២៧', '៦៥.០១.១៩៣៨')
"""

import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from khmerid.huawei import wire
from khmerid.testing import Specimen, damage, make_specimen
from khmerid.text.numerals import ASCII_DIGITS, KHMER_DIGITS

Response = dict[str, Any]
Noise = Callable[[random.Random, Response, float], Response]

NUMBERS_AND_DATES: Final = ("id_number", "birth_date", "issue_date", "expiry_date")
PRINT: Final = tuple(wire.TEXTS)
MRZ: Final = tuple(wire.MRZ)
CRITICAL_TEXTS: Final = (*NUMBERS_AND_DATES, *MRZ)

#: Numerals by what they are taken for because of their shape. Khmer: the pairs seen in the readings of three
#: engines (`khmer/ocr_raw_lines.tsv.xz`), most frequent first; then those seen in what others published (១
#: read as ៧, ២ as ៦, and ០ and ៨ as ៩); and for ៣ and ៧, hardly ever misread, what is read as them.
SIMILAR_KHMER: Final[Mapping[str, str]] = {
    "០": "១៦២៩",
    "១": "០៧",
    "២": "៣៦",
    "៣": "២",
    "៤": "៨៥៧០",
    "៥": "៨០៤៩៧",
    "៦": "០២",
    "៧": "៨១",
    "៨": "០៧៩៤",
    "៩": "៨៥០៤",
}
#: Western: what Tesseract reads in the OCR-B of the corpora (1 as 7 and 4, 2 as 8, 3 as 5, 4 as 6, 5 as 9 and
#: 3, 6 as 4, 9 as 0 and 4), and, set by hand, pairs of one shape but for a stroke (0 and 6, 8, 9; 2 and 7; 3
#: and 8; 5 and 6; 6 and 8; 8 and 9).
SIMILAR_WESTERN: Final[Mapping[str, str]] = {
    "0": "869",
    "1": "74",
    "2": "87",
    "3": "58",
    "4": "69",
    "5": "936",
    "6": "4058",
    "7": "12",
    "8": "0369",
    "9": "0458",
}

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KHMER_LETTERS: Final = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ"
_STOPS: Final = " ,:-·"
_NUMERALS_AND_FILLER: Final = ASCII_DIGITS + KHMER_DIGITS + "<"
_OF_MRZ: Final = ASCII_DIGITS + _LETTERS + "<"
_RUINED: Final = 0.5  # of the characters of a print that is ruined
_SHARE_LOST: Final = 0.2  # of the characters that are wrong where a line is ruined or in a burst


@attrs.frozen
class NoiseKind:
    """A kind of noise under its name, and the rates at which it is tried.

    ``is_in_reach`` is false where print and MRZ are wrong alike: such a card can say the same everywhere, and
    how often it does is the floor below which no error of a sure value can be.
    """

    name: str
    noise: Noise
    rates: tuple[float, ...]
    is_in_reach: bool = True


def any_other(chance: random.Random, response: Response, rate: float) -> Response:
    """Change numerals of print and MRZ into any other."""
    return _numerals(chance, response, CRITICAL_TEXTS, rate, lambda numeral: _any(chance, numeral))


def similar(chance: random.Random, response: Response, rate: float) -> Response:
    """Change numerals of print and MRZ into one that looks like them."""
    return _numerals(chance, response, CRITICAL_TEXTS, rate, lambda numeral: _similar(chance, numeral))


def systematic(chance: random.Random, response: Response, rate: float) -> Response:
    """Change numerals, each of this card always into the same other, in print and MRZ alike."""
    others = {numeral: _any(chance, numeral) for numeral in ASCII_DIGITS}
    return _numerals(chance, response, CRITICAL_TEXTS, rate, _by_value(others))


def systematic_similar(chance: random.Random, response: Response, rate: float) -> Response:
    """Change numerals, each always into the same one of those that look like it, in print and MRZ alike."""
    others = {numeral: _similar(chance, numeral) for numeral in ASCII_DIGITS}
    return _numerals(chance, response, CRITICAL_TEXTS, rate, _by_value(others))


def throughout(chance: random.Random, response: Response, rate: float) -> Response:
    """Change some of the ten numerals, each wherever it stands on this card, into the same other."""
    others = {
        numeral: _any(chance, numeral) if chance.random() < rate else numeral for numeral in ASCII_DIGITS
    }
    return _numerals(chance, response, CRITICAL_TEXTS, 1.0, _by_value(others))


def slips(chance: random.Random, response: Response, rate: float) -> Response:
    """Lose characters, or add any beside them, one as often as the other."""

    def slip(character: str) -> str:
        drawn = chance.random()
        if drawn < rate / 2:
            return ""
        return character + _like(chance, character) if drawn < rate else character

    return _characters(response, CRITICAL_TEXTS, slip)


def burst(chance: random.Random, response: Response, rate: float) -> Response:
    """Misread and lose characters of one text, and leave the others clean."""
    key = chance.choice((*CRITICAL_TEXTS, "sex", "name_en"))
    return _characters(response, [key], _misread(chance, rate, lambda read: _like(chance, read)))


def ruined_line(chance: random.Random, response: Response, rate: float) -> Response:
    """Misread the characters of one line of the MRZ as any of its alphabet, and leave the others clean."""
    key = chance.choice(MRZ)
    return _characters(response, [key], _misread(chance, rate, lambda _: chance.choice(_OF_MRZ)))


def ruined_print(chance: random.Random, response: Response, rate: float) -> Response:
    """Ruin the printed number and dates, and change numerals of the MRZ into any other."""
    ruin = _misread(chance, _RUINED, lambda read: _like(chance, read))
    ruined = _characters(response, NUMBERS_AND_DATES, ruin)
    return _numerals(chance, ruined, MRZ, rate, lambda numeral: _any(chance, numeral))


def blank_print(chance: random.Random, response: Response, rate: float) -> Response:
    """Leave out all of the print, and change numerals of the MRZ into any other."""
    blank = _characters(response, PRINT, lambda _: "")
    return _numerals(chance, blank, MRZ, rate, lambda numeral: _any(chance, numeral))


def blank_mrz(chance: random.Random, response: Response, rate: float) -> Response:
    """Leave out the MRZ, and change numerals of the print into any other."""
    blank = _characters(response, MRZ, lambda _: "")
    return _numerals(chance, blank, NUMBERS_AND_DATES, rate, lambda numeral: _any(chance, numeral))


def mixed(chance: random.Random, response: Response, rate: float) -> Response:
    """Change numerals into any other, fillers into letters, any character into signs; lose and add."""

    def change(character: str) -> str:
        drawn = chance.random()
        if drawn < rate and character in _NUMERALS_AND_FILLER:
            read = _like(chance, character)
        elif drawn < 1.3 * rate and character not in " .<":
            read = chance.choice("OISBZ?")
        else:
            read = "" if drawn < 1.4 * rate else character
        return read + (chance.choice("0179K") if chance.random() < rate / 10 else "")

    return _characters(response, CRITICAL_TEXTS, change)


def like_an_engine(chance: random.Random, response: Response, rate: float) -> Response:
    """Misread numerals, letters and fillers as the shipped tables have it, at a multiple of their rates."""
    return damage(response, seed=chance.getrandbits(32), severity=rate)


_PERCENT: Final = (0.01, 0.02, 0.03, 0.05, 0.10)

KINDS: Final = (
    NoiseKind("any", any_other, _PERCENT),
    NoiseKind("similar", similar, _PERCENT),
    NoiseKind("systematic", systematic, _PERCENT),
    NoiseKind("systematic similar", systematic_similar, _PERCENT),
    NoiseKind("slips", slips, (0.01, 0.03, 0.05)),
    NoiseKind("burst on one text", burst, (0.3,)),
    NoiseKind("one MRZ line ruined", ruined_line, (0.5, 0.9)),
    NoiseKind("print ruined", ruined_print, (0.01, 0.02, 0.03, 0.05)),
    NoiseKind("print blank", blank_print, (0.0, *_PERCENT)),
    NoiseKind("MRZ blank", blank_mrz, (0.0, *_PERCENT)),
    NoiseKind("mixed", mixed, _PERCENT),
    NoiseKind("like an engine", like_an_engine, (0.2, 0.5, 1.0, 2.0, 4.0)),
    NoiseKind("throughout", throughout, (0.01, 0.03, 0.10), is_in_reach=False),
)


def kind_named(name: str) -> NoiseKind:
    """Return the kind of this name; raise ``KeyError`` for none of them."""
    return {kind.name: kind for kind in KINDS}[name]


def noisy_card(kind: NoiseKind, rate: float, number: int) -> tuple[Specimen, Response]:
    """Return a specimen, another for each kind, rate and number, and its response with this noise.

    Its document number is any from 260000000 on: none of those is known to be issued, and the range of
    specimens alone would have the same two numerals on every card.
    """
    chance = random.Random(f"{kind.name} {rate} {number}")  # noqa: S311 - repeatable, not secret
    document_number = str(chance.randint(260_000_000, 999_999_999))
    specimen = make_specimen(seed=chance.getrandbits(48), document_number=document_number)
    return specimen, kind.noise(chance, specimen.response(), rate)


def _characters(response: Response, keys: Iterable[str], change: Callable[[str], str]) -> Response:
    """Return the response with each character of these texts changed."""
    result = response["result"]
    return response | {"result": result | {key: "".join(map(change, result[key])) for key in keys}}


def _numerals(
    chance: random.Random, response: Response, keys: Iterable[str], rate: float, other: Callable[[str], str]
) -> Response:
    """Return the response with numerals of these texts changed, each with its probability."""

    def change(character: str) -> str:
        is_numeral = character in ASCII_DIGITS or character in KHMER_DIGITS
        return other(character) if is_numeral and chance.random() < rate else character

    return _characters(response, keys, change)


def _misread(chance: random.Random, rate: float, read: Callable[[str], str]) -> Callable[[str], str]:
    """Return what misreads a character with its probability, or loses it."""

    def change(character: str) -> str:
        if chance.random() >= rate:
            return character
        return "" if chance.random() < _SHARE_LOST else read(character)

    return change


def _any(chance: random.Random, numeral: str) -> str:
    """Return any other numeral of the same script."""
    numerals = KHMER_DIGITS if numeral in KHMER_DIGITS else ASCII_DIGITS
    return chance.choice(numerals.replace(numeral, ""))


def _similar(chance: random.Random, numeral: str) -> str:
    """Return a numeral of the same script that looks like it."""
    return chance.choice((SIMILAR_KHMER if numeral in KHMER_DIGITS else SIMILAR_WESTERN)[numeral])


def _by_value(others: Mapping[str, str]) -> Callable[[str], str]:
    """Return what exchanges numerals of either script by their value."""
    khmer = {KHMER_DIGITS[int(one)]: KHMER_DIGITS[int(other)] for one, other in others.items()}
    return lambda numeral: (khmer if numeral in KHMER_DIGITS else others)[numeral]


def _like(chance: random.Random, character: str) -> str:
    """Return another character such as stands in the same places: a numeral, a letter, a stop."""
    for alphabet in (ASCII_DIGITS, KHMER_DIGITS, _LETTERS, _KHMER_LETTERS):
        if character in alphabet:
            return chance.choice(alphabet.replace(character, ""))
    return chance.choice("KCES" if character == "<" else _STOPS)
