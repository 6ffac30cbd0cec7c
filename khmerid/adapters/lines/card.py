"""From the lines of any OCR to a raw card.

>>> from khmerid.adapters.lines.line import Line
>>> card = adapt_lines([Line("012345678 (01)"), Line("សុពលភាព: ០១.០២.២០២០ ដល់ថ្ងៃ ៣១.០១.២០៣០")])
>>> card
RawCard(document_number, date_of_issue, date_of_expiry)
>>> card.date_of_expiry, card.origins["date_of_expiry"]
('៣១.០១.២០៣០', 1)

"""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs
import regex

from khmerid.adapters.lines import shapes
from khmerid.adapters.lines.between import place_between, place_out_of_order
from khmerid.adapters.lines.flat import split_row
from khmerid.adapters.lines.inner import cut_birth_line, cut_validity_line, stripped
from khmerid.adapters.lines.line import Line
from khmerid.adapters.lines.rows import to_rows
from khmerid.adapters.lines.slots import (
    Placed,
    Placing,
    Slot,
    join_what_follows,
    place_by_label,
    place_by_shape,
)
from khmerid.card import RawCard

# Clutter of the portrait before a line without label: words that are no Khmer, or a single Khmer letter.
_CLUTTER = regex.compile(r"(?:(?:[^\sក-៿]{1,3}|[ក-៿])\s+)+(?=[ក-៿]{2})")
_GARBLED_LABEL = regex.compile(r"(?:[^\sក-៿]{2,8}\s+|\S{1,16}[:ៈ៖]\s*|\p{M}\S{0,8}\s+)(?=\S)")


_FIELDS: Final = {
    Slot.NAME_KHMER: "name_khmer",
    Slot.PLACE: "place_of_birth",
    Slot.ADDRESS: "address",
    Slot.ADDRESS_END: "address_end",
    Slot.MARKS: "distinguishing_marks",
}


@attrs.frozen
class _Piece:
    text: str
    line: int


def _find_mrz_lines(texts: Sequence[str]) -> tuple[int, ...]:
    return tuple(index for index, text in enumerate(texts) if _MRZ.search(text.replace(" ", "")))


_MRZ = regex.compile(r"IDKHM[0-9]{6}|<<<<|>>>>>|[0-9]{5,7}[MF<][0-9]{6,7}KH|KHM<<|[A-Z]<<[A-Z]")


def adapt_lines(lines: Sequence[Line]) -> RawCard:
    """Return the raw text of each field and the lines of the machine readable zone.

    ``origins`` has the index of the line each field begins on; the lines of the machine readable zone are
    in it as ``mrz.0`` and so on. ``confidences`` has that line's confidence.
    """
    rows = [part for row in to_rows(lines) for part in split_row(row)]
    mrz = _find_mrz_lines([row.text for row in rows])
    placing = Placing(rows, mrz)
    place_by_label(placing)
    join_what_follows(placing)
    place_by_shape(placing)
    place_between(placing)
    place_out_of_order(placing)
    placed = [one for _, one in sorted(placing.placed.items()) if one.slot is not Slot.MRZ]
    pieces = _pieces(placed, [rows[index].text for index in mrz])
    end = pieces.pop("address_end", None)
    if end:
        start = pieces.get("address")
        pieces["address"] = _Piece(f"{start.text} {end.text}", start.line) if start else end
    origins = {field: piece.line for field, piece in pieces.items()}
    return RawCard(
        **{field: piece.text for field, piece in pieces.items()},  # type: ignore[arg-type]  # fields of text
        mrz=tuple(rows[index].text for index in mrz),
        confidences=_confidences(lines, origins),
        origins=origins | {f"mrz.{n}": rows[index].parts[0][1] for n, index in enumerate(mrz)},
    )


def _confidences(lines: Sequence[Line], origins: Mapping[str, int]) -> dict[str, float]:
    known = {field: lines[index].confidence for field, index in origins.items()}
    return {field: confidence for field, confidence in known.items() if confidence is not None}


def _pieces(placed: Sequence[Placed], mrz: Sequence[str]) -> dict[str, _Piece]:
    """Cut the placed rows into fields; of two rows for one field the first is taken."""
    pieces: dict[str, _Piece] = {}
    for one in placed:
        for field, span in _spans(one, mrz).items():
            text = one.row.text[span[0] : span[1]]
            if text:
                pieces.setdefault(field, _Piece(text, one.row.line_at(span[0])))
    return pieces


def _spans(one: Placed, mrz: Sequence[str]) -> Mapping[str, shapes.Span]:
    text = one.row.text
    if one.slot is Slot.BIRTH:
        return cut_birth_line(text, one.start)
    if one.slot is Slot.VALIDITY:
        return cut_validity_line(text, one.start)
    if one.slot is Slot.NUMBER:
        return {"document_number": shapes.document_number(text) or stripped(text, one.start, len(text))}
    if one.slot is Slot.NAME_LATIN:
        return {"name_latin": _latin_name(text, mrz)}
    start = one.start
    if not one.labelled:
        garbled = _GARBLED_LABEL.match(text) if one.slot is not Slot.ADDRESS_END else None
        clutter = _CLUTTER.match(text)
        start = garbled.end() if garbled else clutter.end() if clutter else 0
    return {_FIELDS[one.slot]: stripped(text, start, len(text))}


def _latin_name(text: str, mrz: Sequence[str]) -> shapes.Span:
    """Leave a single letter before the name out, unless the machine readable zone begins with it too."""
    start, end = shapes.latin_name(text) or (0, len(text))
    first, _, rest = text[start:end].partition(" ")
    alone = len(first) == 1 and not any(line.lstrip().startswith(first + "<") for line in mrz)
    if alone and shapes.latin_name(rest):
        start = end - len(rest.lstrip())
    return start, end
