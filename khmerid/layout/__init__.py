"""The lines of any OCR, brought to a raw card: rows, which printed line each is, the fields in it.

>>> from khmerid.raw_card import Line
>>> lines = Line("KINGDOM OF CAMBODIA"), Line("012345678 (01)"), Line("សុពលភាព: ០១.០២.២០២០ ដល់ថ្ងៃ ៣១.០១.២០៣០")
>>> card = adapt_lines(lines)
>>> card
RawCard(document_number, date_of_issue, date_of_expiry, unplaced[1])
>>> card.date_of_expiry, card.origins["date_of_expiry"].line
('៣១.០១.២០៣០', 2)
>>> card.unplaced == lines[:1]
True
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from khmerid.layout.cutting import FieldText, cut_fields
from khmerid.layout.placing import UNIT_WORD, place_rows
from khmerid.layout.rows import Row, split_rows, to_rows
from khmerid.layout.shapes import PRINTED_DATE, PRINTED_HEIGHT, PRINTED_SEX
from khmerid.layout.twice import MOST_OTHERS, texts_read_twice
from khmerid.limits import LONGEST_FIELD, MOST_ROWS
from khmerid.notes import Code, Finding, Note
from khmerid.raw_card import Line, Origin, RawCard
from khmerid.text.cleaning import clean

__all__ = ["adapt_lines"]

_UNLABELLED: Final = ("document_number", "name_latin")
_PLACES: Final = ("place_of_birth", "address")
_DATE = re.compile(PRINTED_DATE)
_AS_PRINTED: Final = {
    "document_number": re.compile(r"[0-9]{9}(?: \([0-9]{2}\))?"),
    "date_of_birth": _DATE,
    "sex": re.compile(PRINTED_SEX),
    "height": re.compile(PRINTED_HEIGHT),
    "date_of_issue": _DATE,
    "date_of_expiry": _DATE,
}


def adapt_lines(lines: Sequence[Line]) -> RawCard:
    """Return the raw text of each field, the lines of the MRZ, and the lines of which neither has anything.

    The lines of the MRZ are in ``origins`` as ``mrz.0`` and so on. A second reading of a field that says
    something else is noted.
    """
    rows = to_rows(lines)
    printed = split_rows(rows)
    placed = place_rows(printed[:MOST_ROWS], in_reading_order=None not in [line.box for line in lines])
    readings = cut_fields(placed)
    mrz = readings.pop("mrz", [])
    chosen = {field: _choose(field, texts) if texts[1:] else texts[0] for field, texts in readings.items()}
    texts = chosen | {f"mrz.{number}": one for number, one in enumerate(mrz)}
    origins = {
        name: Origin(line=one.line, lines=one.lines, box=line.box, page=line.page, confidence=line.confidence)
        for name, one in texts.items()
        for line in [lines[one.line]]
    }
    unplaced = _unplaced(lines, rows, origins)
    others = texts_read_twice(rows[:MOST_ROWS])
    return RawCard(
        **{field: one.text for field, one in chosen.items()},  # type: ignore[arg-type]  # fields of text
        mrz=tuple([one.text for one in mrz]),
        others=others | _other_places(chosen, unplaced, others) if unplaced else others,
        origins=origins,
        unplaced=unplaced,
        findings=(*_left_out(lines, len(printed)), *_findings(chosen, readings), *_removals(lines, texts)),
    )


def _choose(field: str, texts: Sequence[FieldText]) -> FieldText:
    """Return the first text that has the printed form of its field; the first of all where none has."""
    form = _AS_PRINTED.get(field)
    in_form = [one for one in texts if form and form.fullmatch(one.text)]
    return (in_form or texts)[0]


def _unplaced(lines: Sequence[Line], rows: Sequence[Row], origins: Mapping[str, Origin]) -> tuple[Line, ...]:
    """Return the lines that are in no origin, in the order of reading, without those that are blank."""
    placed = {index for origin in origins.values() for index in origin.lines}
    if len(placed) == len(lines):
        return ()
    in_rows = dict.fromkeys(index for row in rows for _, index in row.parts)
    order = {index: place for place, index in enumerate(in_rows)}
    before = -1
    for index in range(len(lines)):  # one in no row, too long or a repetition, stays behind its predecessor
        before = order.setdefault(index, before)
    in_order = sorted(order, key=order.__getitem__)
    return tuple(lines[index] for index in in_order if index not in placed and lines[index].text.strip())


def _other_places(
    chosen: Mapping[str, FieldText], unplaced: Sequence[Line], others: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the texts of each place and those in no field that name a unit: it may be any of them."""
    texts = [line.text for line in unplaced if UNIT_WORD.search(line.text)]
    places = {field: chosen[field].text for field in _PLACES if texts and field in chosen}
    return {
        field: tuple(dict.fromkeys((text, *others.get(field, ()), *texts)))[:MOST_OTHERS]
        for field, text in places.items()
    }


def _left_out(lines: Sequence[Line], rows: int) -> Iterator[Finding]:
    """Name the lines that were not looked at, because they are too long or too many."""
    if max(map(len, [line.text for line in lines]), default=0) > LONGEST_FIELD:
        overlong = sum(len(part) > LONGEST_FIELD for line in lines for part in line.text.splitlines())
        if overlong:
            yield Finding("lines", Note(Code.TOO_LONG, f"{overlong} of {len(lines)}"))
    if rows > MOST_ROWS:
        yield Finding("lines", Note(Code.LINES_LEFT_OUT, f"{rows - MOST_ROWS} of {rows}"))


def _findings(
    chosen: Mapping[str, FieldText], readings: Mapping[str, Sequence[FieldText]]
) -> Iterator[Finding]:
    for field, one in chosen.items():
        if not one.labelled and field not in _UNLABELLED:
            yield Finding(field, Note(Code.LABEL_LOST))
        if readings[field] != [one] and {other.text for other in readings[field]} > {one.text}:
            yield Finding(field, Note(Code.READ_TWICE))


def _removals(lines: Sequence[Line], texts: Mapping[str, FieldText]) -> Iterator[Finding]:
    """Name the invisible characters that were left out of the line that a text begins on."""
    if "".join([line.text for line in lines]).isprintable():  # nearly always: no line has any
        return
    for name, one in texts.items():
        for note in clean(lines[one.line].text)[1]:
            if note.code is Code.INVISIBLE_REMOVED:
                yield Finding(name, note)
