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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, TypeVar

import attrs

from khmerid.card import Card
from khmerid.card_mrz import in_mrz, with_check_digit
from khmerid.card_others import NO_OTHERS
from khmerid.checks.two_names import difference
from khmerid.misreading.aligner import nearest_part
from khmerid.mrz.parsing import is_clean_name_line
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.resolve.resolved import Assurance, Resolved
from khmerid.rules import expiries_of, issues_of

T = TypeVar("T")
Fields = Mapping[str, Resolved[Any]]

#: Edits from which on two clean numbers, or two clean dates as the MRZ writes them, are two and not one that
#: was misread. In the corpora print and MRZ differ, both clean, in two numerals at most. Fewer, and a card
#: with two misread numerals is called two; more, and fewer mixtures are seen: the dates of two people often
#: have half of their numerals alike.
_FAR: Final = 3
#: The difference (`khmerid.checks.two_names`) beyond which two clean names are of two people. Lower, and a
#: name that lost a word on one side is called two; higher, and fewer mixtures are seen.
_OTHER_NAME: Final = 0.6
#: The same for a name that the check says is another: then the rest may be another's too. Lower, and a card
#: of which a letter or two of the name are misread has nothing sure; higher, and values of two people are.
_PERHAPS_OTHER_NAME: Final = 0.3
#: The same for two texts, each behind the same label: the names in Khmer, whose letters are misread oftener,
#: but of which a card has one.
_OTHER_TEXT: Final = 0.4
#: Edits, and the share of letters, from which on two such pairs together are of two cards, since relatives
#: have much alike; two places, which have the words for units alike, are two from that share on. Fewer, and
#: what an engine reads twice, and not alike, is called two; more, and relatives are one.
_DIFFER: Final = 2
_DIFFERENT_TEXT: Final = 0.2
#: Characters that a line of an MRZ has at least to be held against all values. Fewer, and what is left of a
#: line is taken for another card's.
_NEARLY_ALL: Final = 24
# Of the fields that the composite digit binds, what else was proven in the lines.
_BOUND: Final = {"document_number": "numbers", "date_of_birth": "births", "date_of_expiry": "expiries"}
_COMPOSITE_AGAINST: Final = Code.COMPOSITE_AGAINST  # an enumeration's member is slow to look up
# The codes are the same for both cards, or else a reason of their own.
_OF_THE_ISSUER: Final = frozenset({"issuing_state", "nationality"})
# What stands behind a label of its own, and what was read behind the same label elsewhere.
_PLACES: Final = {"place_of_birth": "places_of_birth", "address": "addresses"}
# What the MRZ has, too; the issue by the rule of ten years.
_ON_BOTH_SIDES: Final = (*_BOUND, "date_of_issue", "sex", "surname", "given_names")


def doubted(fields: Fields, card: Card, names: Outcome) -> dict[str, Resolved[Any]]:
    """Return the fields that may be another person's as they are then: none of them is sure.

    Where print and MRZ have two numbers or names, the printed issue is far from what the expiry gives, or the
    composite digit is not that of number and dates, the texts may be of two cards, or are misread. That is no
    reason of its own, but nothing that stands on both sides is sure then; nor is a place behind whose label
    another was read. ``names`` is what the check of the names says.
    """
    if names is Outcome.AGREES and card.mrz.is_as_printed and _is_alone(card):
        return {}  # all texts agree
    if is_of_several(fields, card):
        # The number has the note, sure or not: by it the card is sent to review.
        personal = {name: each for name, each in fields.items() if name not in _OF_THE_ISSUER}
        return _lowered(personal, Code.SEVERAL_CARDS, always="document_number")
    names_of_doubted = [
        name for name in _PLACES if any(_is_read_otherwise(one, name) for one in card.sightings)
    ]
    if _may_be_split(fields, card, names):
        names_of_doubted += _ON_BOTH_SIDES
    return _lowered({name: fields[name] for name in names_of_doubted}, Code.OTHER_TEXTS_CONFLICT)


def _is_alone(card: Card) -> bool:
    """Return whether a card was read once, and its issue is the day that the expiry gives."""
    expiry = card.date_of_expiry.value
    is_once = not card.pictures and card.others is NO_OTHERS
    return is_once and expiry is not None and card.date_of_issue.value in issues_of(expiry)


def is_of_several(fields: Fields, card: Card) -> bool:
    """Return whether texts of a card, of all its pictures, are too different to be of one card."""
    if not card.pictures and card.others is NO_OTHERS:
        if card.mrz.is_as_printed:
            return _has_two_names(card)  # number and dates are the printed ones
        if _sides_agree(card):
            return False
    return (
        any(_has_two_values(card, field, fields[field]) for field in _BOUND)
        or _has_two_names(card)
        or _has_another_line(fields, card)
        or any(map(_has_two_labelled_texts, card.sightings))
    )


def _sides_agree(card: Card) -> bool:
    """Return whether print and MRZ say the same in number, birth, expiry and name: most cards do."""
    mrz = card.mrz
    return (
        all(getattr(card, field).value == getattr(mrz, field).value for field in _BOUND)
        and card.name_latin.value == f"{mrz.surname.value} {mrz.given_names.value}"
    )


def _may_be_split(fields: Fields, card: Card, names: Outcome) -> bool:
    """Return whether texts contradict each other, though not so much that they must be of two cards."""
    return (
        any(note.code is _COMPOSITE_AGAINST for name in _BOUND for note in fields[name].notes)
        or any(map(_sides_differ, card.sightings))
        or any(map(_has_another_issue, card.sightings))
        or (
            names is Outcome.CONFLICTS
            and (difference(card.name_latin.value or "", card.mrz.name_line) or 0.0) > _PERHAPS_OTHER_NAME
        )
    )


def _sides_differ(card: Card) -> bool:
    """Return whether print and MRZ have two clean numbers that differ in more than a numeral."""
    printed, other = card.document_number.well_formed, card.mrz.document_number.well_formed
    if printed is None or other is None or printed == other:
        return False
    return sum(map(str.__ne__, printed, other)) > 1


def _has_two_values(card: Card, field: str, resolved: Resolved[Any]) -> bool:
    """Return whether two values are proven, each by a check digit of its own, or two are clean and far apart.

    A sure value is proven, though no text has it as it stands.
    """
    printed = (getattr(one, field).well_formed for one in card.sightings)
    values = [getattr(one.mrz, field).well_formed for one in card.sightings]
    if resolved.assurance.is_sure and any(one.others is not NO_OTHERS for one in card.sightings):
        values.append(resolved.value)
    clean, proven = (_written(side) for side in (printed, values))
    proven |= dict.fromkeys(value for one in card.sightings for value in getattr(one.others, _BOUND[field]))
    return len(proven) > 1 or _any_far(clean | proven)


def _has_another_issue(card: Card) -> bool:
    """Return whether a clean printed issue is far from what a clean expiry gives.

    So must the expiry be from what the issue gives: one numeral of either may carry over into the month and
    the year of the other.
    """
    issue = card.date_of_issue.well_formed
    expiries = (side.date_of_expiry.well_formed for side in (card, card.mrz))
    return issue is not None and any(
        all(_any_far(_written((issue, by_rule))) for by_rule in issues_of(expiry))
        and all(_any_far(_written((expiry, by_rule))) for by_rule in expiries_of(issue))
        for expiry in expiries
        if expiry is not None and issue not in issues_of(expiry)
    )


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
    clean = filter(is_clean_name_line, lines)
    # A print that lost a word is another name than the line's; but the line's has nearly all of it.
    return any(
        all((difference(*pair) or 0.0) > _OTHER_NAME for pair in (pair, pair[::-1]))
        for pair in combinations(dict.fromkeys((*printed, *clean)), 2)
    )


def _has_another_line(fields: Fields, card: Card) -> bool:
    """Return whether a line of an MRZ, however damaged, has nothing of any sure value, and is another's."""
    resolved = [fields[field] for field in _BOUND]
    if not all(each.assurance.is_sure for each in resolved):
        return False
    values = [with_check_digit(each.value) for each in resolved]
    names = [one.name_latin.value or "" for one in card.sightings]
    lines = (line for one in card.sightings for line in one.others.mrz if len(line) >= _NEARLY_ALL)
    return any(
        all(nearest_part(value, line, len(value) // 2) is None for value in values)
        and all((difference(name, line) or 0.0) > _OTHER_NAME for name in names)
        for line in lines
    )


def _has_two_labelled_texts(card: Card) -> bool:
    """Return whether texts behind the same label are two: one pair that is far apart, or two that differ."""
    others = card.others
    dates = [
        max((edits for edits, _ in _differences(texts)), default=0)
        for texts in (others.printed_births, others.printed_expiries)
    ]
    shares = [share for part in _parts(others.names_khmer) for _, share in _differences(part)]
    share = max(shares, default=0.0)
    differ = [edits >= _DIFFER for edits in dates] + [share > _DIFFERENT_TEXT]
    return max(dates) >= _FAR or share > _OTHER_TEXT or sum(differ) > 1


def _is_read_otherwise(card: Card, name: str) -> bool:
    """Return whether two texts behind the label of a place are two places, and not one that was misread."""
    texts = getattr(card.others, _PLACES[name])
    return any(share > _DIFFERENT_TEXT for _, share in _differences(texts))


def _parts(names: Sequence[str]) -> tuple[Sequence[str], ...]:
    """Return names, and their given names alone: relatives have the first word alike."""
    return names, [name.partition(" ")[2] or name for name in names]


def _differences(texts: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Yield for each two texts the edits that make the shorter a part of the longer, and their share."""
    for pair in combinations(texts, 2):
        shorter, longer = sorted(pair, key=len)
        found = nearest_part(shorter, longer, len(shorter) - 1)
        edits = found.edits if found else len(shorter)
        yield edits, edits / len(shorter)


def _lowered(fields: Fields, code: Code, *, always: str = "") -> dict[str, Resolved[Any]]:
    """Return the fields that are sure, or have a part that is, as doubtful, with a note."""
    return {name: _doubtful(each, code) for name, each in fields.items() if name == always or _is_sure(each)}


def _is_sure(resolved: Resolved[object]) -> bool:
    return any(assurance.is_sure for assurance in (resolved.assurance, *resolved.parts.values()))


def _doubtful(resolved: Resolved[T], code: Code) -> Resolved[T]:
    """Return a value as doubtful if it was sure, and its parts; what it was weighed as no longer holds."""
    return attrs.evolve(
        resolved,
        assurance=_not_sure(resolved.assurance),
        parts={name: _not_sure(part) for name, part in resolved.parts.items()},
        notes=(*resolved.notes, Note(code)),
        risk=None,
    )


def _not_sure(assurance: Assurance) -> Assurance:
    return Assurance.DOUBTFUL if assurance.is_sure else assurance
