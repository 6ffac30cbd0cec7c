"""The labelled corpora of this folder: what a real OCR read on invented cards, and what was printed on them.

The tests, the benchmarks and the scripts of this folder read them here; README.md says where they are from.
"""

import csv
import datetime as dt
import json
import lzma
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

DATA: Final = Path(__file__).resolve().parent

#: Cards read field by field, from good to poor; the poorest of them; whole cards as lines; another engine.
FIELDS, HEAVY, CARDS, SMART = (
    DATA / "corpus" / f"dev_{name}.jsonl.xz" for name in ("fields", "heavy", "cards", "smart")
)
#: Invented lines of cards, each as three engines read it.
ENGINE_LINES: Final = DATA / "khmer" / "ocr_raw_lines.tsv.xz"

CRITICAL: Final = ("document_number", "date_of_birth", "sex", "date_of_expiry")
#: Each field of a report and the key under which the truth has its value.
TRUTHS: Final = {
    "document_number": "id_number",
    "date_of_birth": "birth_date",
    "sex": "sex",
    "date_of_expiry": "expiry_date",
    "date_of_issue": "issue_date",
    "surname": "surname",
    "given_names": "given_names",
    "height_cm": "height_cm",
    "name_khmer": "name_kh",
    "place_of_birth": "birth_place_code",
    "address": "address_commune_code",
    "address_village": "address_code",
    "distinguishing_marks": "description",
}
_UNITS: Final = {"place_of_birth": "commune", "address": "commune", "address_village": "village"}
_SURE: Final = ("confirmed", "protected")
_DAYS_OF_VALIDITY: Final = 3640  # ten years, but for the last days of some
# Print does not show invisible characters, nor which of two subscripts it is; blanks and stops do not score.
_PRINTED_ALIKE: Final = dict.fromkeys(map(ord, " .,:៖។\u200b\u200c\u200d")) | {ord("ដ"): "ត"}


@attrs.frozen(repr=False)
class LabelledCard:
    """A card of a corpus: what was read, and what is true. The truth is for scoring and never for reading."""

    id: str
    response: dict[str, Any]
    truth: dict[str, Any]

    @property
    def today(self) -> dt.date:
        """Some day within the card's validity, settled by its id, on which it is presented."""
        issued = dt.date.fromisoformat(self.truth["issue_date"])
        return issued + dt.timedelta(days=1 + zlib.crc32(self.id.encode()) % _DAYS_OF_VALIDITY)

    @property
    def half(self) -> int:
        """0 or 1, settled by the id: what is learned from one half of a corpus is tried on the other."""
        return zlib.crc32(self.id.encode()) % 2

    @property
    def mrz(self) -> list[str]:
        """What was read where the MRZ may be: its three fields, or all lines of the card."""
        if "lines" in self.response:
            return [line["text"] for line in self.response["lines"]]
        return [self.read(f"machine_code{number}") for number in (1, 2, 3)]

    def read(self, field: str) -> str:
        """Return what was read in a field of the recognition service, empty where nothing was."""
        return self.response["result"].get(field) or ""


@attrs.frozen
class Judgement:
    """What a report says of one field: whether that is true, and how sure it is."""

    assurance: str
    value: object
    is_right: bool

    @property
    def is_wrong(self) -> bool:
        """Whether there is a value, and another one is true."""
        return self.value is not None and not self.is_right

    @property
    def is_sure(self) -> bool:
        """Whether the value may be taken without a look at the card."""
        return self.assurance in _SURE


def labelled_cards(path: Path) -> list[LabelledCard]:
    """Return the cards of a corpus, in the file's order."""
    rows = map(json.loads, text_of(path).splitlines())
    return [
        LabelledCard(row["id"], row.get("response") or {"lines": row["lines"]}, row["truth"]) for row in rows
    ]


def engine_lines(kind: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """Return the engines, and the lines of one kind: quality, truth, and what each of the engines read."""
    lines = [line for line in text_of(ENGINE_LINES).splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    engines = tuple(name for name in rows[0] if name not in {"quality", "kind", "font", "truth"})
    return engines, [row for row in rows if row["kind"] == kind]


def text_of(path: Path) -> str:
    """Return the text of a file, which may be compressed with xz."""
    content = path.read_bytes()
    return (lzma.decompress(content) if path.suffix == ".xz" else content).decode("utf-8")


def judge(report: Mapping[str, Any], truth: Mapping[str, Any]) -> dict[str, Judgement]:
    """Hold each field of a report, as JSON has it, against the truth of its card.

    A place is right where its commune is. The village of the address is judged by itself.
    """
    fields = report["fields"]
    address = fields["address"]
    village = {"assurance": address.get("parts", {}).get("village", "absent")}
    fields = fields | {"address_village": address | village}
    return {name: _judgement(name, fields[name], truth) for name in TRUTHS}


def _judgement(name: str, field: Mapping[str, Any], truth: Mapping[str, Any]) -> Judgement:
    value, true = field["value"], (truth["printed"] | truth)[TRUTHS[name]]
    if value is None:
        return Judgement(field["assurance"], None, is_right=False)
    if name in _UNITS:
        value = (value[_UNITS[name]] or {}).get("code")
    elif name in {"name_khmer", "distinguishing_marks"}:
        text = value if isinstance(value, str) else value["text"]
        value, true = text.translate(_PRINTED_ALIKE), true.translate(_PRINTED_ALIKE)
    return Judgement(field["assurance"], value, is_right=value == true)
