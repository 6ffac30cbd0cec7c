"""Every field of a card brought to one value."""

import datetime as dt
from typing import Final, TypeVar

import attrs

from khmerid.card import Card
from khmerid.card_mrz import composite_sum
from khmerid.checks.name_comparison import compare_names
from khmerid.checks.name_line import NameLineComparison
from khmerid.fields.marks import DistinguishingMarks
from khmerid.fields.places import Address, Place, is_protected
from khmerid.fields.sex import Sex
from khmerid.misreading import Misreadings
from khmerid.misreading.channel import numeral_costs
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note, Status
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.dates import gather_date, resolve_birth, resolve_expiry, resolve_issue, see_issue
from khmerid.resolve.decoder import CostOfDay, costs_nothing
from khmerid.resolve.evidence import as_printed
from khmerid.resolve.height import resolve_height
from khmerid.resolve.names import resolve_latin
from khmerid.resolve.number import resolve_number
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.resolve.sex import resolve_sex

T = TypeVar("T")
_PRINTED: Final = (Source.VIZ,)
_NUMERALS: Final = frozenset("0123456789")


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
    date_of_issue: Resolved[dt.date]
    date_of_expiry: Resolved[dt.date]
    distinguishing_marks: Resolved[DistinguishingMarks]


def resolve(
    card: Card, name_line: NameLineComparison, *, latest_issue: dt.date, misreadings: Misreadings
) -> Resolution:
    """Choose each value from all the evidence, and say how sure it is."""
    number = resolve_number(card, misreadings)
    of_issue = see_issue(card, misreadings)
    of_expiry = gather_date(card, "date_of_expiry", card.mrz.date_of_expiry_check, misreadings)
    of_birth = gather_date(card, "date_of_birth", card.mrz.date_of_birth_check, misreadings)
    issue = card.date_of_issue
    expiry = resolve_expiry(of_expiry, issue, of_issue, latest_issue=latest_issue)
    birth = resolve_birth(of_birth, expiry, latest_issue=latest_issue)
    if not birth.assurance.is_sure:
        composite = _cost_of_composite(card, number, expiry, misreadings, birth_is_known=False)
        birth = resolve_birth(of_birth, expiry, latest_issue=latest_issue, composite=composite)
    if not expiry.assurance.is_sure:
        composite = _cost_of_composite(card, number, birth, misreadings, birth_is_known=True)
        expiry = resolve_expiry(of_expiry, issue, of_issue, latest_issue=latest_issue, composite=composite)
    if _composite_is_against(card, number, birth, expiry):
        number, birth, expiry = _doubted(number), _doubted(birth), _doubted(expiry)
    name_khmer, surname, given_names = _compare_scripts(card.name_khmer, *resolve_latin(card, name_line))
    return Resolution(
        document_number=number,
        surname=surname,
        given_names=given_names,
        name_khmer=as_printed(name_khmer),
        date_of_birth=birth,
        sex=resolve_sex(card, misreadings),
        height_cm=resolve_height(card, misreadings),
        place_of_birth=_read_place(card.place_of_birth),
        address=_read_place(card.address),
        date_of_issue=resolve_issue(card, expiry, misreadings),
        date_of_expiry=expiry,
        distinguishing_marks=as_printed(card.distinguishing_marks),
    )


def _cost_of_composite(
    card: Card,
    number: Resolved[str],
    known: Resolved[dt.date],
    misreadings: Misreadings,
    *,
    birth_is_known: bool,
) -> CostOfDay:
    """Return what each day of the one date that is not sure makes the composite check digit cost."""
    digit = card.mrz.composite_digit
    if not (digit and number.value and number.assurance.is_sure and known.value and known.assurance.is_sure):
        return costs_nothing
    number_text, known_text = _with_digit(number.value), _with_digit(f"{known.value:%y%m%d}")
    costs = numeral_costs(misreadings.mrz, digit)

    def cost(day: dt.date) -> float:
        text = _with_digit(f"{day:%y%m%d}")
        dates = (known_text, text) if birth_is_known else (text, known_text)
        return costs[composite_sum(number_text, *dates)]

    return cost


def _with_digit(text: str) -> str:
    return text + check_digit(text)


def _composite_is_against(
    card: Card, number: Resolved[str], birth: Resolved[dt.date], expiry: Resolved[dt.date]
) -> bool:
    """Return whether the composite check digit is a numeral that the three values do not give."""
    if card.mrz.composite is Outcome.AGREES:
        return False
    digit = card.mrz.composite_digit
    if number.value is None or birth.value is None or expiry.value is None or digit not in _NUMERALS:
        return False
    texts = (number.value, f"{birth.value:%y%m%d}", f"{expiry.value:%y%m%d}")
    return composite_sum(*map(_with_digit, texts)) != int(digit)


def _doubted(resolved: Resolved[T]) -> Resolved[T]:
    if not resolved.assurance.is_sure:
        return resolved
    notes = (*resolved.notes, Note(Code.COMPOSITE_AGAINST))
    return attrs.evolve(resolved, assurance=Assurance.DOUBTFUL, notes=notes)


def _compare_scripts(
    khmer: Reading[str], surname: Resolved[str], given_names: Resolved[str]
) -> tuple[Reading[str], Resolved[str], Resolved[str]]:
    """Hold the Khmer name against the Latin one, unless that is doubtful itself.

    A comparison that does not agree is noted with the Khmer name, and leaves the Latin one no more than read:
    print and MRZ may have been misread alike.
    """
    latin = (surname, given_names)
    if khmer.value is None or any(
        part.value is None or part.assurance is Assurance.DOUBTFUL for part in latin
    ):
        return khmer, surname, given_names
    notes = compare_names(khmer.value, f"{surname.value} {given_names.value}").notes
    if any(note.status >= Status.DOUBTFUL for note in notes):
        surname, given_names = (
            attrs.evolve(part, assurance=Assurance.READ) if part.assurance.is_sure else part for part in latin
        )
    return Reading(khmer.raw, khmer.value, (*khmer.notes, *notes)), surname, given_names


def _read_place(reading: Reading[T]) -> Resolved[T]:
    """Return a place as read; one whose whole path the gazetteer bears out is protected by it."""
    if is_protected(reading):  # type: ignore[arg-type]  # a place or an address
        return Resolved(
            value=reading.value, assurance=Assurance.PROTECTED, sources=_PRINTED, notes=reading.notes
        )
    return as_printed(reading)
