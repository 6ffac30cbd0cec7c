"""The dates: birth and expiry in both zones, issue printed, issue and expiry bound by the ten-year rule."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import attrs
from dateutil.relativedelta import relativedelta

from khmerid.card import Card
from khmerid.misreading.sights import Sight, cost_of, see, weighed
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.decoder import Besides, Candidate, decode_date, decode_expiry, nothing
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.resolve.verdict import Evidence, confirmed, conflicting, sources_of, values_of_clean, weigh
from khmerid.rules import (
    FIRST_ISSUE,
    LATEST_DATE,
    VALIDITY_YEARS,
    earliest_birth,
    expiries_of,
    issues_of,
    latest_birth,
)
from khmerid.text.cleaning import clean

_PRINTED: Final = "00.00.0000"
_ZONE: Final = "0000000"  # yymmdd and the check digit
_LATER: Final = 8.0  # the cost of an issue after the day of presentation: that day may be given wrongly
_MUCH_LATER: Final = relativedelta(years=15)  # how much later is looked at
# How long before the day of presentation a card that is still valid may have been issued.
_VALIDITY: Final = relativedelta(years=VALIDITY_YEARS)


def resolve_expiry(card: Card, *, latest_issue: dt.date, besides: Besides = nothing) -> Resolved[dt.date]:
    """Choose the day of expiry: printed, in the zone, and ten years less a day after the issue.

    ``besides`` is what the composite check digit makes each day cost, once the other values are sure.
    """
    printed, zone, issue = card.date_of_expiry, card.mrz.date_of_expiry, card.date_of_issue
    cards = card.sightings
    clean_values = values_of_clean(
        reading for one in cards for reading in (one.date_of_expiry, one.mrz.date_of_expiry)
    )
    by_rule = expiries_of(issue.value) if issue.value is not None and issue.is_well_formed else ()
    if printed.value is not None and zone.value is not None and zone.is_well_formed:
        if printed.value == zone.value and clean_values == (zone.value,):
            by = (Source.RULE,) if printed.value in by_rule else ()
            return confirmed(printed, Source.VIZ, Source.MRZ, *by)
        if printed.value != zone.value and printed.is_well_formed:
            return _settled_by_rule(printed, zone, by_rule)
    of_print = [_sight("khmer", _PRINTED, one.date_of_expiry.raw) for one in cards]
    of_zone = [_sight("mrz", _ZONE, one.mrz.date_of_expiry.raw) for one in cards]
    sights = weighed([*of_print, *of_zone])
    if not sights:
        return _absent(printed)
    of_issue = _sight("khmer", _PRINTED, issue.raw)
    latest = expiries_of(latest_issue)[0]
    bounds = expiries_of(FIRST_ISSUE)[0], min(latest + _MUCH_LATER, LATEST_DATE)
    candidates = decode_expiry(sights, of_issue, bounds, _dear_after(latest, besides))
    evidence = Evidence(
        printed=printed,
        zone=zone,
        clean=clean_values,
        check=card.mrz.date_of_expiry_check,
        sources=sources_of(any(of_print), any(of_zone), of_issue is not None),
        characters=sum(len(sight.text) for sight in sights),
    )
    against = _digit_is_against(candidates, card.mrz.date_of_expiry_check, zone)
    found = weigh(candidates, evidence, against=against)
    if by_rule and found.value not in by_rule:
        return attrs.evolve(found, sources=tuple(each for each in found.sources if each is not Source.RULE))
    return found


def resolve_birth(
    card: Card, expiry: Resolved[dt.date], *, latest_issue: dt.date, besides: Besides = nothing
) -> Resolved[dt.date]:
    """Choose the day of birth: printed, in the zone, at least fifteen years before the issue."""
    printed, zone = card.date_of_birth, card.mrz.date_of_birth
    cards = card.sightings
    clean_values = values_of_clean(
        reading for one in cards for reading in (one.date_of_birth, one.mrz.date_of_birth)
    )
    if printed.value is not None and zone.value is not None and zone.is_well_formed:
        if printed.value == zone.value and clean_values == (zone.value,):
            return confirmed(printed, Source.VIZ, Source.MRZ)
        if printed.value != zone.value and printed.is_well_formed:
            return conflicting(printed, zone)
    sooner, later = _VALIDITY, _MUCH_LATER
    if expiry.value is not None and expiry.assurance.is_sure:
        latest_issue, sooner, later = issues_of(expiry.value)[0], relativedelta(), relativedelta()
    of_print = [_sight("khmer", _PRINTED, one.date_of_birth.raw) for one in cards]
    of_zone = [_sight("mrz", _ZONE, one.mrz.date_of_birth.raw) for one in cards]
    sights = weighed([*of_print, *of_zone])
    if not sights:
        return _absent(printed)
    latest = latest_birth(latest_issue)
    bounds = earliest_birth(latest_issue) - sooner, latest + later
    candidates = decode_date(sights, bounds, _dear_after(latest, besides))
    evidence = Evidence(
        printed=printed,
        zone=zone,
        clean=clean_values,
        check=card.mrz.date_of_birth_check,
        sources=sources_of(any(of_print), any(of_zone)),
        characters=sum(len(sight.text) for sight in sights),
    )
    against = _digit_is_against(candidates, card.mrz.date_of_birth_check, zone)
    return weigh(candidates, evidence, against=against)


def _dear_after(latest: dt.date, besides: Besides) -> Besides:
    """Make a day that is later than it can be dear, and not impossible."""
    return lambda day: besides(day) + (_LATER if day > latest else 0.0)


def resolve_issue(card: Card, expiry: Resolved[dt.date]) -> Resolved[dt.date]:
    """Choose the day of issue: printed, and ten years and a day before a sure expiry."""
    printed = card.date_of_issue
    if expiry.value is None or not expiry.assurance.is_sure:
        assurance = Assurance.READ if printed.is_well_formed else Assurance.DOUBTFUL
        if printed.value is None:
            return _absent(printed)
        return Resolved(value=printed.value, assurance=assurance, sources=(Source.VIZ,), notes=printed.notes)
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
    sight = _sight("khmer", _PRINTED, printed.raw)
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


def _digit_is_against(
    candidates: Sequence[Candidate[dt.date]], check: Outcome, zone: Reading[dt.date]
) -> bool:
    """Tell whether the zone has a numeral for the check digit, and it is not that of the best day."""
    if not candidates or check is not Outcome.CONFLICTS:
        return False
    return (zone.raw or "")[-1:] != check_digit(f"{candidates[0].value:%y%m%d}")


def _sight(channel: str, template: str, raw: str | None) -> Sight | None:
    text, _ = clean(raw)
    return see(channel, template, text)


def _absent(printed: Reading[dt.date]) -> Resolved[dt.date]:
    return Resolved(value=None, assurance=Assurance.ABSENT, notes=printed.notes)
