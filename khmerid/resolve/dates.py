"""The dates: birth and expiry in both zones, issue printed, issue and expiry bound by the ten-year rule."""

import datetime as dt
from typing import Final

import attrs
from dateutil.relativedelta import relativedelta

from khmerid.card import Card
from khmerid.mrz.check_digit import check_digit
from khmerid.mrz.td1 import CheckOutcome
from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.resolve.decoder import Besides, decode_date, decode_expiry, nothing
from khmerid.resolve.misreading import Sight, cost_of, see
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.resolve.verdict import Evidence, confirmed, conflicting, weigh
from khmerid.rules import FIRST_ISSUE, earliest_birth, expiries_of, issues_of, latest_birth
from khmerid.text.cleaning import clean
from khmerid.zone import is_well_formed

_PRINTED: Final = "00.00.0000"
_LATEST: Final = dt.date(2099, 12, 31)  # an expiry is always in 20yy
_ZONE: Final = "0000000"  # yymmdd and the check digit
_LATER: Final = 8.0  # the cost of an issue after the day of presentation: that day may be given wrongly
_MUCH_LATER: Final = relativedelta(years=15)  # how much later is looked at
_RULE_BROKEN: Final = 9.0  # the cost of an issue that does not follow the rule; every card seen follows it


def resolve_expiry(card: Card, *, latest_issue: dt.date, besides: Besides = nothing) -> Resolved[dt.date]:
    """Choose the day of expiry: printed, in the zone, and ten years less a day after the issue.

    ``besides`` is what the composite check digit makes each day cost, once the other values are sure.
    """
    printed, zone, issue = card.date_of_expiry, card.zone.date_of_expiry, card.date_of_issue
    by_rule = expiries_of(issue.value) if issue.value is not None and is_well_formed(issue) else ()
    both = printed.value is not None and zone.value is not None and is_well_formed(zone)
    if both and printed.value == zone.value:
        by = (Source.RULE,) if printed.value in by_rule else ()
        return confirmed(printed, Source.VIZ, Source.MRZ, *by)
    if both and is_well_formed(printed):
        return _settled_by_rule(printed, zone, by_rule)
    issue_sight = _sight("khmer", _PRINTED, issue.raw)
    sights = _sight("khmer", _PRINTED, printed.raw), _sight("mrz", _ZONE, zone.raw)
    if not any(sights):
        return _absent(printed)
    latest = expiries_of(latest_issue)[0]
    bounds = expiries_of(FIRST_ISSUE)[0], min(latest + _MUCH_LATER, _LATEST)
    candidates = decode_expiry(sights, issue_sight, bounds, _dear_after(latest, besides))
    sources = tuple(source for source, sight in zip(Source, (*sights, issue_sight), strict=True) if sight)
    against = bool(candidates) and _digit_is_against(
        candidates[0].value, card.zone.date_of_expiry_check, zone
    )
    evidence = Evidence(printed, zone, card.zone.date_of_expiry_check, sources)
    return weigh(candidates, evidence, against=against)


def resolve_birth(
    card: Card, expiry: Resolved[dt.date], *, latest_issue: dt.date, besides: Besides = nothing
) -> Resolved[dt.date]:
    """Choose the day of birth: printed, in the zone, at least fifteen years before the issue."""
    printed, zone = card.date_of_birth, card.zone.date_of_birth
    if printed.value is not None and zone.value is not None and is_well_formed(zone):
        if printed.value == zone.value:
            return confirmed(printed, Source.VIZ, Source.MRZ)
        if is_well_formed(printed):
            return conflicting(printed, zone)
    later = _MUCH_LATER
    if expiry.value is not None and expiry.assurance.is_sure:
        latest_issue, later = issues_of(expiry.value)[0], relativedelta()
    sights = _sight("khmer", _PRINTED, printed.raw), _sight("mrz", _ZONE, zone.raw)
    if not any(sights):
        return _absent(printed)
    latest = latest_birth(latest_issue)
    bounds = earliest_birth(latest_issue), latest + later
    candidates = decode_date(sights, bounds, _dear_after(latest, besides))
    sources = tuple(source for source, sight in zip((Source.VIZ, Source.MRZ), sights, strict=True) if sight)
    against = bool(candidates) and _digit_is_against(candidates[0].value, card.zone.date_of_birth_check, zone)
    evidence = Evidence(printed, zone, card.zone.date_of_birth_check, sources)
    return weigh(candidates, evidence, against=against)


def _dear_after(latest: dt.date, besides: Besides) -> Besides:
    """Make a day that is later than it can be dear, and not impossible."""
    return lambda day: besides(day) + (_LATER if day > latest else 0.0)


def resolve_issue(card: Card, expiry: Resolved[dt.date]) -> Resolved[dt.date]:
    """Choose the day of issue: printed, and ten years and a day before a sure expiry."""
    printed = card.date_of_issue
    if expiry.value is None or not expiry.assurance.is_sure:
        assurance = Assurance.READ if is_well_formed(printed) else Assurance.DOUBTFUL
        if printed.value is None:
            return _absent(printed)
        return Resolved(value=printed.value, assurance=assurance, sources=(Source.VIZ,), notes=printed.notes)
    by_rule = issues_of(expiry.value)
    if printed.value in by_rule:
        return _protected_issue(printed.value, printed)
    if printed.value is not None and is_well_formed(printed):
        return Resolved(
            value=None,
            assurance=Assurance.CONFLICTING,
            sources=(Source.VIZ, Source.RULE),
            notes=(*printed.notes, Note(Code.RULE_CONFLICTS)),
            candidates=(printed.value, *by_rule),
        )
    sight = _sight("khmer", _PRINTED, printed.raw)
    if sight is not None and len(by_rule) == 1:
        candidates = decode_date((sight, None), (FIRST_ISSUE, expiry.value))
        cost = cost_of(sight, f"{by_rule[0]:%d%m%Y}")
        rivals = [candidate.cost for candidate in candidates if candidate.value != by_rule[0]]
        if min(rivals, default=cost) + _RULE_BROKEN - cost >= _RULE_BROKEN:
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


def _settled_by_rule(
    printed: Reading[dt.date], zone: Reading[dt.date], by_rule: tuple[dt.date, ...]
) -> Resolved[dt.date]:
    """Let the printed issue bear out the zone against the printed expiry; the check conflicts all the same.

    It does not bear out the print against the zone: both printed dates may hold the same misread numeral.
    """
    found = conflicting(printed, zone)
    if zone.value not in by_rule:
        return found
    return attrs.evolve(
        found, value=zone.value, assurance=Assurance.PROTECTED, sources=(Source.MRZ, Source.RULE)
    )


def _digit_is_against(day: dt.date, check: CheckOutcome, zone: Reading[dt.date]) -> bool:
    """Tell whether the zone has numerals and a numeral for their check digit, and it is not this day's."""
    return check is CheckOutcome.CONFLICTS and (zone.raw or "")[-1:] != check_digit(f"{day:%y%m%d}")


def _sight(channel: str, template: str, raw: str | None) -> Sight | None:
    text, _ = clean(raw)
    return see(channel, template, text)


def _absent(printed: Reading[dt.date]) -> Resolved[dt.date]:
    return Resolved(value=None, assurance=Assurance.ABSENT, notes=printed.notes)
