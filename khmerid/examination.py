"""The whole way: a response of any OCR in, a report out.

>>> import datetime as dt
>>> report = examine({"id_number": "010203040"}, today=dt.date(2020, 6, 1))
>>> str(report.decision), str(report.document_number.assurance)
('review', 'read')
"""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

import khmerid
from khmerid.adapters import adapt
from khmerid.card import Card, merge_cards, read_card
from khmerid.checks.crosscheck import compare_names_of_zones, cross_check
from khmerid.checks.name_line import compare_name_line
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.ledger.records import LedgerVersions
from khmerid.limits import LONGEST_MRZ_LINE, MOST_RESPONSES
from khmerid.misreading import Misreadings, Profile
from khmerid.misreading.profile import require_profile, tables_of
from khmerid.notes import Code, Finding, Note
from khmerid.outcome import Outcome
from khmerid.raw_card import RawCard, merge_images
from khmerid.report.decision import decide
from khmerid.report.plain import from_plain
from khmerid.report.policy import DEFAULT_POLICY, Policy, require_policy
from khmerid.report.report import FIELDS, Report
from khmerid.resolve.resolution import WeighedResolution, resolve
from khmerid.resolve.resolved import Resolved
from khmerid.rules import issued_by, require_day

# The printed fields, and the value that each of them is seen in first.
_FIELD_OF_READING: Final = {name: name for name in FIELDS if name in attrs.fields_dict(Card)} | {
    "name_latin": "surname"
}
_WHERE_PRINTED: Final = {name: f"viz.{name}" for name in _FIELD_OF_READING}


def examine(
    response: object,
    *,
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    profile: Profile | None = None,
    evidence: bool = False,
) -> Report:
    """Read, cross-check, resolve and decide one card as it was presented on the day ``today``.

    ``profile`` is that of the engine, where one was learned from stored responses; without it the engine is
    taken for one like those of our corpora. With ``evidence`` the report has a ledger, which quotes the card:
    how each value was made of each text. Raises `UnexpectedResponseError` for a response of no known shape,
    `ApiError` for an error that the service reported, and ``TypeError`` for a ``today`` that is no date, as a
    ``datetime`` is not, and for what is no policy or profile.
    """
    return _examine([adapt(response)], today=today, policy=policy, profile=profile, evidence=evidence)


def examine_all(
    responses: Sequence[object],
    *,
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    profile: Profile | None = None,
    evidence: bool = False,
) -> Report:
    """Examine several readings of one card as one: of several engines, or of several pictures.

    Every text is evidence for the same values. Two clean readings that differ are a conflict, whichever
    picture they are from, and an alarm about one picture is one about the card. In which order responses are
    given changes no value. Raises as `examine` does, and `ValueError` when there is no response, or more than
    `khmerid.limits.MOST_RESPONSES`.

    >>> import datetime as dt
    >>> readings = [{"id_number": "010203040"}, {"id_number": "010203046"}]
    >>> str(examine_all(readings, today=dt.date(2020, 6, 1)).document_number.assurance)
    'doubtful'
    """
    _require_several(responses)
    if not responses:
        message = "no response to examine"
        raise ValueError(message)
    if len(responses) > MOST_RESPONSES:
        message = f"{len(responses)} responses are more than {MOST_RESPONSES} of one card"
        raise ValueError(message)
    raws = [adapt(response) for response in responses]
    return _examine(raws, today=today, policy=policy, profile=profile, evidence=evidence)


def examine_many(
    rows: Iterable[object],
    *,
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    profile: Profile | None = None,
    evidence: bool = False,
) -> Iterator[Report | Exception]:
    """Yield, for each row and in order, its report, or the error for which there is none.

    A row is a response or, as for the command, ``{"response": ..., "today": "2019-05-04"}`` with any ``id``;
    its ``today``, text or a date, goes before the one given here. An error is an ``ApiError``, an
    ``UnexpectedResponseError``, also for a row's ``today`` that is no day, or a ``RuntimeError`` for a fault
    of ours. It stops nothing; what ``rows`` raises itself does. Raises ``TypeError`` at once for what is no
    day, no policy, no profile, or one response that is not in a list.

    >>> import datetime as dt
    >>> for found in examine_many([{"id_number": "010203040"}, {}], today=dt.date(2020, 6, 1)):
    ...     print(found.decision if isinstance(found, Report) else type(found).__name__)
    review
    UnexpectedResponseError
    """
    require_day(today)
    require_policy(policy)
    require_profile(profile)
    _require_several(rows)
    return (_report_or_error(row, today, policy, profile, evidence=evidence) for row in rows)


def open_row(row: object, today: dt.date) -> tuple[object, dt.date]:
    """Return the response in a row, and the day it was presented on, which is ``today`` where it has none.

    Raises ``UnexpectedResponseError`` where its own is no day.
    """
    if not isinstance(row, Mapping):
        return row, today
    day = row.get("today")
    response = row.get("response", row)
    if day is None or type(day) is dt.date:
        return response, day or today
    with contextlib.suppress(ValueError):
        return response, from_plain(day, dt.date)
    message = "the row's today is not a day such as 2019-05-04"
    raise UnexpectedResponseError(message)


def _require_several(responses: object) -> None:
    """Refuse one response where several belong: what it would be taken apart into is no response."""
    if isinstance(responses, str | bytes | bytearray | Mapping) or not isinstance(responses, Iterable):
        message = (
            f"several responses are given as a list or an iterator of them, not as {type(responses).__name__}"
        )
        raise TypeError(message)


def _report_or_error(
    row: object, today: dt.date, policy: Policy, profile: Profile | None, *, evidence: bool
) -> Report | Exception:
    try:
        response, day = open_row(row, today)
        return examine(response, today=day, policy=policy, profile=profile, evidence=evidence)
    except (ApiError, UnexpectedResponseError) as error:
        return error.with_traceback(None)  # its frames hold the card
    except Exception as error:  # noqa: BLE001 - one card must not stop those after it
        name = type(error).__name__
    # Made here and not in the handler, and only of the type: what was not foreseen may quote the card.
    return RuntimeError(f"khmerid failed ({name})")


def examine_card(  # noqa: PLR0913 - the card, and all that it is examined by
    raw: RawCard,
    *,
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    profile: Profile | None = None,
    misreadings: Misreadings | None = None,
    evidence: bool = False,
) -> Report:
    """Examine a card that an adapter has made, with what its engine misreads, as tables or as a profile.

    >>> import datetime as dt
    >>> raw = RawCard(document_number="010203040", sex="ស្រី")
    >>> str(examine_card(raw, today=dt.date(2020, 6, 1)).sex.value)
    'F'
    """
    return _examine(
        [raw], today=today, policy=policy, profile=profile, misreadings=misreadings, evidence=evidence
    )


def _examine(  # noqa: PLR0913 - the card, and all that it is examined by
    raws: Sequence[RawCard],
    *,
    today: dt.date,
    policy: Policy,
    profile: Profile | None = None,
    misreadings: Misreadings | None = None,
    evidence: bool = False,
) -> Report:
    require_day(today)
    require_policy(policy)
    require_profile(profile)
    misreadings = misreadings or tables_of(profile)
    latest_issue = issued_by(today)
    cards = [read_card(raw, latest_issue=latest_issue, misreadings=misreadings) for raw in raws]
    card = cards[0] if len(cards) == 1 else merge_cards(cards)
    names, resolution = resolve_card(
        card, latest_issue=latest_issue, misreadings=misreadings, risk=policy.risk
    )
    checks = cross_check(card, names)
    image = raws[0].image if len(raws) == 1 else merge_images([raw.image for raw in raws])
    findings = tuple(finding for raw in raws for finding in (*raw.findings, *_cut_lines(raw)))
    decision, reasons = decide(resolution, checks, (image, findings), today=today, policy=policy)
    fields = {name: getattr(resolution, name) for name in FIELDS}
    ledger = None
    if evidence:
        from khmerid.ledger.gathering import gather_ledger  # noqa: PLC0415 - only for who asks for it

        versions = LedgerVersions(
            khmerid=khmerid.__version__, policy=policy.used.digest, misreadings=misreadings.digest
        )
        pictures = tuple(zip(raws, cards, strict=True))
        ledger = gather_ledger(
            pictures, card, resolution, latest_issue=latest_issue, misreadings=misreadings, versions=versions
        )
    return Report(
        **fields,
        checks=checks,
        findings=(*findings, *_findings(card, fields)),
        image=image,
        decision=decision,
        reasons=reasons,
        policy=None if policy is DEFAULT_POLICY or policy == DEFAULT_POLICY else policy.used,
        profile=None if profile is None else profile.used,
        ledger=ledger,
    )


def _cut_lines(raw: RawCard) -> Iterator[Finding]:
    """Name it where a line of the MRZ is too long to be looked at as a whole."""
    if max(map(len, raw.mrz), default=0) > LONGEST_MRZ_LINE:
        yield Finding("mrz", Note(Code.MRZ_LINE_CUT))


def resolve_card(
    card: Card, *, latest_issue: dt.date, misreadings: Misreadings, risk: float
) -> tuple[Outcome, WeighedResolution]:
    """Return what the check of the names says, and each value with how sure it is."""
    name_line = compare_name_line(card.name_latin.value or "", card.mrz.name_line, misreadings)
    names = compare_names_of_zones(card, name_line)
    resolution = resolve(
        card, name_line, names, latest_issue=latest_issue, misreadings=misreadings, risk=risk
    )
    return names, resolution


def _findings(card: Card, fields: dict[str, Resolved[object]]) -> list[Finding]:
    """Name everything that was noted of a value, and of what either side has of it besides."""
    found = [Finding(name, note) for name, resolved in fields.items() for note in resolved.notes]
    for name, field in _FIELD_OF_READING.items():
        # Where the value is not the printed one, what was noted of the print is not among its notes.
        noted, known = getattr(card, name).notes, fields[field].notes
        if noted is not known:  # of most fields both are the same
            found += [Finding(_WHERE_PRINTED[name], note) for note in noted if note not in known]
    mrz = card.mrz
    elements = (
        ("mrz.document_number", mrz.document_number.notes),
        ("mrz.date_of_birth", mrz.date_of_birth.notes),
        ("mrz.sex", mrz.sex.notes),
        ("mrz.date_of_expiry", mrz.date_of_expiry.notes),
    )
    return found + [Finding(where, note) for where, notes in elements for note in notes]
