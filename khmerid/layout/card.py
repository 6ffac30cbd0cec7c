"""From the lines of any OCR to a raw card.

>>> from khmerid.raw_card import Line, Origin, RawCard
>>> card = adapt_lines([Line("012345678 (01)"), Line("សុពលភាព: ០១.០២.២០២០ ដល់ថ្ងៃ ៣១.០១.២០៣០")])
>>> card
RawCard(document_number, date_of_issue, date_of_expiry)
>>> card.date_of_expiry, card.origins["date_of_expiry"].line
('៣១.០១.២០៣០', 1)

"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from khmerid.layout.between import place_between, place_out_of_order
from khmerid.layout.by_label import join_what_follows, place_by_label, place_by_misread_label
from khmerid.layout.by_shape import place_by_shape, place_zone
from khmerid.layout.flat import split_row
from khmerid.layout.pieces import Piece, choose, cut
from khmerid.layout.rows import to_rows
from khmerid.layout.slots import Placing, Slot
from khmerid.notes import Code, Finding, Note
from khmerid.raw_card import Line, Origin, RawCard
from khmerid.text.cleaning import clean

_MOST_ROWS: Final = 1_000  # a card has a dozen, a page of a form some fifty

_UNLABELLED: Final = ("document_number", "name_latin")


def adapt_lines(lines: Sequence[Line]) -> RawCard:
    """Return the raw text of each field and the lines of the machine readable zone.

    ``origins`` has the line that each field begins on; the lines of the MRZ are in it as ``mrz.0`` and so on.
    A second reading of a field that says something else is noted.
    """
    rows = [part for row in to_rows(lines) for part in split_row(row)]
    placing = Placing(rows[:_MOST_ROWS])
    place_by_label(placing)
    place_zone(placing)
    place_by_misread_label(placing)
    join_what_follows(placing)
    place_by_shape(placing)
    place_between(placing)
    if not all(line.box for line in lines):
        place_out_of_order(placing)
    placed = [placing.placed[index] for index in sorted(placing.placed)]
    zone = [one.row for one in placed if one.slot is Slot.MRZ]
    pieces = cut([one for one in placed if one.slot is not Slot.MRZ], [row.text for row in zone])
    chosen = {field: choose(field, several) for field, several in pieces.items()}
    origins = {field: piece.line for field, piece in chosen.items()}
    origins |= {f"mrz.{number}": row.parts[0][1] for number, row in enumerate(zone)}
    return RawCard(
        **{field: piece.text for field, piece in chosen.items()},  # type: ignore[arg-type]  # fields of text
        mrz=tuple(row.text for row in zone),
        origins={name: _origin(lines, index) for name, index in origins.items()},
        findings=(*_findings(len(rows), chosen, pieces), *_removals(lines, origins)),
    )


def _origin(lines: Sequence[Line], index: int) -> Origin:
    line = lines[index]
    return Origin(line=index, box=line.box, page=line.page, confidence=line.confidence)


def _findings(
    rows: int, chosen: Mapping[str, Piece], pieces: Mapping[str, Sequence[Piece]]
) -> Iterator[Finding]:
    if rows > _MOST_ROWS:
        yield Finding("lines", Note(Code.LINES_LEFT_OUT, f"{rows - _MOST_ROWS} of {rows}"))
    for field, piece in chosen.items():
        if not piece.labelled and field not in _UNLABELLED:
            yield Finding(field, Note(Code.LABEL_LOST))
        if any(other.text != piece.text for other in pieces[field]):
            yield Finding(field, Note(Code.READ_TWICE))


def _removals(lines: Sequence[Line], origins: Mapping[str, int]) -> Iterator[Finding]:
    """Name the invisible characters that were left out of a field's line."""
    for field, index in origins.items():
        for note in clean(lines[index].text)[1]:
            if note.code is Code.INVISIBLE_REMOVED:
                yield Finding(field, note)
