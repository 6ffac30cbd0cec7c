"""A row as the page has it: only what is shown of it, short enough for twenty thousand in one file.

A code is its place in the page's list of codes, and a field is its place on the card. Of a card that a
machine has accepted only the values are there; of every other one the ledger too, where its row has one.

>>> packing = Packing()
>>> packing.pack({"id": 1, "error": {"code": "not_json", "message": "the row is not JSON"}})["e"]
[0, 'the row is not JSON']
>>> packing.codes
['not_json']
"""

import base64
import itertools
import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from khmerid.ledger.records import Edit
from khmerid.report.report import FIELDS
from khmerid.review.decisions import row_digest
from khmerid.review.queue import DECISIONS, Row, decision_of, fields_to_key, risk_of, sights_of

#: Characters of a text from a card that are shown; more hide the rest of the page.
MOST_CHARACTERS: Final = 300
#: Stretches of one text that are shown.
_MOST_STRETCHES: Final = 100
_LARGEST: Final = 2**53 - 1  # JavaScript has no whole numbers beyond
_KEPT: Final = str(Edit.KEPT)
_UNITS: Final = ("village", "commune", "district", "province")


class Packing:
    """Packs rows one by one, and has the codes that they refer to."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    @property
    def codes(self) -> list[str]:
        """The codes met so far, each at its place."""
        return list(self._places)

    def pack(self, row: Row) -> dict[str, Any]:
        """Return what the page has of a row; ``templates/review.js`` says what each letter is."""
        decision, identity = decision_of(row), row["id"]
        is_large = isinstance(identity, int) and abs(identity) > _LARGEST
        packed = {
            "i": str(identity) if is_large else identity,
            "h": base64.b64encode(bytes.fromhex(row_digest(row)[7:])).decode("ascii"),
            "d": DECISIONS.index(decision),
        }
        if is_large:
            packed["b"] = 1
        if decision == "error":
            return packed | {"e": [self._code(row["error"]["code"]), _cut(row["error"]["message"])]}
        keyed = fields_to_key(row)
        packed |= {
            "r": _figure(risk_of(row)),
            "c": [self._code(reason) for reason in row["reasons"]],
            "k": [FIELDS.index(name) for name in keyed],
            "s": [list(sights_of(row, name)) for name in keyed],
            "f": [self._field(row["fields"].get(name, {}), is_short=decision == "accept") for name in FIELDS],
        }
        if decision != "accept":
            packed["n"] = [[self._code(one["rule"]), self._code(one["outcome"])] for one in row["checks"]]
            packed["x"] = [*self._findings(row)]
            if "ledger" in row:
                entries = row["ledger"]["fields"]
                packed["l"] = {FIELDS.index(name): self._ledger(entry) for name, entry in entries.items()}
        return {key: value for key, value in packed.items() if value != []}

    def _code(self, code: str) -> int:
        return self._places.setdefault(_cut(code), len(self._places))

    def _field(self, field: Mapping[str, Any], *, is_short: bool) -> list[Any]:
        """Return value, assurance, sources, notes, risk, candidates, probabilities; none at the end."""
        packed = [
            _shown(field.get("value"), is_short=is_short),
            self._code(field["assurance"]) if "assurance" in field else None,
            [self._code(source) for source in field.get("sources", ())],
            [self._code(note) for note in field.get("notes", ())],
            _figure(field.get("risk")),
            [_shown(one) for one in field.get("candidates", ())],
            field.get("probabilities", []),
        ]
        while packed and packed[-1] in (None, []):
            packed.pop()
        return packed

    def _findings(self, row: Row) -> Iterator[list[Any]]:
        """Yield what was noted of no field: of the print, of an element of the MRZ, of the image."""
        for finding in row["findings"]:
            if finding["where"] not in FIELDS:
                yield [_cut(finding["where"]), self._code(finding["code"])]

    def _ledger(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "t": [
                [
                    self._code(text["side"]),
                    _cut(text["text"]),
                    _where(text),
                    _stretches(text.get("positions", ())),
                ]
                for text in entry["texts"]
            ],
            "a": [[_cut(one["value"]), one.get("probability")] for one in entry.get("alternatives", ())],
            "g": [
                [
                    self._code(one["rule"]),
                    _cut(one["read"]),
                    _cut(one["expected"]),
                    self._code(one["outcome"]),
                ]
                for one in entry.get("digits", ())
            ],
            "u": [
                [self._code(one["code"]), one.get("positions", []), _cut(one.get("alternative", ""))]
                for one in entry.get("unseen", ())
            ],
        }


def _shown(value: object, *, is_short: bool = False) -> Any:
    """Return a value as the page shows it: of a place its text and its official units, of a mark its text."""
    if not isinstance(value, Mapping):
        return _cut(value) if isinstance(value, str) else value
    if is_short:
        return _cut(value["text"])
    units = [value[unit]["name_latin"] for unit in _UNITS if value.get(unit)]
    text = _cut(value.get("text", value.get("name_khmer", "")))
    return [text, ", ".join(units) or value.get("name_latin", "")]


def area_of(row: Row) -> tuple[float, float, float, float] | None:
    """Return what all texts of a card cover in its picture: left, top, right, bottom."""
    entries = row.get("ledger", {}).get("fields", {}).values()
    texts = [text for entry in entries for text in entry["texts"] if text.get("picture", 0) == 0]
    corners = [corner for text in texts for corner in text.get("origin", {}).get("box", ())]
    if not corners:
        return None
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def _where(text: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a text stood: picture, page and line from 1, and the corners of its line."""
    origin = text.get("origin", {})
    found = {name: origin[name] + 1 for name in ("page", "line") if name in origin}
    if "picture" in text:
        found["picture"] = text["picture"] + 1
    if "box" in origin:
        found["box"] = [[round(across), round(down)] for across, down in origin["box"]]
    return found


def _stretches(positions: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Return what became of the characters: a stretch that was kept has one text, any other one two."""
    found: list[list[Any]] = []
    for edit, group in itertools.groupby(positions, key=operator.itemgetter("edit")):
        stretch = list(group)
        if edit == _KEPT:
            found.append([_cut("".join(one["read"] for one in stretch))])
        else:
            found += [
                [_cut(one["printed"]), _cut(one["read"]), edit, one.get("likelihood")] for one in stretch
            ]
    return found[:_MOST_STRETCHES]


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "…"


def _figure(risk: float | None) -> float | None:
    return None if risk is None else float(f"{risk:.2g}")
