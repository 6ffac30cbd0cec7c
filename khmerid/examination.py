"""The whole way: a response of any OCR in, a report out.

>>> import datetime as dt
>>> report = examine({"id_number": "010203040"}, today=dt.date(2020, 6, 1))
>>> str(report.decision), str(report.document_number.assurance)
('review', 'read')
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.adapters import adapt
from khmerid.card import Card, merge_cards, read_card
from khmerid.checks.crosscheck import cross_check
from khmerid.checks.name_line import compare_name_line
from khmerid.misreading import SHIPPED, Misreadings
from khmerid.notes import Finding, Note
from khmerid.raw_card import RawCard, merge_images
from khmerid.report.decision import decide
from khmerid.report.policy import DEFAULT_POLICY, Policy, require_policy
from khmerid.report.report import FIELDS, Report
from khmerid.resolve.resolution import resolve
from khmerid.resolve.resolved import Resolved
from khmerid.rules import issued_by, require_day

# The printed fields, and the value that each of them is seen in first.
_FIELD_OF_READING: Final = {name: name for name in FIELDS if name in attrs.fields_dict(Card)} | {
    "name_latin": "surname"
}
_WHERE_PRINTED: Final = {name: f"viz.{name}" for name in _FIELD_OF_READING}


def examine(response: object, *, today: dt.date, policy: Policy = DEFAULT_POLICY) -> Report:
    """Read, cross-check, resolve and decide one card as it was presented on the day ``today``.

    Raises `UnexpectedResponseError` for a response of no known shape, and `ApiError` for an error that the
    service reported.
    """
    return examine_card(adapt(response), today=today, policy=policy)


def examine_all(responses: Sequence[object], *, today: dt.date, policy: Policy = DEFAULT_POLICY) -> Report:
    """Examine several readings of one card as one: of several engines, or of several pictures.

    Every text is evidence for the same values. Two clean readings that differ are a conflict, whichever
    picture they are from, and an alarm about one picture is one about the card. Raises as `examine` does,
    and `ValueError` when there is no response.

    >>> import datetime as dt
    >>> readings = [{"id_number": "010203040"}, {"id_number": "010203046"}]
    >>> str(examine_all(readings, today=dt.date(2020, 6, 1)).document_number.assurance)
    'doubtful'
    """
    if not responses:
        message = "no response to examine"
        raise ValueError(message)
    return _examine([adapt(response) for response in responses], today=today, policy=policy)


def examine_card(
    raw: RawCard,
    *,
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    misreadings: Misreadings = SHIPPED,
) -> Report:
    """Examine a card that an adapter has made, with what its engine misreads."""
    return _examine([raw], today=today, policy=policy, misreadings=misreadings)


def _examine(
    raws: Sequence[RawCard], *, today: dt.date, policy: Policy, misreadings: Misreadings = SHIPPED
) -> Report:
    require_day(today)
    require_policy(policy)
    latest_issue = issued_by(today)
    cards = [read_card(raw, latest_issue=latest_issue, misreadings=misreadings) for raw in raws]
    card = cards[0] if len(cards) == 1 else merge_cards(cards)
    name_line = compare_name_line(card.name_latin.value or "", card.mrz.name_line, misreadings)
    checks = cross_check(card, name_line)
    resolution = resolve(card, name_line, latest_issue=latest_issue, misreadings=misreadings)
    image = raws[0].image if len(raws) == 1 else merge_images([raw.image for raw in raws])
    findings = tuple(finding for raw in raws for finding in raw.findings)
    decision, reasons = decide(resolution, checks, (image, findings), today=today, policy=policy)
    fields = {name: getattr(resolution, name) for name in FIELDS}
    return Report(
        **fields,
        checks=checks,
        findings=(*findings, *_findings(card, fields)),
        image=image,
        decision=decision,
        reasons=reasons,
        policy=None if policy == DEFAULT_POLICY else policy.used,
    )


def _findings(card: Card, fields: dict[str, Resolved[object]]) -> list[Finding]:
    """Name everything that was noted of a value, and of what either side has of it besides."""
    mrz = card.mrz
    elements = {
        "mrz.document_number": mrz.document_number.notes,
        "mrz.date_of_birth": mrz.date_of_birth.notes,
        "mrz.sex": mrz.sex.notes,
        "mrz.date_of_expiry": mrz.date_of_expiry.notes,
    }
    # Where the value is not the printed one, what was noted of the print is not among its notes.
    printed = {
        _WHERE_PRINTED[name]: _not_among(getattr(card, name).notes, fields[field].notes)
        for name, field in _FIELD_OF_READING.items()
    }
    noted = {name: resolved.notes for name, resolved in fields.items()} | printed | elements
    return [Finding(where, note) for where, notes in noted.items() for note in notes]


def _not_among(notes: tuple[Note, ...], known: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return the notes that are not among those known already; of most fields both are the same."""
    return () if notes is known else tuple(note for note in notes if note not in known)
