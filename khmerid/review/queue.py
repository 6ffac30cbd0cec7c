"""Which cards go to a person, in which order, and what is typed of each before anything is shown.

>>> fields = {"date_of_birth": {"value": "1999-07-10", "assurance": "doubtful", "risk": 0.2}}
>>> row = {"id": 1, "decision": "review", "reasons": ["date_of_birth_not_sure"], "fields": fields}
>>> fields_to_key(row), risk_of(row)
(('date_of_birth',), 0.2)
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from khmerid.fields.dates import read_date
from khmerid.fields.document_number import read_document_number
from khmerid.fields.sex import read_sex
from khmerid.report.report import FIELDS

Row = Mapping[str, Any]

#: What a card is accepted by, and what is typed of an accepted card that is looked at as a sample.
CRITICAL: Final = ("document_number", "date_of_birth", "sex", "date_of_expiry")
#: In the order in which people come to them.
DECISIONS: Final = ("review", "reject", "error", "accept")
NAMES: Final = ("surname", "given_names")

_DATES: Final = frozenset({"date_of_birth", "date_of_issue", "date_of_expiry"})
_UNPROVEN: Final = frozenset({"doubtful", "conflicting", "absent"})
_OF_REASON: Final[Mapping[str, tuple[str, ...]]] = {
    "document_number_not_sure": ("document_number",),
    "date_of_birth_not_sure": ("date_of_birth",),
    "sex_not_sure": ("sex",),
    "date_of_expiry_not_sure": ("date_of_expiry",),
    "issuing_state_not_sure": ("issuing_state",),
    "nationality_not_sure": ("nationality",),
    "name_missing": NAMES,
    "name_doubtful": NAMES,
    "names_conflict": NAMES,
    "validity_conflicts": ("date_of_issue", "date_of_expiry"),
    "issue_conflicts": ("date_of_issue", "date_of_expiry"),
    "age_conflicts": ("date_of_birth", "date_of_issue"),
    "several_cards": ("document_number", "date_of_birth", "date_of_expiry"),
    "pictures_conflict": ("document_number", "date_of_birth", "date_of_expiry"),
}
#: The fields that a check in conflict is about, for the reasons that do not name one.
_OF_RULE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "zones_conflict": {f"{field}.zones": (field,) for field in CRITICAL},
    "check_digit_wrong": {
        "mrz.document_number_check_digit": ("document_number",),
        "mrz.date_of_birth_check_digit": ("date_of_birth",),
        "mrz.date_of_expiry_check_digit": ("date_of_expiry",),
        "mrz.composite_check_digit": ("document_number", "date_of_birth", "date_of_expiry"),
    },
}


class Sights(NamedTuple):
    """What print and MRZ each say of a field by themselves; a date of the MRZ has six numerals."""

    viz: str | None = None
    mrz: str | None = None

    def __repr__(self) -> str:
        return "Sights(viz, mrz)"


def decision_of(row: Row) -> str:
    """Return the decision, or ``error`` of a row that could not be examined."""
    return "error" if "error" in row else str(row["decision"])


def fields_to_key(row: Row) -> tuple[str, ...]:
    """Return the fields that a person types before the machine's value is shown, in the order of the card.

    Of an accepted card these are what it was accepted by: whoever looks at a sample of them is to read too.
    A row without values has nothing to compare with, but what is typed is kept all the same.
    """
    if "error" in row:
        return ()
    if decision_of(row) == "accept":
        return CRITICAL
    found = {name for name in CRITICAL if row["fields"].get(name, {}).get("assurance") in _UNPROVEN}
    conflicts = {check["rule"] for check in row.get("checks", ()) if check["outcome"] == "conflicts"}
    for reason in row["reasons"]:
        found.update(_OF_REASON.get(reason, ()))
        for rule, fields in _OF_RULE.get(reason, {}).items():
            if rule in conflicts:
                found.update(fields)
    return tuple(name for name in FIELDS if name in found)


def risk_of(row: Row) -> float:
    """Return how likely it is that a critical value that is offered is wrong; 1 where two conflict."""
    right = 1.0
    for name in CRITICAL if "error" not in row else ():
        field = row["fields"].get(name, {})
        if field.get("assurance") == "conflicting":
            return 1.0
        if field.get("value") is not None:
            right *= 1.0 - field.get("risk", 0.0)
    return round(1.0 - right, 12)


def in_queue(cards: Iterable[tuple[str, float]]) -> list[int]:
    """Return the places of cards, each with its decision and its risk, in the order in which they are seen.

    >>> in_queue([("accept", 0.1), ("review", 0.1), ("review", 1.0), ("error", 0.0)])
    [2, 1, 3, 0]
    """
    ranked = sorted((DECISIONS.index(decision), -risk, place) for place, (decision, risk) in enumerate(cards))
    return [place for _, _, place in ranked]


def sights_of(row: Row, name: str) -> Sights:
    """Return what print and MRZ say of a field: from the ledger, or else from the value and its candidates.

    >>> field = {"value": None, "assurance": "conflicting", "notes": ["zones_conflict"],
    ...          "candidates": ["1", "2"]}
    >>> tuple(sights_of({"fields": {"document_number": field}}, "document_number"))
    ('1', '2')
    """
    entry = row.get("ledger", {}).get("fields", {}).get(name)
    if entry:
        texts: dict[str, list[str]] = {"viz": [], "mrz": []}
        for text in entry["texts"]:
            texts.setdefault(text["side"], []).append(text["text"])
        return Sights(
            _first(_printed(name, one) for one in texts["viz"]), _first(_in_mrz(name, texts["mrz"]))
        )
    return _without_ledger(row["fields"].get(name, {}), name)


def _without_ledger(field: Row, name: str) -> Sights:
    candidates = field.get("candidates", ())
    is_of_zones = "zones_conflict" in field.get("notes", ()) and len(candidates) > 1
    if field.get("assurance") == "conflicting" and is_of_zones:
        printed, mrz = map(str, candidates[:2])
        return Sights(printed, _short(printed=mrz, name=name))
    if field.get("assurance") == "confirmed" and isinstance(field.get("value"), str):
        return Sights(field["value"], _short(printed=field["value"], name=name))
    return Sights()


def _short(*, printed: str, name: str) -> str:
    return printed[2:].replace("-", "") if name in _DATES else printed


def _first(found: Iterable[str | None]) -> str | None:
    return next((one for one in found if one is not None), None)


def _printed(name: str, text: str) -> str | None:
    if name == "document_number":
        return read_document_number(text).value
    if name in _DATES:
        day = read_date(text).value
        return None if day is None else day.isoformat()
    if name == "sex":
        sex = read_sex(text).value
        return None if sex is None else str(sex)
    if name in NAMES:
        words = text.upper().split()
        return " ".join(words[:1] if name == "surname" else words[1:]) or None
    return None


def _in_mrz(name: str, texts: Sequence[str]) -> Iterable[str | None]:
    for text in texts:
        if name in NAMES:
            primary, _, secondary = text.rstrip("<").partition("<<")
            yield (primary if name == "surname" else secondary).replace("<", " ") or None
        else:
            cut = text[: {"document_number": 9, "sex": 1, "issuing_state": 3, "nationality": 3}.get(name, 6)]
            yield cut if cut.isascii() and cut.isalnum() else None
