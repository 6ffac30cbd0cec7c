"""The critical fields, which stand in print and in the MRZ: number, birth, expiry and sex; and the issue.

Each is gathered into one `FieldEvidence` and chosen by the same recipe (`khmerid.resolve.verdict.choose`).
What differs is the template of its text, how candidates are decoded from it, and which rule of the card
speaks of it: a card expires ten years less a day after its issue, and its holder was fifteen then.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import attrs
import regex
from dateutil.relativedelta import relativedelta

from khmerid.card import Card
from khmerid.fields.sex import Sex, nearest_sex
from khmerid.misreading import Misreadings
from khmerid.misreading.channel import DEAREST
from khmerid.misreading.sights import Sight, cost_of, see
from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.resolve.decoder import Candidate, CostOfDay, costs_nothing, decode_date, decode_number
from khmerid.resolve.evidence import FieldEvidence, gather, sources_of
from khmerid.resolve.resolved import Assurance, Resolved, Source, as_read, conflicting
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

# Templates of the texts: a zero for each numeral, in the MRZ the check digit too.
_PRINTED_NUMBER: Final = "0" * 9
_MRZ_NUMBER: Final = "0" * 10
_PRINTED_DATE: Final = "00.00.0000"
_MRZ_DATE: Final = "0" * 7
_SUFFIX = regex.compile(r" ?[(\[{][^()\[\]{}]{0,4}[)\]}]?$")

#: The cost of an issue after the day of presentation: that day may be given wrongly, and must not make
#: another day look certain. It has to be more than `khmerid.resolve.verdict.SURE_MARGIN`; higher, and a
#: wrong day of presentation loses more cards.
_LATER: Final = 8.0
#: How much later is looked at: more than a card is valid, so that no date of a card in use is left out.
_MUCH_LATER: Final = relativedelta(years=15)
# How long before the day of presentation a card that is still valid may have been issued.
_VALIDITY: Final = relativedelta(years=VALIDITY_YEARS)
#: Characters in the cell of the MRZ's sex, those added beside it included. More, and those of a date count.
_LONGEST_CELL: Final = 3


def resolve_number(card: Card, misreadings: Misreadings) -> Resolved[str]:
    """Choose the number that all sights admit."""
    sees = _see_printed_number, _see_mrz_number
    evidence: FieldEvidence[str] = gather(card, "document_number", misreadings, sees)
    found = choose(evidence, decode_number)
    if found.assurance.is_sure and Source.VIZ not in found.sources and not card.mrz.head:
        notes = (*found.notes, Note(Code.HEAD_LOST))
        return attrs.evolve(found, assurance=Assurance.DOUBTFUL, notes=notes)
    return found


def _see_printed_number(reading: Reading[str], misreadings: Misreadings) -> Sight | None:
    return see(misreadings.printed_latin, _PRINTED_NUMBER, _SUFFIX.sub("", reading.cleaned))


def _see_mrz_number(reading: Reading[str], misreadings: Misreadings, head: str) -> Sight | None:
    return see(misreadings.mrz, _MRZ_NUMBER, reading.cleaned, open_start=not head)


def gather_date(card: Card, field: str, misreadings: Misreadings) -> FieldEvidence[dt.date]:
    """Return what a card says of its birth or expiry; of the expiry, the printed issue tells too."""
    sees = _see_printed_date, _see_mrz_date
    evidence: FieldEvidence[dt.date] = gather(card, field, misreadings, sees, print_may_be_doubtful=True)
    if field != "date_of_expiry" or evidence.settled is not None:
        return evidence
    issue = _see_printed_date(card.date_of_issue, misreadings)
    sources = evidence.sources if issue is None else (*evidence.sources, Source.RULE)
    return attrs.evolve(evidence, issue=issue, sources=sources)


def _see_printed_date(reading: Reading[dt.date], misreadings: Misreadings) -> Sight | None:
    return see(misreadings.printed_khmer, _PRINTED_DATE, reading.cleaned)


def _see_mrz_date(reading: Reading[dt.date], misreadings: Misreadings, _head: str) -> Sight | None:
    return see(misreadings.mrz, _MRZ_DATE, reading.cleaned)


def resolve_expiry(
    evidence: FieldEvidence[dt.date],
    issue: Reading[dt.date],
    *,
    latest_issue: dt.date,
    composite: CostOfDay = costs_nothing,
) -> Resolved[dt.date]:
    """Choose the day of expiry: printed, in the MRZ, and ten years less a day after the issue.

    ``composite`` is what the composite check digit makes each day cost, once the other values are sure.
    """

    def decode(sights: Sequence[Sight]) -> list[Candidate[dt.date]]:
        latest = expiries_of(latest_issue)[0]
        bounds = expiries_of(FIRST_ISSUE)[0], min(latest + _MUCH_LATER, LATEST_DATE)
        return decode_date(sights, bounds, _with_later_days(latest, composite), issue=evidence.issue)

    found = choose(evidence, decode)
    by_rule = expiries_of(issue.well_formed) if issue.well_formed else ()
    if evidence.settled is not None:
        return _with_rule(found, evidence.mrz, by_rule)
    if by_rule and found.value not in by_rule:
        return attrs.evolve(found, sources=tuple(each for each in found.sources if each is not Source.RULE))
    return found


def _with_rule(
    settled: Resolved[dt.date], mrz: Reading[dt.date], by_rule: tuple[dt.date, ...]
) -> Resolved[dt.date]:
    """Let the printed issue bear out an expiry, or the MRZ against the printed expiry; that check conflicts.

    It does not bear out the print against the MRZ: both printed dates may hold the same misread numeral.
    """
    if mrz.value not in by_rule:
        return settled
    value, assurance, sources = settled.value, settled.assurance, (*settled.sources, Source.RULE)
    if value is None:
        value, assurance, sources = mrz.value, Assurance.PROTECTED, (Source.MRZ, Source.RULE)
    return Resolved(
        value=value,
        assurance=assurance,
        sources=sources,
        notes=settled.notes,
        candidates=settled.candidates,
    )


def resolve_birth(
    evidence: FieldEvidence[dt.date],
    expiry: Resolved[dt.date],
    *,
    latest_issue: dt.date,
    composite: CostOfDay = costs_nothing,
) -> Resolved[dt.date]:
    """Choose the day of birth: printed, in the MRZ, at least fifteen years before the issue."""

    def decode(sights: Sequence[Sight]) -> list[Candidate[dt.date]]:
        issue, sooner, later = latest_issue, _VALIDITY, _MUCH_LATER
        if expiry.value is not None and expiry.assurance.is_sure:
            issue, sooner, later = issues_of(expiry.value)[0], relativedelta(), relativedelta()
        latest = latest_birth(issue)
        bounds = earliest_birth(issue) - sooner, latest + later
        return decode_date(sights, bounds, _with_later_days(latest, composite))

    return choose(evidence, decode)


def _with_later_days(latest: dt.date, composite: CostOfDay) -> CostOfDay:
    """Return what a day costs besides its texts: one later than it can be is unlikely, not impossible."""
    return lambda day: composite(day) + (_LATER if day > latest else 0.0)


def resolve_issue(
    printed: Reading[dt.date], expiry: Resolved[dt.date], misreadings: Misreadings
) -> Resolved[dt.date]:
    """Choose the day of issue: printed, and ten years and a day before a sure expiry."""
    if expiry.value is None or not expiry.assurance.is_sure:
        return as_read(printed)
    by_rule = issues_of(expiry.value)
    if printed.value in by_rule:
        value, assurance, notes = printed.value, Assurance.PROTECTED, printed.notes
    elif printed.well_formed is not None:
        return conflicting(printed, (printed.well_formed, *by_rule), Source.RULE, Code.RULE_CONFLICTS)
    elif _is_misread_from(by_rule, _see_printed_date(printed, misreadings), expiry.value):
        value, assurance, notes = by_rule[0], Assurance.PROTECTED, (Note(Code.RECOVERED),)
    else:
        return Resolved(
            value=by_rule[0],
            assurance=Assurance.DOUBTFUL,
            sources=(Source.RULE,),
            notes=(Note(Code.INFERRED_BY_RULE),),
            candidates=by_rule,
        )
    return Resolved(value=value, assurance=assurance, sources=(Source.VIZ, Source.RULE), notes=notes)


def _is_misread_from(by_rule: tuple[dt.date, ...], issue: Sight | None, expiry: dt.date) -> bool:
    """Return whether the text of the issue was likeliest misread from the one day that the rule gives."""
    if issue is None or len(by_rule) > 1:
        return False
    candidates = decode_date([issue], (FIRST_ISSUE, expiry))
    return bool(candidates) and cost_of(issue, f"{by_rule[0]:%d%m%Y}") <= candidates[0].cost


def resolve_sex(card: Card, misreadings: Misreadings) -> Resolved[Sex]:
    """Choose the sex, which no check digit covers; both sides have to agree on it."""
    evidence: FieldEvidence[Sex] = gather(card, "sex", misreadings)
    word, cell = evidence.printed.raw or "", evidence.mrz.raw or ""
    candidates: list[Candidate[Sex]] = []
    if evidence.settled is None:
        candidates = _candidates_of_sex(evidence.printed.cleaned, cell[:_LONGEST_CELL], misreadings)
        characters = len(word or cell) if candidates else 0
        sources = sources_of(bool(word), bool(cell))
        evidence = attrs.evolve(evidence, sources=sources, characters=characters)
    found = choose(evidence, lambda _: candidates)
    if found.assurance.is_sure and not (word and cell):
        # The word or the letter may weigh enough, but what one side alone says is not proven.
        return attrs.evolve(found, assurance=Assurance.READ)
    return found


def _candidates_of_sex(word: str, cell: str, misreadings: Misreadings) -> list[Candidate[Sex]]:
    """Return both with what their misreading costs, the likelier first; none where the texts do not tell."""
    costs = dict.fromkeys(Sex, 0.0)
    if word:
        nearer, distance, ahead = nearest_sex(word)
        farther = Sex.F if nearer is Sex.M else Sex.M
        costs[farther] = misreadings.sex_words.get((distance, ahead), 0.0)
    if cell:
        for sex in Sex:
            costs[sex] += min(min(misreadings.mrz.cost(sex.value, read), DEAREST) for read in cell)
    ranked = sorted((Candidate(sex, cost) for sex, cost in costs.items()), key=lambda each: each.cost)
    return ranked if ranked[0].cost < ranked[1].cost else []
