"""Every field of a card brought to one value."""

import datetime as dt
from typing import TypeVar

import attrs

from khmerid.card import Card
from khmerid.card_mrz import composite_sum
from khmerid.checks.name_line import NameLineComparison
from khmerid.fields.marks import DistinguishingMarks
from khmerid.fields.places import Address, Place
from khmerid.fields.sex import Sex
from khmerid.misreading import Misreadings
from khmerid.misreading.channel import numeral_costs
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.resolve.critical import (
    gather_date,
    resolve_birth,
    resolve_expiry,
    resolve_issue,
    resolve_number,
    resolve_sex,
)
from khmerid.resolve.decoder import CostOfDay
from khmerid.resolve.issuer import resolve_issuer
from khmerid.resolve.names import resolve_names
from khmerid.resolve.printed_once import resolve_height, resolve_place
from khmerid.resolve.resolved import Assurance, Resolved, as_read
from khmerid.resolve.verdict import in_mrz

T = TypeVar("T")


@attrs.frozen(kw_only=True, repr=False)
class Resolution:
    """The resolved fields, under the names that JSON gives them."""

    document_number: Resolved[str]
    surname: Resolved[str]
    given_names: Resolved[str]
    name_khmer: Resolved[str]
    date_of_birth: Resolved[dt.date]
    sex: Resolved[Sex]
    height_cm: Resolved[int]
    place_of_birth: Resolved[Place]
    address: Resolved[Address]
    issuing_state: Resolved[str]
    nationality: Resolved[str]
    date_of_issue: Resolved[dt.date]
    date_of_expiry: Resolved[dt.date]
    distinguishing_marks: Resolved[DistinguishingMarks]


def resolve(
    card: Card, name_line: NameLineComparison, *, latest_issue: dt.date, misreadings: Misreadings
) -> Resolution:
    """Choose each value from all the evidence, and say how sure it is."""
    issue = card.date_of_issue
    number = resolve_number(card, misreadings)
    of_expiry = gather_date(card, "date_of_expiry", misreadings)
    of_birth = gather_date(card, "date_of_birth", misreadings)
    expiry = resolve_expiry(of_expiry, issue, latest_issue=latest_issue)
    birth = resolve_birth(of_birth, expiry, latest_issue=latest_issue)
    composite = _cost_of_composite(card, number, birth, expiry, misreadings)
    if composite and not birth.assurance.is_sure:
        birth = resolve_birth(of_birth, expiry, latest_issue=latest_issue, composite=composite)
    elif composite:
        expiry = resolve_expiry(of_expiry, issue, latest_issue=latest_issue, composite=composite)
    if _composite_is_against(card, number, birth, expiry):
        number, birth, expiry = _doubted(number), _doubted(birth), _doubted(expiry)
    issuing_state, nationality = resolve_issuer(card, misreadings)
    name_khmer, surname, given_names = resolve_names(card, name_line)
    return Resolution(
        document_number=number,
        surname=surname,
        given_names=given_names,
        name_khmer=name_khmer,
        date_of_birth=birth,
        sex=resolve_sex(card, misreadings),
        height_cm=resolve_height(card.height_cm, misreadings),
        place_of_birth=resolve_place(card.place_of_birth),
        address=resolve_place(card.address),
        issuing_state=issuing_state,
        nationality=nationality,
        date_of_issue=resolve_issue(issue, expiry, misreadings),
        date_of_expiry=expiry,
        distinguishing_marks=as_read(card.distinguishing_marks),
    )


def _cost_of_composite(
    card: Card,
    number: Resolved[str],
    birth: Resolved[dt.date],
    expiry: Resolved[dt.date],
    misreadings: Misreadings,
) -> CostOfDay | None:
    """Return what each day of the one date that is not sure makes the composite check digit cost."""
    digit, birth_is_sure = card.mrz.composite_digit, birth.assurance.is_sure
    if not digit or not number.assurance.is_sure or birth_is_sure == expiry.assurance.is_sure:
        return None
    costs = numeral_costs(misreadings.mrz, digit)
    number_text, known = map(_with_digit, (number.value, birth.value if birth_is_sure else expiry.value))

    def cost(day: dt.date) -> float:
        dates = (known, _with_digit(day)) if birth_is_sure else (_with_digit(day), known)
        return costs[composite_sum(number_text, *dates)]

    return cost


def _with_digit(value: object) -> str:
    return in_mrz(value) + check_digit(in_mrz(value))


def _composite_is_against(
    card: Card, number: Resolved[str], birth: Resolved[dt.date], expiry: Resolved[dt.date]
) -> bool:
    """Return whether the composite check digit is a numeral that the three values do not give."""
    digit, values = card.mrz.composite_digit, (number.value, birth.value, expiry.value)
    if card.mrz.composite is Outcome.AGREES or not digit or None in values:
        return False
    return composite_sum(*map(_with_digit, values)) != int(digit)


def _doubted(resolved: Resolved[T]) -> Resolved[T]:
    if not resolved.assurance.is_sure:
        return resolved
    notes = (*resolved.notes, Note(Code.COMPOSITE_AGAINST))
    return attrs.evolve(resolved, assurance=Assurance.DOUBTFUL, notes=notes)
