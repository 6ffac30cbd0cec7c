"""Whether all texts are of one card, and what is sure where they are not.

Two cards in one picture, a page of copies, pictures that were filed together, lines that were sorted to the
wrong card: each text can be clean, and print and MRZ can agree on a value of the one card and on another value
of the other. No noise turns a number into one that differs in three numerals and is clean, nor a name into one
that shares hardly a letter with it. Where there are two such texts, nothing is sure that a person has: it can
be of the one or of the other.

What stands on the card once, in print alone, can be of anybody, and no text tells: the Khmer name, height,
places and marks. Nor does any where number, dates or the Latin name are another card's on both sides alike, and
the composite digit is by chance the same, or cannot be read.
"""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

import attrs
import regex

from khmerid.card import Card
from khmerid.card_others import NO_OTHERS
from khmerid.checks.two_names import share_misread
from khmerid.misreading.aligner import nearest_part
from khmerid.notes import Code, Note
from khmerid.resolve.resolved import Assurance, Resolved

T = TypeVar("T")

#: Edits from which on two clean numbers, or two clean dates as the MRZ writes them, are two and not one that
#: was misread. In the corpora print and MRZ differ, both clean, in two numerals at most. Fewer, and a card with
#: two misread numerals is called two; more, and fewer mixtures are seen: of dates of two people, many have
#: most numerals alike.
_FAR: Final = 3
#: The share of its letters beyond which a clean name is not the one it is held against. Lower, and names of
#: one card that were misread on both sides are called two; higher, and fewer mixtures are seen.
_OTHER_NAME: Final = 0.6
#: The same for two Khmer names, each behind a label, and where there are two numbers besides. Letters of
#: Khmer are misread far oftener, so they are held against each other only where a label stands twice.
_OTHER_KHMER_NAME: Final = 0.5
_OTHER_WITH_NUMBER: Final = 0.25
_CLEAN_LINE = regex.compile(r"[A-Z]{2,}(?:<[A-Z]+)*<<[A-Z]{2,}(?:<[A-Z]+)*<*")
_DATES: Final = ("date_of_birth", "date_of_expiry")
_OF_THE_COMPOSITE: Final = ("document_number", *_DATES)
# What print and MRZ bear out besides number and dates.
_BESIDES: Final = ("sex", "surname", "given_names", "date_of_issue")
# These are the same for both cards, or else a reason of their own.
_OF_THE_ISSUER: Final = frozenset({"issuing_state", "nationality"})


def is_of_several(card: Card) -> bool:
    """Return whether clean texts of a card, of all its pictures, are too different to be of one card."""
    if not card.pictures and card.others is NO_OTHERS and _sides_agree(card):
        return False
    return (
        any(_far(one, other) for one, other in _pairs(_numbers(card)))
        or any(_far_dates(one, other) for field in _DATES for one, other in _pairs(_dates(card, field)))
        or _has_two_names(card)
        or _has_two_khmer_names(card)
    )


def _sides_agree(card: Card) -> bool:
    """Return whether print and MRZ say the same in number, birth, expiry and name: most cards do."""
    mrz = card.mrz
    return (
        all(getattr(card, field).value == getattr(mrz, field).value for field in _OF_THE_COMPOSITE)
        and card.name_latin.value == f"{mrz.surname.value} {mrz.given_names.value}"
    )


def _numbers(card: Card) -> Iterable[str | None]:
    for one in card.sightings:
        yield from (one.document_number.well_formed, one.mrz.document_number.well_formed)
        yield from one.others.numbers


def _dates(card: Card, field: str) -> Iterable[str | None]:
    for one in card.sightings:
        for reading in (getattr(one, field), getattr(one.mrz, field)):
            day = reading.well_formed
            yield None if day is None else f"{day:%y%m%d}"
        yield from one.others.births if field == "date_of_birth" else one.others.expiries


def _pairs(values: Iterable[str | None]) -> Iterable[tuple[str, str]]:
    return itertools.combinations(dict.fromkeys(value for value in values if value is not None), 2)


def _far(one: str, other: str) -> bool:
    """Return whether two numbers are far apart, also where the one has lost a numeral and has one too many."""
    return nearest_part(one, other, _FAR - 1) is None


def _far_dates(one: str, other: str) -> bool:
    return sum(map(str.__ne__, one, other)) >= _FAR


def _has_two_names(card: Card) -> bool:
    """Return whether two clean Latin names of which one stands in a clean line of the MRZ are two."""
    printed = (one.name_latin.well_formed for one in card.sightings)
    lines = (line for one in card.sightings for line in (one.mrz.name_line, *one.others.name_lines))
    names = dict.fromkeys(name for name in printed if name is not None)
    in_mrz = dict.fromkeys(line for line in lines if _CLEAN_LINE.fullmatch(line))
    return any(
        (share_misread(one, other) or 0.0) > _OTHER_NAME
        for one, other in itertools.chain(
            itertools.product(names, in_mrz),
            itertools.combinations(in_mrz, 2),
            itertools.combinations(names, 2),
        )
    )


def _has_two_khmer_names(card: Card) -> bool:
    for one in card.sightings:
        least = _OTHER_KHMER_NAME
        if any(_far(number, other) for number, other in _pairs(one.others.numbers_alone)):
            least = _OTHER_WITH_NUMBER
        for name, other in _pairs(one.others.names_khmer):
            found = nearest_part(name, other, len(name) - 1)
            if found is None or found.edits > least * len(name):
                return True
    return False


def doubted(fields: Mapping[str, Resolved[Any]], card: Card) -> dict[str, Resolved[Any]]:
    """Return the fields that may be another person's as they are then: none of them is sure.

    Where the composite digit is not that of number and dates, the MRZ may be put together from two, and so may
    the print: then what the digit does not cover is doubted too.
    """
    if is_of_several(card):
        personal = {name: each for name, each in fields.items() if name not in _OF_THE_ISSUER}
        # The number has the note, sure or not: by it the card is sent to review.
        return {
            name: _lowered(each, Code.SEVERAL_CARDS)
            for name, each in personal.items()
            if _is_sure(each) or name == "document_number"
        }
    if any(note.code is Code.COMPOSITE_AGAINST for name in _OF_THE_COMPOSITE for note in fields[name].notes):
        return {
            name: _lowered(fields[name], Code.COMPOSITE_AGAINST)
            for name in _BESIDES
            if _is_sure(fields[name])
        }
    return {}


def _doubtful(assurance: Assurance) -> Assurance:
    return Assurance.DOUBTFUL if assurance.is_sure else assurance


def _lowered(resolved: Resolved[T], code: Code) -> Resolved[T]:
    """Return a value as doubtful if it was sure, and its parts; what it was weighed as no longer holds."""
    return attrs.evolve(
        resolved,
        assurance=_doubtful(resolved.assurance),
        parts={name: _doubtful(part) for name, part in resolved.parts.items()},
        notes=(*resolved.notes, Note(code)),
        risk=None,
    )


def _is_sure(resolved: Resolved[object]) -> bool:
    return any(assurance.is_sure for assurance in (resolved.assurance, *resolved.parts.values()))
