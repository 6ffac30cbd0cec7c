"""The ledger of a card for people, in English or Khmer: line by line how each text lies along its value.

>>> from khmerid.ledger.records import Edit
>>> positions = [{"printed": "O", "read": "0", "edit": "changed"}]
>>> [line.renderable for line in laid_lines(positions, Language.ENGLISH)]
[<text 'O → 0  Something else was read in its place.' [] 'yellow'>]
"""

import itertools
import math
import operator
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.padding import Padding
from rich.text import Text

from khmerid.batch.visible import to_visible
from khmerid.explained import Language
from khmerid.ledger.captions import Caption
from khmerid.ledger.records import Edit, Unseen

Plain = Mapping[str, Any]

#: Lines that are shown of how one text lies along its value; the JSON has all. More hide the rest.
_MOST_LINES: Final = 30
#: Characters of a text, or of one line of it, that are shown. More hide the rest.
_MOST_CHARACTERS: Final = 200
_BLANK: Final = "␣"  # U+2423: a blank alone would not be seen
_BASE: Final = "\u25cc"  # the dotted circle: a sign of Khmer alone has nothing to stand on
_STYLES: Final = {Edit.CHANGED: "yellow", Edit.ADDED: "yellow", Edit.LOST: "yellow", Edit.BESIDE: "dim"}


def ledger_block(ledger: Plain, language: Language) -> Iterator[Padding]:
    """Yield the lines of a ledger, given as JSON has it."""
    word = {str(caption): caption.told(language) for caption in Caption}
    for field, entry in ledger["fields"].items():
        yield _line(0, word[field], "bold")
        for text in entry["texts"]:
            yield _line(2, f"{_where(text, word)}: {_cut(text['text'])}")
            yield from laid_lines(text.get("positions", ()), language)
            if "positions" not in text:
                yield _line(6, word["not_laid"], "dim")
        yield from _besides(entry, word, language)
    noise = (f"{word[side]} {rate * 100:.2g} %" for side, rate in ledger["noise"].items())
    yield _line(0, f"{word['noise']}: {', '.join(noise)}")
    versions = ledger["versions"]
    tables = (f"{word[name]} {versions[name]}" for name in ("policy", "misreadings"))
    yield _line(0, f"{word['versions']}: khmerid {versions['khmerid']}, {', '.join(tables)}")


def laid_lines(positions: Sequence[Plain], language: Language) -> Iterator[Padding]:
    """Yield a line for each stretch of a text: what is printed, what was read, what that is, how likely."""
    found = list(_stretches(positions))
    for edit, stretch in found[:_MOST_LINES]:
        printed, read = ("".join(one[side] for one in stretch) for side in ("printed", "read"))
        shown = _seen(read) if edit is Edit.KEPT else f"{_seen(printed)} → {_seen(read)}"
        likely = [one["likelihood"] for one in stretch if "likelihood" in one]
        figure = f"  {math.prod(likely):.2g}" if likely else ""
        yield _line(6, f"{shown}  {edit.told(language)}{figure}", _STYLES.get(edit, ""))
    if len(found) > _MOST_LINES:
        yield _line(6, f"{Caption.MORE.told(language)} {len(found) - _MOST_LINES}", "dim")


def _stretches(positions: Sequence[Plain]) -> Iterator[tuple[Edit, list[Plain]]]:
    """Yield what became of the characters, those together that were kept, or are alike in not being so."""
    for name, group in itertools.groupby(positions, key=operator.itemgetter("edit")):
        edit, stretch = Edit(name), list(group)
        if edit is Edit.CHANGED:
            yield from ((edit, [one]) for one in stretch)
        else:
            yield edit, stretch


def _where(text: Plain, word: Mapping[str, str]) -> str:
    """Return on which side a text stood, and where there, counted from one."""
    origin = text.get("origin", {})
    found = [word[text["side"]]]
    if "picture" in text:
        found.append(f"{word['picture']} {text['picture'] + 1}")
    found += [f"{word[name]} {origin[name] + 1}" for name in ("page", "line") if name in origin]
    if "box" in origin:
        upper_left, _, lower_right, _ = origin["box"]
        found.append(" – ".join("({:g}, {:g})".format(*corner) for corner in (upper_left, lower_right)))
    return ", ".join(found)


def _besides(entry: Plain, word: Mapping[str, str], language: Language) -> Iterator[Padding]:
    """Yield what else is said of a value: what it may be, its digits, what they do not see."""
    alternatives = [
        _cut(one["value"]) + (f" ({one['probability']:g})" if "probability" in one else "")
        for one in entry.get("alternatives", ())
    ]
    if alternatives:
        yield _line(2, f"{word['alternatives']}: {', '.join(alternatives)}")
    for caption, digit in zip(("own_digit", "composite_digit"), entry.get("digits", ()), strict=False):
        read, demanded = (_seen(digit[name]) for name in ("read", "expected"))
        said = f"{word['read']} {read}, {word['demanded']} {demanded}: {word[digit['outcome']]}"
        yield _line(2, f"{word[caption]}: {said}")
    for spot in entry.get("unseen", ()):
        numerals = ", ".join(map(str, spot.get("positions", ())))
        where = f" ({word['numerals']} {numerals})" if numerals else ""
        instead = f" → {spot['alternative']}" if "alternative" in spot else ""
        yield _line(2, f"{word['unseen']}{where}{instead}: {Unseen(spot['code']).told(language)}")


def _seen(text: str) -> str:
    """Return a stretch of a text with its blanks, and with signs on something to stand on."""
    if not text:
        return "∅"
    based = _BASE + text if unicodedata.category(text[0]).startswith("M") else text
    return _cut(based).replace(" ", _BLANK)


def _cut(text: str) -> str:
    """Return text that is safe to show, of a long one the start."""
    return to_visible(text[:_MOST_CHARACTERS]) + "…" * (len(text) > _MOST_CHARACTERS)


def _line(by: int, text: str, style: str = "") -> Padding:
    return Padding(Text(text, style, overflow="fold"), (0, 0, 0, by), expand=False)
