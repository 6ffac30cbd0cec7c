"""The dates: birth and expiry on both sides, issue printed, issue and expiry bound by the ten-year rule."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import attrs
from dateutil.relativedelta import relativedelta

from khmerid.card import Card
from khmerid.misreading import Channel, Misreadings
from khmerid.misreading.sights import Sight, cost_of, see
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.decoder import Candidate, CostOfDay, costs_nothing, decode_date, decode_expiry
from khmerid.resolve.evidence import FieldEvidence, absent, as_printed, gather
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.resolve.verdict import weigh
from khmerid.rules import (
    FIRST_ISSUE,
    LATEST_DATE,
    VALIDITY_YEARS,
    earliest_birth,
    expiries_of,
    issues_of,
    latest_birth,
)

_PRINTED: Final = "00.00.0000"
_MRZ: Final = "0000000"  # yymmdd and the check digit
#: The cost of an issue after the day of presentation: that day may be given wrongly, and must not make
#: another day look certain. More than `khmerid.resolve.verdict.SURE_MARGIN`, and it would.
_LATER: Final = 8.0
#: How much later is looked at.
_MUCH_LATER: Final = relativedelta(years=15)
# How long before the day of presentation a card that is still valid may have been issued.
_VALIDITY: Final = relativedelta(years=VALIDITY_YEARS)


def gather_date(card: Card, field: str, check: Outcome, misreadings: Misreadings) -> FieldEvidence[dt.date]:
    """Return what a card says of its birth or expiry, the texts only where the readings settle nothing."""
    evidence: FieldEvidence[dt.date] = gather(card, field, check, by_doubtful_print=True)
    if evidence.settled is not None:
        return evidence
    printed = [getattr(one, field) for one in card.sightings]
    of_mrz = [getattr(one.mrz, field) for one in card.sightings]
    return evidence.with_sights(
        [_sight(misreadings.printed_khmer, _PRINTED, reading) for reading in printed],
        [_sight(misreadings.mrz, _MRZ, reading) for reading in of_mrz],
        by_rule=field == "date_of_expiry" and see_issue(card, misreadings) is not None,
    )


def see_issue(card: Card, misreadings: Misreadings) -> Sight | None:
    """Return the text of the printed issue, which tells of the expiry too."""
    return _sight(misreadings.printed_khmer, _PRINTED, card.date_of_issue)


def resolve_expiry(
    evidence: FieldEvidence[dt.date],
    issue: Reading[dt.date],
    of_issue: Sight | None,
    *,
    latest_issue: dt.date,
    composite: CostOfDay = costs_nothing,
) -> Resolved[dt.date]:
    """Choose the day of expiry: printed, in the MRZ, and ten years less a day after the issue.

    ``composite`` is what the composite check digit makes each day cost, once the other values are sure.
    """
    by_rule = expiries_of(issue.value) if issue.value is not None and issue.is_well_formed else ()
    if evidence.settled is not None:
        return _with_rule(evidence.settled, evidence.mrz, by_rule)
    if not evidence.sights:
        return absent(evidence.printed)
    latest = expiries_of(latest_issue)[0]
    bounds = expiries_of(FIRST_ISSUE)[0], min(latest + _MUCH_LATER, LATEST_DATE)
    candidates = decode_expiry(evidence.sights, of_issue, bounds, _with_later_days(latest, composite))
    found = weigh(candidates, evidence, against=_digit_is_against(candidates, evidence))
    if by_rule and found.value not in by_rule:
        return attrs.evolve(found, sources=tuple(each for each in found.sources if each is not Source.RULE))
    return found


def resolve_birth(
    evidence: FieldEvidence[dt.date],
    expiry: Resolved[dt.date],
    *,
    latest_issue: dt.date,
    composite: CostOfDay = costs_nothing,
) -> Resolved[dt.date]:
    """Choose the day of birth: printed, in the MRZ, at least fifteen years before the issue."""
    if evidence.settled is not None:
        return evidence.settled
    if not evidence.sights:
        return absent(evidence.printed)
    sooner, later = _VALIDITY, _MUCH_LATER
    if expiry.value is not None and expiry.assurance.is_sure:
        latest_issue, sooner, later = issues_of(expiry.value)[0], relativedelta(), relativedelta()
    latest = latest_birth(latest_issue)
    bounds = earliest_birth(latest_issue) - sooner, latest + later
    candidates = decode_date(evidence.sights, bounds, _with_later_days(latest, composite))
    return weigh(candidates, evidence, against=_digit_is_against(candidates, evidence))


def resolve_issue(card: Card, expiry: Resolved[dt.date], misreadings: Misreadings) -> Resolved[dt.date]:
    """Choose the day of issue: printed, and ten years and a day before a sure expiry."""
    printed = card.date_of_issue
    if expiry.value is None or not expiry.assurance.is_sure:
        return as_printed(printed)
    by_rule = issues_of(expiry.value)
    if printed.value in by_rule:
        return _protected_issue(printed.value, printed)
    if printed.value is not None and printed.is_well_formed:
        return Resolved(
            value=None,
            assurance=Assurance.CONFLICTING,
            sources=(Source.VIZ, Source.RULE),
            notes=(*printed.notes, Note(Code.RULE_CONFLICTS)),
            candidates=(printed.value, *by_rule),
        )
    sight = see_issue(card, misreadings)
    if sight is not None and len(by_rule) == 1:
        # Sure where the text itself was likeliest misread from the day that the rule gives.
        candidates = decode_date([sight], (FIRST_ISSUE, expiry.value))
        if candidates and cost_of(sight, f"{by_rule[0]:%d%m%Y}") <= candidates[0].cost:
            return _protected_issue(by_rule[0], printed)
    return Resolved(
        value=by_rule[0],
        assurance=Assurance.DOUBTFUL,
        sources=(Source.RULE,),
        notes=(Note(Code.INFERRED_BY_RULE),),
        candidates=by_rule,
    )


def _protected_issue(value: dt.date, printed: Reading[dt.date]) -> Resolved[dt.date]:
    notes = printed.notes if printed.value == value else (Note(Code.RECOVERED),)
    return Resolved(
        value=value, assurance=Assurance.PROTECTED, sources=(Source.VIZ, Source.RULE), notes=notes
    )


def _with_rule(
    settled: Resolved[dt.date], mrz: Reading[dt.date], by_rule: tuple[dt.date, ...]
) -> Resolved[dt.date]:
    """Let the printed issue bear out an expiry, or the MRZ against the printed expiry; that check conflicts.

    It does not bear out the print against the MRZ: both printed dates may hold the same misread numeral.
    """
    if mrz.value not in by_rule:
        return settled
    if settled.value is not None:
        return attrs.evolve(settled, sources=(*settled.sources, Source.RULE))
    return attrs.evolve(
        settled, value=mrz.value, assurance=Assurance.PROTECTED, sources=(Source.MRZ, Source.RULE)
    )


def _with_later_days(latest: dt.date, composite: CostOfDay) -> CostOfDay:
    """Return what a day costs besides its texts: one later than it can be is unlikely, not impossible."""
    return lambda day: composite(day) + (_LATER if day > latest else 0.0)


def _digit_is_against(candidates: Sequence[Candidate[dt.date]], evidence: FieldEvidence[dt.date]) -> bool:
    """Return whether the MRZ has a numeral for the check digit, and it is not that of the best day."""
    if not candidates or evidence.check is not Outcome.CONFLICTS:
        return False
    return (evidence.mrz.raw or "")[-1:] != check_digit(f"{candidates[0].value:%y%m%d}")


def _sight(channel: Channel, template: str, reading: Reading[dt.date]) -> Sight | None:
    return see(channel, template, reading.cleaned)
