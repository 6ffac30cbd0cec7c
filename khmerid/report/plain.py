"""A report as plain data for JSON; nothing else in the package knows how a value is spelt there."""

import datetime as dt
from typing import Final

import cattrs

from khmerid.fields.places import Place
from khmerid.fields.places import to_plain as place_to_plain
from khmerid.notes import Finding, Status
from khmerid.resolve.resolved import Resolved

_SEVERITIES: Final = {
    Status.CLEAN: "info",
    Status.REPAIRED: "info",
    Status.DOUBTFUL: "warning",
    Status.REJECTED: "error",
    Status.ABSENT: "warning",
}


def finding_to_plain(finding: Finding) -> dict[str, str]:
    """Return a finding as JSON has it: where, the code, and how severe it is."""
    code = finding.note.code
    return {"where": finding.where, "code": str(code), "severity": _SEVERITIES[code.status]}


def resolved_to_plain(resolved: Resolved[object]) -> dict[str, object]:
    """Return a resolved field as JSON has it."""
    plain: dict[str, object] = {
        "value": _to_plain(resolved.value),
        "assurance": str(resolved.assurance),
        "sources": [str(source) for source in resolved.sources],
        "notes": list(dict.fromkeys(str(note.code) for note in resolved.notes)),
    }
    if resolved.candidates:
        plain["candidates"] = [_to_plain(candidate) for candidate in resolved.candidates]
    if resolved.margin is not None:
        plain["margin"] = round(resolved.margin, 1)
    return plain


def _to_plain(value: object) -> object:
    if isinstance(value, Place):
        return place_to_plain(value)
    return _CONVERTER.unstructure(value)


_CONVERTER: Final = cattrs.Converter()
_CONVERTER.register_unstructure_hook(dt.date, dt.date.isoformat)
