"""Our values as plain data for JSON, and back: nothing else in the package knows how a value is spelt there.

>>> to_plain(dt.date(2029, 12, 31)), from_plain("2029-12-31", dt.date)
('2029-12-31', datetime.date(2029, 12, 31))

A report that is read back is equal to the one that was written, but for what JSON does not carry: the details
of notes, which are for people; of notes with the same code in one field, all but the first; probabilities
and likelihoods beyond two places; and the candidates of a place. Of a unit and of a former name, JSON has not
all that we know: the type of a unit follows from its code, and what a former name is today from the
gazetteer's table of changes.
"""

import datetime as dt
import enum
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from khmerid.fields.places import Address, Place
from khmerid.gazetteer.other_names import CHANGES, UnitChange
from khmerid.gazetteer.units import CODES_SYSTEM, Unit, UnitPath, unit_type_of
from khmerid.ledger.records import (
    Alternative,
    BlindSpot,
    LaidCharacter,
    LaidText,
    Ledger,
    LedgerField,
)
from khmerid.notes import Code, Finding, Note, Status
from khmerid.raw_card import Origin
from khmerid.recovery.recovered import Recovery
from khmerid.resolve.resolution import Resolution
from khmerid.resolve.resolved import Resolved

T = TypeVar("T")

_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SEVERITIES: Final = {
    Status.CLEAN: "info",
    Status.REPAIRED: "info",
    Status.DOUBTFUL: "warning",
    Status.REJECTED: "error",
    Status.ABSENT: "warning",
}
# The keys of JSON, in its order, where that is not the order of the attributes.
_BEFORE_WHAT_IS_BY: Final = ("decision", "reasons", "fields", "checks", "findings", "image")
_OF_REPORT: Final = (*_BEFORE_WHAT_IS_BY, "policy", "profile", "ledger", "review")
_BEFORE_VILLAGE: Final = ("text", "house", "street", "group")
_OF_PLACE: Final = (*_BEFORE_VILLAGE, "village", "commune", "district", "province", "former")
# Twice as fast as the property ``value`` of an enumeration's member, of which a report has some sixty.
_WORD: Final = operator.attrgetter("_value_")
_CODE: Final = operator.attrgetter("code._value_")
_FIELDS: Final = tuple(attrs.fields_dict(Resolution))
#: The identifiers of an MRZ, as its row calls them.
NAME_PARTS: Final = {"primary_identifier": "surname", "secondary_identifier": "given_names"}


def to_plain(value: object) -> Any:
    """Return a report, or any value in it, as plain data for JSON; also a recovery of an MRZ, for its row.

    >>> to_plain(Finding("mrz.sex", Note(Code.MISSING)))
    {'where': 'mrz.sex', 'code': 'missing', 'severity': 'warning'}
    """
    return _CONVERTER.unstructure(value)


def from_plain(plain: object, kind: type[T]) -> T:
    """Return the report, or the value of this kind in one, that ``to_plain`` wrote; other keys do not matter.

    Raises ``ValueError``, which quotes nothing, for what is not of that form.
    """
    try:
        return _CONVERTER.structure(plain, kind)
    except (AttributeError, LookupError, TypeError, ValueError):
        message = f"not the JSON of a {kind.__name__.lower()}"
    raise ValueError(message)


def _to_day(text: str, _: object) -> dt.date:
    if not _DAY.fullmatch(text):  # the library takes other forms, too
        raise ValueError
    return dt.date.fromisoformat(text)


def _exactly(value: object, kind: type) -> object:
    if type(value) is not kind:
        raise TypeError
    return value


def _finding_to_plain(finding: Finding) -> dict[str, str]:
    note = finding.note
    return {"where": finding.where, "code": _CODE(note), "severity": _SEVERITIES[note.code.status]}


def _codes(notes: tuple[Note, ...]) -> list[str]:
    return list(dict.fromkeys(map(_CODE, notes)))


def _change_from_plain(plain: dict[str, Any], _: object) -> UnitChange:
    until = plain["until"] and from_plain(plain["until"], dt.date)
    read = UnitChange(plain["level"], plain["name_khmer"], until, today=())
    known = (change for change in CHANGES if attrs.evolve(change, today=()) == read)
    return next(known, read)


def _path_to_plain(path: UnitPath) -> dict[str, str]:
    below = [unit for unit in (path.commune, path.district) if unit]
    return {
        "code": path.code,
        "name_khmer": path.printed,
        "name_latin": ", ".join(unit.name_latin for unit in (*below, path.province)),
    }


def _recovery_to_plain(recovery: Recovery) -> dict[str, object]:
    def named(values: Mapping[str, T]) -> dict[str, T]:
        return {NAME_PARTS.get(name, name): value for name, value in values.items()}

    risks = named(recovery.risks)
    return {
        "format": recovery.format.name,
        "outcome": str(recovery.outcome),
        "lines": to_plain(recovery.lines),
        "fields": named(recovery.fields),
        "checks": to_plain(recovery.checks),
        "certain": [name for name in risks if name in recovery.certain],
        "risks": {name: _two_places(risk) for name, risk in risks.items()},
        "notes": _codes(recovery.notes),
        "repairs": to_plain(recovery.repairs),
        "candidates": to_plain(recovery.candidates),
    }


_IF_THERE: Final = override(omit_if_default=True)


def _is_report(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Resolution)


def _is_resolved(kind: Any) -> bool:
    return (get_origin(kind) or kind) is Resolved


def _report_to_plain(kind: type[Resolution]) -> Callable[[Resolution], dict[str, object]]:
    write = make_dict_unstructure_fn(
        kind, _CONVERTER, policy=_IF_THERE, profile=_IF_THERE, ledger=_IF_THERE, review=_IF_THERE
    )

    def nested(report: Resolution) -> dict[str, object]:
        flat = write(report)
        flat["fields"] = {name: flat[name] for name in _FIELDS}
        return {name: flat[name] for name in _OF_REPORT if name in flat}

    return nested


def _report_from_plain(kind: type[Resolution]) -> Callable[[dict[str, Any], object], Resolution]:
    read = make_dict_structure_fn(kind, _CONVERTER)
    return lambda nested, _: read({**nested, **nested["fields"]}, kind)


def _place_to_plain(kind: type[Place]) -> Callable[[Place], dict[str, object]]:
    write = make_dict_unstructure_fn(kind, _CONVERTER, candidates=override(omit=True))

    def in_order(place: Place) -> dict[str, object]:
        flat = write(place)
        return {name: flat[name] for name in _OF_PLACE if name in flat} | {"codes_system": CODES_SYSTEM}

    return in_order


def _two_places(probability: float) -> float:
    return float(f"{probability:.2g}")


def _noise_to_plain(noise: Mapping[str, float]) -> dict[str, float]:
    return {side: _two_places(rate) for side, rate in noise.items()}


def _resolved_to_plain(kind: Any) -> Callable[[Resolved[object]], dict[str, object]]:
    return make_dict_unstructure_fn(
        kind,
        _CONVERTER,
        notes=override(unstruct_hook=_codes),
        candidates=override(omit_if_default=True),
        probabilities=override(omit_if_default=True, unstruct_hook=lambda many: [*map(_two_places, many)]),
        risk=override(omit_if_default=True, unstruct_hook=_two_places),
        parts=override(omit_if_default=True),
    )


_CONVERTER: Final = cattrs.Converter(detailed_validation=False, unstruct_collection_overrides={tuple: list})
for _exact in (str, int, bool):  # the library makes any value one of these
    _CONVERTER.register_structure_hook(_exact, _exactly)
_CONVERTER.register_unstructure_hook(enum.Enum, _WORD)
_CONVERTER.register_unstructure_hook(dt.date, dt.date.isoformat)
_CONVERTER.register_structure_hook(dt.date, _to_day)
_CONVERTER.register_unstructure_hook(Finding, _finding_to_plain)
_CONVERTER.register_structure_hook(
    Finding, lambda plain, _: Finding(plain["where"], Note(Code(plain["code"])))
)
_CONVERTER.register_structure_hook(Note, lambda code, _: Note(Code(code)))
_CONVERTER.register_unstructure_hook(
    Unit, make_dict_unstructure_fn(Unit, _CONVERTER, unit_type=override(omit=True))
)
_CONVERTER.register_structure_hook(
    Unit, lambda plain, _: Unit(**plain, unit_type=unit_type_of(plain["code"]))
)
_CONVERTER.register_unstructure_hook(
    UnitChange,
    make_dict_unstructure_fn(
        UnitChange, _CONVERTER, was=override(rename="name_khmer"), today=override(omit=True)
    ),
)
_CONVERTER.register_structure_hook(UnitChange, _change_from_plain)
_CONVERTER.register_unstructure_hook(UnitPath, _path_to_plain)
_CONVERTER.register_unstructure_hook(Recovery, _recovery_to_plain)
_CONVERTER.register_unstructure_hook_factory(_is_resolved, _resolved_to_plain)
for _place in (Place, Address):
    _CONVERTER.register_unstructure_hook(_place, _place_to_plain(_place))
    _CONVERTER.register_structure_hook(
        _place, make_dict_structure_fn(_place, _CONVERTER, candidates=override(omit=True))
    )
_FIGURE: Final = override(omit_if_default=True, unstruct_hook=_two_places)
_CONVERTER.register_unstructure_hook(
    LaidCharacter, make_dict_unstructure_fn(LaidCharacter, _CONVERTER, likelihood=_FIGURE)
)
_CONVERTER.register_unstructure_hook(
    Alternative, make_dict_unstructure_fn(Alternative, _CONVERTER, probability=_FIGURE)
)
_LEAVING_OUT: Final[tuple[type[Any], ...]] = (Origin, BlindSpot, LaidText, LedgerField)  # inner ones first
for _kind in _LEAVING_OUT:
    _CONVERTER.register_unstructure_hook(
        _kind, make_dict_unstructure_fn(_kind, _CONVERTER, _cattrs_omit_if_default=True)
    )
_CONVERTER.register_unstructure_hook(
    Ledger, make_dict_unstructure_fn(Ledger, _CONVERTER, noise=override(unstruct_hook=_noise_to_plain))
)
_CONVERTER.register_unstructure_hook_factory(_is_report, _report_to_plain)
_CONVERTER.register_structure_hook_factory(_is_report, _report_from_plain)
