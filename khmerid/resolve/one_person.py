"""Whether all texts are of one card, and what is sure where they are not.

Two cards in one picture, a page of copies, pictures that were filed together, lines that were sorted to the
wrong card: each text can be clean, and print and MRZ can agree on a value of the one card and on another
value of the other. No noise turns a number into one that has its own check digit or differs in three
numerals, nor a name into one that shares hardly a letter with it. Where two such texts stand, nothing that a
person has is sure: it can be of the one or of the other.

What stands on the card once, in print alone, can be of anybody, and no text tells: the Khmer name, height,
places and marks. Nor does any where number, dates or the Latin name are another card's on both sides alike,
and the composite digit is by chance the same, or cannot be read.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, Final, TypeVar

import attrs
import regex

from khmerid.card import Card
from khmerid.card_others import NO_OTHERS
from khmerid.checks.two_names import difference
from khmerid.misreading.aligner import nearest_part
from khmerid.mrz.formats import TD1
from khmerid.notes import Code, Note
from khmerid.resolve.resolved import Assurance, Resolved
from khmerid.resolve.verdict import in_mrz

T = TypeVar("T")
Fields = Mapping[str, Resolved[Any]]

#: Edits from which on two clean numbers, or two clean dates as the MRZ writes them, are two and not one that
#: was misread. In the corpora print and MRZ differ, both clean, in two numerals at most. Fewer, and a card
#: with two misread numerals is called two; more, and fewer mixtures are seen: the dates of two people often
#: have half of their numerals alike.
_FAR: Final = 3
#: The difference (`khmerid.checks.two_names`) beyond which two clean names are of two people. Lower, and a name
#: that lost a word on one side is called two; higher, and fewer mixtures are seen.
_OTHER_NAME: Final = 0.6
#: The same for two texts, each behind the same label: the names in Khmer, whose letters are misread oftener,
#: but of which a card has one.
_OTHER_TEXT: Final = 0.4
_CLEAN_LINE = regex.compile(r"[A-Z]+(?:<[A-Z]+)*<<[A-Z]+(?:<[A-Z]+)*<*")
# Of the fields that the composite digit binds, what else was proven in the lines.
_BOUND: Final = {"document_number": "numbers", "date_of_birth": "births", "date_of_expiry": "expiries"}
# The codes are the same for both cards, or else a reason of their own.
_OF_THE_ISSUER: Final = frozenset({"issuing_state", "nationality"})


def doubted(fields: Fields, card: Card) -> dict[str, Resolved[Any]]:
    """Return the fields that may be another person's as they are then: none of them is sure.

    Where the composite digit is not that of number and dates, or print and MRZ have two numbers, the texts may
    be of two cards. That is no reason of its own, but the other values are not sure then.
    """
    if is_of_several(fields, card):
        # The number has the note, sure or not: by it the card is sent to review.
        return {
            name: _lowered(each)
            for name, each in fields.items()
            if name not in _OF_THE_ISSUER and (_is_sure(each) or name == "document_number")
        }
    if not _may_be_split(fields, card):
        return {}
    return {
        name: _lowered(each)
        for name, each in fields.items()
        if name not in _OF_THE_ISSUER and name != "document_number" and _is_sure(each)
    }


def is_of_several(fields: Fields, card: Card) -> bool:
    """Return whether texts of a card, of all its pictures, are too different to be of one card."""
    if not card.pictures and card.others is NO_OTHERS and _sides_agree(card):
        return False
    return (
        any(_has_two_values(card, field, fields[field]) for field in _BOUND)
        or _has_two_names(card)
        or any(map(_has_two_labelled_texts, card.sightings))
    )


def _sides_agree(card: Card) -> bool:
    """Return whether print and MRZ say the same in number, birth, expiry and name: most cards do."""
    mrz = card.mrz
    return (
        all(getattr(card, field).value == getattr(mrz, field).value for field in _BOUND)
        and card.name_latin.value == f"{mrz.surname.value} {mrz.given_names.value}"
    )


def _may_be_split(fields: Fields, card: Card) -> bool:
    """Return whether print and MRZ have two clean numbers, or the composite digit is that of other values."""
    pairs = ((one.document_number.well_formed, one.mrz.document_number.well_formed) for one in card.sightings)
    return any(None not in pair and pair[0] != pair[1] for pair in pairs) or any(
        note.code is Code.COMPOSITE_AGAINST for name in _BOUND for note in fields[name].notes
    )


def _has_two_values(card: Card, field: str, resolved: Resolved[Any]) -> bool:
    """Return whether two values are proven, each by a check digit of its own, or two are clean and far apart.

    A sure value is proven, though no text has it as it stands.
    """
    printed = (getattr(one, field).well_formed for one in card.sightings)
    values = [getattr(one.mrz, field).well_formed for one in card.sightings]
    if resolved.assurance.is_sure and card.others is not NO_OTHERS:
        values.append(resolved.value)
    clean, proven = (_written(side) for side in (printed, values))
    proven |= dict.fromkeys(value for one in card.sightings for value in getattr(one.others, _BOUND[field]))
    return len(proven) > 1 or _any_far(clean | proven)


def _written(values: Iterable[object]) -> dict[str, None]:
    """Return values as the MRZ writes them, each once."""
    return dict.fromkeys(in_mrz(value) for value in values if value is not None)


def _any_far(numerals: Iterable[str]) -> bool:
    """Return whether two of them are far apart, also if the one has lost a numeral and has one too many."""
    return any(nearest_part(one, other, _FAR - 1) is None for one, other in combinations(numerals, 2))


def _has_two_names(card: Card) -> bool:
    """Return whether two clean Latin names, in print or in a line of the MRZ, are two."""
    printed = dict.fromkeys(one.name_latin.well_formed or "" for one in card.sightings)
    lines = (line for one in card.sightings for line in (one.mrz.name_line, *one.others.name_lines))
    clean = [line for line in lines if len(line) == TD1.length and _CLEAN_LINE.fullmatch(line)]
    return any(
        (difference(one, other) or 0.0) > _OTHER_NAME
        for one, other in combinations(dict.fromkeys((*printed, *clean)), 2)
    )


def _has_two_labelled_texts(card: Card) -> bool:
    others = card.others
    if any(map(_any_far, (others.printed_births, others.printed_expiries))):
        return True
    return any(
        nearest_part(one, other, int(_OTHER_TEXT * len(one))) is None
        for one, other in combinations(others.names_khmer, 2)
    )


def _is_sure(resolved: Resolved[object]) -> bool:
    return any(assurance.is_sure for assurance in (resolved.assurance, *resolved.parts.values()))


def _lowered(resolved: Resolved[T]) -> Resolved[T]:
    """Return a value as doubtful if it was sure, and its parts; what it was weighed as no longer holds."""
    return attrs.evolve(
        resolved,
        assurance=_doubtful(resolved.assurance),
        parts={name: _doubtful(part) for name, part in resolved.parts.items()},
        notes=(*resolved.notes, Note(Code.SEVERAL_CARDS)),
        risk=None,
    )


def _doubtful(assurance: Assurance) -> Assurance:
    return Assurance.DOUBTFUL if assurance.is_sure else assurance
