"""The critical fields, which stand in print and in the MRZ: number, birth, expiry and sex; and the issue.

Number, birth and expiry are weighed together. Each is gathered into one `FieldEvidence`; what the readings
suggest says how noisily the card was read (`khmerid.resolve.card_noise`); with that noise every value is
weighed against all others (`khmerid.resolve.posterior`), under its own check digit, the calendar, the rules
of the card and the composite check digit, which binds the three. What differs between the fields is the
template of their texts, and which rule speaks of them: a card expires ten years less a day after its issue,
and its holder was fifteen then.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar

import attrs
from dateutil.relativedelta import relativedelta

from khmerid.card import Card
from khmerid.card_mrz import composite_sum, in_mrz, with_check_digit
from khmerid.fields.sex import Sex
from khmerid.misreading import Channel, Misreadings
from khmerid.misreading.noise import likelihoods
from khmerid.misreading.sights import Between, Sight, laid_along, see
from khmerid.mrz.check_digit import share_of_sum
from khmerid.mrz.formats import TD1
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.card_noise import CardNoise, Witness, card_noise
from khmerid.resolve.day_sums import RISK_OF_RULE
from khmerid.resolve.decoder import Candidate, decode_date, decode_number
from khmerid.resolve.evidence import FieldEvidence, gather, in_print, in_sight
from khmerid.resolve.posterior import (
    NO_FACTORS,
    AgreementRisk,
    Composite,
    Factors,
    Posterior,
    Weighed,
    risk_of_agreement,
    risk_of_rule,
    shares_of,
    weigh_date,
    weigh_number,
)
from khmerid.resolve.resolved import Assurance, Resolved, Source, as_read, conflicting
from khmerid.resolve.sex import resolve_sex
from khmerid.resolve.side_texts import are_alone, witness
from khmerid.resolve.verdict import choose
from khmerid.rules import (
    FIRST_ISSUE,
    LATEST_DATE,
    VALIDITY_YEARS,
    earliest_birth,
    expiries_of,
    issues_of,
    latest_birth,
)

T = TypeVar("T")
Bounds = tuple[dt.date, dt.date]

# Templates of the texts: a zero for each numeral, in the MRZ the check digit too.
_PRINTED_NUMBER: Final = "0" * 9
_MRZ_NUMBER: Final = "0" * 10
PRINTED_DATE: Final = "00.00.0000"
_PLACES_OF_SEPARATORS: Final = tuple(at for at, one in enumerate(PRINTED_DATE) if one != "0")
_MRZ_DATE: Final = "0" * 7
#: The suffix of the printed number, which is none of its numerals; behind a blank, its first bracket may be
#: misread.
BEHIND_NUMBER = re.compile(r" ?[(\[{][^()\[\]{}]{0,4}[)\]}]?$| [^ ()\[\]{}]{1,4}[)\]}]$")
# Numerals of each value, printed and in the MRZ with its check digit.
_LENGTHS: Final = {"document_number": (9, 10), "date_of_birth": (8, 7), "date_of_expiry": (8, 7)}
#: Values that the texts are laid along besides. More cost time and change nothing seen.
_MOST_LAID: Final = 2
#: How likely an issue after the day of presentation is: that day may be given wrongly, and must not make
#: another day look certain. It has to be more than any risk that is allowed (`Policy.risk`); higher, and a
#: wrong day of presentation loses fewer cards, and a right one tells less.
_LATER: Final = 3e-4
#: How much later is looked at: more than a card is valid, so that no date of a card in use is left out.
_MUCH_LATER: Final = relativedelta(years=15)
# How long before the day of presentation a card that is still valid may have been issued.
_VALIDITY: Final = relativedelta(years=VALIDITY_YEARS)


@attrs.frozen(kw_only=True, repr=False)
class Critical:
    """The fields that are weighed together, and how noisily the card was read."""

    document_number: Resolved[str]
    date_of_birth: Resolved[dt.date]
    sex: Resolved[Sex]
    date_of_issue: Resolved[dt.date]
    date_of_expiry: Resolved[dt.date]
    noise: CardNoise


@attrs.frozen(kw_only=True, repr=False)
class _Field(Generic[T]):
    """One of the three values that the composite digit binds: its evidence, and what it may be.

    ``weigh`` returns how likely its texts are at some noise, given each value; there is none where both sides
    agree, and where no text tells of a value. ``later_than`` is the day after which a date is unlikely.
    """

    name: str
    evidence: FieldEvidence[T]
    candidates: Sequence[Candidate[T]] = ()
    weigh: Callable[[CardNoise], Weighed[T]] | None = None
    later_than: dt.date | None = None

    @property
    def guess(self) -> T | None:
        """The value that its texts suggest, before the noise of the card is known."""
        if self.evidence.agreed is not None:
            return self.evidence.agreed
        return self.candidates[0].value if self.candidates else None

    def share_of(self, value: T) -> int:
        """Return what a value, with its check digit, adds to the sum of the composite digit."""
        return share_of_sum(with_check_digit(value), TD1.before[self.name])

    def posterior(self, weighed: Weighed[T], composite: Factors) -> Posterior[T]:
        """Return how likely each value is, given what the composite digit says of each share of its sum."""

        def besides(value: T) -> float:
            is_later = self.later_than is not None and value > self.later_than  # type: ignore[operator]
            of_composite = 1.0 if composite is NO_FACTORS else composite[self.share_of(value)]
            return of_composite * (_LATER if is_later else 1.0)

        if self.later_than is None:  # a number's share is that of its check digit, which stands in it again
            return weighed.posterior(besides, [composite[8 * digit % 10] for digit in range(10)])
        return weighed.posterior(besides, [max(composite)] * 10)


def resolve_critical(card: Card, *, latest_issue: dt.date, misreadings: Misreadings, risk: float) -> Critical:
    """Choose number, birth, expiry, issue and sex from all the evidence, each with its risk of being wrong.

    ``risk`` is the most that a value called sure may have.
    """
    number = _number_field(card, misreadings)
    expiry = _expiry_field(card, latest_issue, misreadings)
    birth = _birth_field(card, expiry.evidence.agreed, latest_issue, misreadings)
    fields: tuple[_Field[Any], ...] = (number, birth, expiry)
    noise = card_noise(_witnesses(card, fields, misreadings), misreadings.conditions)
    posteriors = _weigh_together(card, fields, noise, misreadings)
    composite = _composite_of_guesses(card, posteriors)
    of_number, of_birth, of_expiry = (
        _chosen(field, posterior, composite, risk)
        for field, posterior in zip(fields, posteriors, strict=True)
    )
    if not any(field.evidence.agreed is not None for field in fields):
        of_number, of_birth, of_expiry = map(_alone, (of_number, of_birth, of_expiry))
    of_number = _with_head(of_number, card)
    of_expiry = _with_rule(of_expiry, expiry.evidence, card.date_of_issue, posteriors[2], risk)
    if composite is Outcome.CONFLICTS:
        of_number, of_birth, of_expiry = map(_doubted, (of_number, of_birth, of_expiry))
    return Critical(
        document_number=of_number,
        date_of_birth=of_birth,
        sex=resolve_sex(card, noise, misreadings, risk),
        date_of_issue=resolve_issue(card.date_of_issue, of_expiry, noise, misreadings, risk),
        date_of_expiry=of_expiry,
        noise=noise,
    )


# What each field may be


def _number_field(card: Card, misreadings: Misreadings) -> _Field[str]:
    sees = _see_printed_number, _see_mrz_number
    evidence: FieldEvidence[str] = gather(card, "document_number", misreadings, sees)
    if not evidence.sights:
        return _Field(name="document_number", evidence=evidence)
    candidates = decode_number(evidence.sights)
    values = [candidate.value for candidate in candidates]
    evidence = _laid_along(evidence, candidates)

    def weigh(noise: CardNoise) -> Weighed[str]:
        return weigh_number(values, evidence.sights, noise)

    return _Field(name="document_number", evidence=evidence, candidates=candidates, weigh=weigh)


def _see_printed_number(reading: Reading[str], misreadings: Misreadings) -> Sight | None:
    return see(misreadings.printed_latin, _PRINTED_NUMBER, BEHIND_NUMBER.sub("", reading.cleaned))


def _see_mrz_number(reading: Reading[str], misreadings: Misreadings, head: str) -> Sight | None:
    return see(misreadings.mrz, _MRZ_NUMBER, reading.cleaned, open_start=not head)


def _expiry_field(card: Card, latest_issue: dt.date, misreadings: Misreadings) -> _Field[dt.date]:
    evidence = _gather_date(card, "date_of_expiry", misreadings)
    if not evidence.sights:
        return _Field(name="date_of_expiry", evidence=evidence)
    latest = expiries_of(latest_issue)[0]
    bounds = expiries_of(FIRST_ISSUE)[0], min(latest + _MUCH_LATER, LATEST_DATE)
    return _date_field("date_of_expiry", evidence, bounds, latest)


def _birth_field(
    card: Card, expiry: dt.date | None, latest_issue: dt.date, misreadings: Misreadings
) -> _Field[dt.date]:
    evidence = _gather_date(card, "date_of_birth", misreadings)
    if not evidence.sights:
        return _Field(name="date_of_birth", evidence=evidence)
    issue, sooner, later = latest_issue, _VALIDITY, _MUCH_LATER
    if expiry is not None:
        issue, sooner, later = issues_of(expiry)[0], relativedelta(), relativedelta()
    latest = latest_birth(issue)
    return _date_field("date_of_birth", evidence, (earliest_birth(issue) - sooner, latest + later), latest)


def _gather_date(card: Card, field: str, misreadings: Misreadings) -> FieldEvidence[dt.date]:
    """Return what a card says of its birth or expiry; of the expiry, the printed issue tells too."""
    sees = _see_printed_date, _see_mrz_date
    evidence: FieldEvidence[dt.date] = gather(card, field, misreadings, sees, print_may_be_doubtful=True)
    if field != "date_of_expiry" or evidence.agreed is not None:
        return evidence
    issue = _see_printed_date(card.date_of_issue, misreadings)
    sources = evidence.sources if issue is None else (*evidence.sources, Source.RULE)
    return attrs.evolve(evidence, issue=issue, sources=sources)


def _see_printed_date(reading: Reading[dt.date], misreadings: Misreadings) -> Sight | None:
    return see(misreadings.printed_khmer, PRINTED_DATE, reading.cleaned)


def _see_mrz_date(reading: Reading[dt.date], misreadings: Misreadings, _head: str) -> Sight | None:
    return see(misreadings.mrz, _MRZ_DATE, reading.cleaned)


def _date_field(
    name: str, evidence: FieldEvidence[dt.date], bounds: Bounds, latest: dt.date
) -> _Field[dt.date]:
    """Return a date; a day after the latest that it can be is unlikely, not impossible."""
    cost_of_later = -math.log(_LATER)
    candidates = decode_date(
        evidence.sights, bounds, lambda day: cost_of_later if day > latest else 0.0, issue=evidence.issue
    )
    values = [candidate.value for candidate in candidates]
    evidence = _laid_along(evidence, candidates)

    def weigh(noise: CardNoise) -> Weighed[dt.date]:
        return weigh_date(values, evidence.sights, noise, name, bounds, issue=evidence.issue)

    return _Field(name=name, evidence=evidence, candidates=candidates, weigh=weigh, later_than=latest)


def _laid_along(evidence: FieldEvidence[T], candidates: Sequence[Candidate[T]]) -> FieldEvidence[T]:
    """Return the evidence with the ways in which its texts were read if the likeliest values are right."""
    values = [candidate.value for candidate in candidates[:_MOST_LAID]]
    sights = [laid_along(sight, [in_sight(value, sight) for value in values]) for sight in evidence.sights]
    return attrs.evolve(evidence, sights=tuple(sights))


# How noisily the card was read


def _witnesses(card: Card, fields: Sequence[_Field[Any]], misreadings: Misreadings) -> tuple[Witness, ...]:
    """Return how each text was read, given the values that the texts suggest."""
    found: list[Witness] = []
    for field in fields:
        if field.evidence.agreed is not None:
            between = () if field.name == "document_number" else _separators(field.evidence.printed)
            found += witnesses_of_agreed(field.name, between, misreadings)
        elif field.guess is not None:
            is_alone = are_alone(field.evidence.sights, field.evidence.issue)
            found += [
                witness(field.name, sight, in_sight(field.guess, sight), is_alone=is_alone)
                for sight in field.evidence.sights
                if sight.weight == 1.0
            ]
    expiry = fields[2].guess
    if expiry is not None:
        found += _witness_of_issue(card.date_of_issue, issues_of(expiry), misreadings)
    return tuple(found)


def witnesses_of_agreed(field: str, between: Between, misreadings: Misreadings) -> list[Witness]:
    """Return how the texts of a value were read on which print and MRZ agree."""
    of_print, of_mrz = _LENGTHS[field]
    return [
        Witness(field, _printed_channel(field, misreadings), of_print, between=between),
        Witness(field, misreadings.mrz, of_mrz),
    ]


def _witness_of_issue(
    printed: Reading[dt.date], by_rule: Sequence[dt.date], misreadings: Misreadings
) -> list[Witness]:
    """Return how the printed issue was read, if it is the day that the rule gives."""
    if printed.well_formed in by_rule:
        return [witness_of_day_of_rule(_separators(printed), misreadings)]
    sight = _see_printed_date(printed, misreadings)
    value = printed.value if printed.value in by_rule else by_rule[0]
    return [] if sight is None else [witness("date_of_issue", sight, in_print(value))]


def witness_of_day_of_rule(between: Between, misreadings: Misreadings) -> Witness:
    """Return how a printed issue was read that is the day which the rule gives."""
    numerals, _ = _LENGTHS["date_of_expiry"]
    return Witness("date_of_issue", misreadings.printed_khmer, numerals, between=between)


def _separators(printed: Reading[dt.date]) -> Between:
    """Return the separators of a printed date, each with what it was read as, where each has its place."""
    text = printed.cleaned
    if len(text) != len(PRINTED_DATE):
        return ()
    return tuple((".", text[at]) for at in _PLACES_OF_SEPARATORS)


# All together


def _weigh_together(
    card: Card, fields: Sequence[_Field[Any]], noise: CardNoise, misreadings: Misreadings
) -> list[Posterior[Any]]:
    """Return how likely each value of each field is, under the composite digit where it can be read."""
    weighed = [
        field.weigh(noise) if field.weigh is not None and field.candidates else None for field in fields
    ]
    posteriors = [
        _of_agreed(field, noise, misreadings) if one is None else field.posterior(one, NO_FACTORS)
        for field, one in zip(fields, weighed, strict=True)
    ]
    digit = card.mrz.composite_digit
    if not digit or not any(weighed):
        return posteriors
    read = Composite(likelihoods(misreadings.mrz, digit, noise.rates(misreadings.mrz, ("composite",))))
    shares = [
        shares_of(posterior, field.share_of) for field, posterior in zip(fields, posteriors, strict=True)
    ]
    for at, (field, one) in enumerate(zip(fields, weighed, strict=True)):
        if one is not None:
            others = (share for place, share in enumerate(shares) if place != at)
            posteriors[at] = field.posterior(one, read.beside(*others))
    return posteriors


def _of_agreed(field: _Field[Any], noise: CardNoise, misreadings: Misreadings) -> Posterior[Any]:
    """Return how likely the value is that both sides have; nothing where no text tells of any."""
    agreed = field.evidence.agreed
    if agreed is None:
        return Posterior((), 1.0)
    risk = risk_of_agreed(field.name, agreed, noise, misreadings)
    return Posterior(((agreed, 1.0 - risk),), risk)


def risk_of_agreed(field: str, value: object, noise: CardNoise, misreadings: Misreadings) -> float:
    """Return the risk that a value is wrong on which print and MRZ agree, with its check digit."""
    return risk_of_field(field, noise, misreadings).of(in_mrz(value))


def risk_of_field(field: str, noise: CardNoise, misreadings: Misreadings) -> AgreementRisk:
    """Return the risk of each value of a field on which print and MRZ agree, with its check digit."""
    numerals = _LENGTHS[field][1] - 1
    return risk_of_agreement(noise, _printed_channel(field, misreadings), misreadings.mrz, field, numerals)


def _printed_channel(field: str, misreadings: Misreadings) -> Channel:
    return misreadings.printed_latin if field == "document_number" else misreadings.printed_khmer


def _composite_of_guesses(card: Card, posteriors: Sequence[Posterior[Any]]) -> Outcome:
    """Return whether the composite digit, if it is a numeral, is that of the three likeliest values."""
    digit = card.mrz.composite_digit
    if not digit or not all(posterior.ranked for posterior in posteriors):
        return Outcome.UNDECIDED
    values = [with_check_digit(posterior.ranked[0][0]) for posterior in posteriors]
    return Outcome.AGREES if composite_sum(*values) == int(digit) else Outcome.CONFLICTS


def _chosen(field: _Field[Any], posterior: Posterior[Any], composite: Outcome, risk: float) -> Resolved[Any]:
    printed, mrz = field.evidence.printed.well_formed, field.evidence.mrz.value
    differs = printed is not None and mrz is not None and printed != mrz
    if differs and composite is Outcome.AGREES and posterior.best == printed:
        # Print, the value's digit and the composite digit are of one mind, if that can tell the two apart.
        differs = field.share_of(printed) == field.share_of(mrz)
    return choose(field.evidence, posterior, field.candidates, differs=differs, risk=risk)


def _doubted(resolved: Resolved[T]) -> Resolved[T]:
    if not resolved.assurance.is_sure:
        return resolved
    notes = (*resolved.notes, Note(Code.COMPOSITE_AGAINST))
    return attrs.evolve(resolved, assurance=Assurance.DOUBTFUL, notes=notes)


# What is said of one field besides


def _alone(resolved: Resolved[T]) -> Resolved[T]:
    """Return a value that one side alone has as read, where that side is borne out in nothing else."""
    if not resolved.assurance.is_sure or {Source.VIZ, Source.MRZ} <= set(resolved.sources):
        return resolved
    return attrs.evolve(resolved, assurance=Assurance.READ)


def _with_head(number: Resolved[str], card: Card) -> Resolved[str]:
    """Doubt a number from the MRZ alone where the head of its line is lost: it may begin elsewhere."""
    if number.value is not None and Source.VIZ not in number.sources and not card.mrz.head:
        notes = (*number.notes, Note(Code.HEAD_LOST))
        return attrs.evolve(number, assurance=Assurance.DOUBTFUL, notes=notes)
    return number


def _with_rule(
    expiry: Resolved[dt.date],
    evidence: FieldEvidence[dt.date],
    issue: Reading[dt.date],
    posterior: Posterior[dt.date],
    risk: float,
) -> Resolved[dt.date]:
    """Let the printed issue bear out an expiry, or the MRZ against the printed expiry; that check conflicts.

    It does not bear out the print against the MRZ: both printed dates may hold the same misread numeral. An
    expiry that was only read, or that differs from what it gives in more than one numeral, is doubtful.
    """
    printed = issue.well_formed
    by_rule = expiries_of(printed) if printed else ()
    mrz = evidence.mrz.value
    if expiry.assurance is Assurance.CONFLICTING:
        if mrz is None or mrz not in by_rule or posterior.best != mrz or posterior.risk > risk:
            return expiry
        return attrs.evolve(
            expiry,
            value=mrz,
            assurance=Assurance.PROTECTED,
            sources=(*expiry.sources, Source.RULE),
            risk=posterior.risk,
        )
    if expiry.value in by_rule:
        return attrs.evolve(expiry, sources=tuple(dict.fromkeys((*expiry.sources, Source.RULE))))
    if by_rule:
        is_far = printed and expiry.value and _is_far_from(printed, expiry.value)
        is_doubted = expiry.assurance is Assurance.READ or (
            expiry.assurance is Assurance.PROTECTED and is_far
        )
        found = Assurance.DOUBTFUL if is_doubted else expiry.assurance
        sources = tuple(each for each in expiry.sources if each is not Source.RULE)
        return attrs.evolve(expiry, assurance=found, sources=sources)
    return expiry


def _is_far_from(issue: dt.date, expiry: dt.date) -> bool:
    """Return whether a printed issue differs in more than one numeral from those that an expiry gives."""
    printed = in_print(issue)
    return all(sum(map(str.__ne__, printed, in_print(one))) > 1 for one in issues_of(expiry))


def resolve_issue(
    printed: Reading[dt.date],
    expiry: Resolved[dt.date],
    noise: CardNoise,
    misreadings: Misreadings,
    risk: float,
) -> Resolved[dt.date]:
    """Choose the day of issue: printed, and ten years and a day before a sure expiry."""
    if expiry.value is None or not expiry.assurance.is_sure:
        return as_read(printed)
    by_rule = issues_of(expiry.value)
    if printed.well_formed is not None and printed.value not in by_rule:
        return conflicting(printed, (printed.well_formed, *by_rule), Source.RULE, Code.RULE_CONFLICTS)
    value = printed.value if printed.value in by_rule else by_rule[0]
    of_issue = RISK_OF_RULE
    if printed.well_formed is None or len(by_rule) > 1:
        sight = _see_printed_date(printed, misreadings)
        is_one = printed.value in by_rule or len(by_rule) == 1
        of_issue = 1.0 if sight is None or not is_one else risk_of_rule(sight, value, by_rule, noise)
    found = (expiry.risk or 0.0) + of_issue
    if found > risk and printed.well_formed is not None:  # another day of the rule may be misread as it
        return attrs.evolve(as_read(printed), risk=found)
    if found > risk:
        return Resolved(
            value=by_rule[0],
            assurance=Assurance.DOUBTFUL,
            sources=(Source.RULE,),
            notes=(Note(Code.INFERRED_BY_RULE),),
            candidates=by_rule,
        )
    notes = printed.notes if printed.value in by_rule else (Note(Code.RECOVERED),)
    return Resolved(
        value=value, assurance=Assurance.PROTECTED, sources=(Source.VIZ, Source.RULE), notes=notes, risk=found
    )
