"""Mixtures of the texts of two invented cards, in one response or several: what no reader may take for one.

Two cards in one picture, a page of copies, a picture filed with the wrong card, lines that a service sorted
to the wrong card. Each kind is a function of a generator and two specimens that returns what was received;
the same generator gives the same mixture. `benchmarks/mixtures.py` counts what is sure and accepted of each
kind, and the tests hold some of each. Half of the pairs are relatives at one counter: one surname, one day of
issue, document numbers that follow one another.

>>> mixture = mixed_cards(kind_named("print of one, MRZ of the other"), 3)
>>> [len(response["result"]["machine_code1"]) for response in mixture.responses], mixture.is_told
([30], True)
>>> numbers = {card.values.document_number for card in (mixture.one, mixture.other)}
>>> len(numbers & {response["result"]["id_number"][:9] for response in mixture.responses})
1
"""

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import attrs

from khmerid.card_mrz import composite_sum
from khmerid.testing import Specimen, damage, make_specimen
from khmerid.testing.damage import slots_of

Response = dict[str, Any]
Lines = list[dict[str, Any]]

#: What stands in print and in the MRZ: printed texts, and the line of the MRZ that has them again.
_LINES_OF: Final = {
    "document_number": 0,
    "date_of_birth": 1,
    "sex": 1,
    "date_of_expiry": 1,
    "date_of_issue": 1,  # by the rule of ten years
    "name_latin": 2,
}
_WIDTH: Final = 1010  # of a card as `Specimen.lines` has it, in pixels
_HEIGHT: Final = 640
_MRZ_LINES: Final = 3
_FIRST_NUMBER: Final = 260_000_000  # none from here on is known to be issued
_LAST_NUMBER: Final = 999_999_000
_NEXT_NUMBERS: Final = 40  # how far apart the numbers of relatives are at most


@attrs.frozen
class Mixture:
    """What was received of two cards, and those cards.

    ``is_told`` says that the texts, as they were received, show that there are two (`is_told`).
    """

    one: Specimen
    other: Specimen
    responses: tuple[Response, ...]
    is_told: bool


Mix = Callable[[random.Random, Specimen, Specimen], Sequence[Response]]
Blend = Callable[[random.Random, Specimen, Specimen], Specimen]


@attrs.frozen
class MixtureKind:
    """A kind of mixture under its name."""

    name: str
    mix: Mix


# One card put together from two


def _with(card: Specimen, other: Specimen, printed: Iterable[str], mrz: Iterable[int]) -> Specimen:
    """Return a card with these printed texts, and lines of the MRZ, of another one."""
    names, numbers = set(printed), set(mrz)
    lines = [(other if line in numbers else card).mrz[line] for line in range(_MRZ_LINES)]
    return attrs.evolve(
        card,
        printed={name: (other if name in names else card).printed[name] for name in card.printed},
        address_lines=(other if "address" in names else card).address_lines,
        mrz=(lines[0], lines[1], lines[2]),
    )


def print_and_mrz(_: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return the print of one card with the MRZ of the other."""
    return _with(one, other, (), range(_MRZ_LINES))


def one_printed_field(chance: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return a card with one printed text of the other that the MRZ has too."""
    return _with(one, other, [chance.choice([*_LINES_OF])], ())


def two_printed_fields(chance: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return a card with two printed texts of the other that the MRZ has too."""
    return _with(one, other, chance.sample([*_LINES_OF], 2), ())


def one_mrz_line(chance: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return a card with one line of the other's MRZ."""
    return _with(one, other, (), [chance.randrange(_MRZ_LINES)])


def two_mrz_lines(chance: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return a card with two lines of the other's MRZ."""
    return _with(one, other, (), chance.sample(range(_MRZ_LINES), 2))


def upper_part(chance: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return the upper part of one card over the lower part of the other, as where one lies on the other."""
    rows = [
        ("document_number",),
        ("name_khmer",),
        ("name_latin",),
        ("date_of_birth", "sex", "height"),
        ("place_of_birth",),
        ("address",),
        ("date_of_issue", "date_of_expiry"),
        ("distinguishing_marks",),
        *range(_MRZ_LINES),
    ]
    below = rows[chance.randrange(1, len(rows)) :]
    printed = [name for row in below if isinstance(row, tuple) for name in row]
    return _with(one, other, printed, [row for row in below if isinstance(row, int)])


def each_text(chance: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return a card each text of which is of the one or the other."""
    return _with(
        one,
        other,
        [name for name in one.printed if chance.random() < 0.5],
        [line for line in range(_MRZ_LINES) if chance.random() < 0.5],
    )


def number_in_both(_: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return a card with the other's number in print and MRZ: the composite digit is mostly another."""
    return _with(one, other, ["document_number"], [0])


def dates_in_both(_: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return a card with the other's dates and sex on both sides: the composite digit is mostly another."""
    return _with(one, other, ["date_of_birth", "sex", "date_of_issue", "date_of_expiry"], [1])


def name_in_both(_: random.Random, one: Specimen, other: Specimen) -> Specimen:
    """Return a card with the other's Latin name in print and MRZ; the Khmer one is the card's own."""
    return _with(one, other, ["name_latin"], [2])


# Two cards in one response, or a response of each


def _lines(card: Specimen) -> Lines:
    """Return the lines of a card without the figures and boxes of an engine."""
    return [{"text": line["text"]} for line in card.lines()["lines"]]


def _moved(card: Specimen, right: float = 0, down: float = 0) -> Lines:
    """Return the lines of a card with their boxes elsewhere in the picture."""
    lines: Lines = card.lines()["lines"]
    for line in lines:
        left, top, end, bottom = line["box"]
        line["box"] = [left + right, top + down, end + right, bottom + down]
    return lines


def one_after_the_other(_: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return all lines of one card, then all of the other, without boxes."""
    return [{"lines": [*_lines(one), *_lines(other)]}]


def row_by_row(_: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return the first lines of both cards, the second lines of both and so on, without boxes."""
    pairs = zip(_lines(one), _lines(other), strict=True)
    return [{"lines": [line for pair in pairs for line in pair]}]


def shuffled(chance: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return the lines of both cards in any order, without boxes."""
    lines = [*_lines(one), *_lines(other)]
    return [{"lines": chance.sample(lines, len(lines))}]


def side_by_side(chance: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return two cards beside each other in one picture, near or far and not quite level."""
    right = _WIDTH + chance.randrange(0, 400)
    return [{"lines": [*_moved(one), *_moved(other, right, chance.uniform(-30, 30))]}]


def one_above_the_other(chance: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return two cards above each other in one picture."""
    return [{"lines": [*_moved(one), *_moved(other, 0, _HEIGHT + chance.randrange(0, 200))]}]


def part_of_another(chance: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return all lines of one card and some of the other, the other's first or last."""
    lines = _lines(other)
    count = chance.randrange(3, len(lines))
    part = lines[:count] if chance.random() < 0.5 else lines[-count:]
    both = [_lines(one), part]
    chance.shuffle(both)
    return [{"lines": [*both[0], *both[1]]}]


def print_of_both(chance: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return all lines of one card, and the print of the other before or behind them."""
    both = [_lines(one), _lines(other)[:-_MRZ_LINES]]
    chance.shuffle(both)
    return [{"lines": [*both[0], *both[1]]}]


def one_mrz_twice(_: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return the print of one card, and the MRZ of the other twice."""
    mrz = _lines(other)[-_MRZ_LINES:]
    return [{"lines": [*_lines(one)[:-_MRZ_LINES], *mrz, *mrz]}]


def a_response_each(chance: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return a response of each card."""
    return [_in_a_form(chance, one), _in_a_form(chance, other)]


def three_responses(chance: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return two responses of one card and one of the other."""
    return [_in_a_form(chance, one), _in_a_form(chance, other), _in_a_form(chance, one)]


def print_and_mrz_apart(_: random.Random, one: Specimen, other: Specimen) -> Sequence[Response]:
    """Return a response with the print of one card and one with the MRZ of the other."""
    lines, others = _lines(one), _lines(other)
    return [{"lines": lines[:-_MRZ_LINES]}, {"lines": others[-_MRZ_LINES:]}]


def _in_a_form(chance: random.Random, card: Specimen) -> Response:
    """Return what a service of fields, or an OCR of lines, gives for a card."""
    return card.lines() if chance.random() < 0.5 else card.response()


def _of_one(blend: Blend) -> Mix:
    """Return the mixture of one card put together from two, in either form."""
    return lambda chance, one, other: [_in_a_form(chance, blend(chance, one, other))]


KINDS: Final = (
    MixtureKind("print of one, MRZ of the other", _of_one(print_and_mrz)),
    MixtureKind("one printed field", _of_one(one_printed_field)),
    MixtureKind("two printed fields", _of_one(two_printed_fields)),
    MixtureKind("one MRZ line", _of_one(one_mrz_line)),
    MixtureKind("two MRZ lines", _of_one(two_mrz_lines)),
    MixtureKind("upper and lower part", _of_one(upper_part)),
    MixtureKind("each text of either", _of_one(each_text)),
    MixtureKind("number in both", _of_one(number_in_both)),
    MixtureKind("dates in both", _of_one(dates_in_both)),
    MixtureKind("name in both", _of_one(name_in_both)),
    MixtureKind("lines one after the other", one_after_the_other),
    MixtureKind("lines row by row", row_by_row),
    MixtureKind("lines in any order", shuffled),
    MixtureKind("side by side", side_by_side),
    MixtureKind("one above the other", one_above_the_other),
    MixtureKind("lines and a part of another", part_of_another),
    MixtureKind("lines and the print of another", print_of_both),
    MixtureKind("print, and another MRZ twice", one_mrz_twice),
    MixtureKind("a response of each", a_response_each),
    MixtureKind("two responses and one of another", three_responses),
    MixtureKind("a response of print, one of MRZ", print_and_mrz_apart),
)


def kind_named(name: str) -> MixtureKind:
    """Return the kind of this name; raise ``KeyError`` for none of them."""
    return {kind.name: kind for kind in KINDS}[name]


def mixed_cards(kind: MixtureKind, number: int, severity: float = 0.0) -> Mixture:
    """Return a mixture, another for each kind, number and severity of `khmerid.testing.damage`."""
    chance = random.Random(f"{kind.name} {severity} {number}")  # noqa: S311 - repeatable, not secret
    document_number = chance.randint(_FIRST_NUMBER, _LAST_NUMBER)
    one = make_specimen(seed=chance.getrandbits(48), document_number=str(document_number))
    other = _another(chance, one, document_number)
    responses = kind.mix(chance, one, other)
    if severity:
        responses = [damage(each, seed=chance.getrandbits(32), severity=severity) for each in responses]
    texts = [slot.text for response in responses for slot in slots_of(response)]
    return Mixture(one=one, other=other, responses=tuple(responses), is_told=is_told(texts, one, other))


def is_told(texts: Sequence[str], one: Specimen, other: Specimen) -> bool:
    """Return whether texts show that they are of two cards: two that contradict each other stand undamaged.

    These are values of both cards of number, birth, expiry or Latin name, in print or in a line of the MRZ;
    an issue of the one and an expiry of the other; or an MRZ whose composite digit is that of other values.
    Where none stands there, the texts are those of one consistent card, or too damaged to say. Nor is it told
    by the sex, or by one numeral of a number or date: these contradict, but so does what was misread.
    """
    cards = one, other
    shown = [_shown(texts, card) for card in cards]
    if any(shown[0][field] and shown[1][field] and _differ(one, other, field) for field in _FIELDS):
        return True
    is_split = _differ(one, other, "date_of_issue") and any(
        ours["date_of_issue"] and theirs["date_of_expiry"] for ours, theirs in (shown, shown[::-1])
    )
    return is_split or _has_other_composite_digit(texts, cards)


_FIELDS: Final = ("document_number", "date_of_birth", "date_of_expiry", "name_latin")


def _differ(one: Specimen, other: Specimen, field: str) -> bool:
    if field == "name_latin":
        return one.printed[field] != other.printed[field]
    return sum(map(str.__ne__, one.printed[field], other.printed[field])) > 1


def _shown(texts: Sequence[str], card: Specimen) -> dict[str, bool]:
    """Return which values of a card stand in the texts, undamaged, in print or in the MRZ."""
    _, middle, lower = card.mrz
    printed, name = card.printed, lower.rstrip("<")

    def stands(*parts: str) -> bool:
        return any(part in text for part in parts for text in texts)

    return {
        "document_number": stands(card.values.document_number),
        "date_of_birth": stands(printed["date_of_birth"], middle[:7]),
        "date_of_expiry": stands(printed["date_of_expiry"], middle[8:15]),
        "date_of_issue": stands(printed["date_of_issue"]),
        "name_latin": any(
            text in (printed["name_latin"], lower) or f"{text}<<".startswith(f"{name}<<") for text in texts
        ),
    }


def _has_other_composite_digit(texts: Sequence[str], cards: Iterable[Specimen]) -> bool:
    mrzs = [card.mrz for card in cards]
    uppers = [upper for upper, _, _ in mrzs if any(upper[:15] in text for text in texts)]
    middles = [middle for _, middle, _ in mrzs if middle in texts]
    return any(
        str(composite_sum(upper[5:15], middle[:7], middle[8:15])) != middle[29]
        for upper in uppers
        for middle in middles
    )


def _another(chance: random.Random, one: Specimen, document_number: int) -> Specimen:
    """Return another card valid on the same day, every second time that of a relative."""
    seed = chance.getrandbits(48)
    if chance.random() < 0.5:
        values = one.values
        number = document_number + chance.randint(1, _NEXT_NUMBERS)
        return make_specimen(
            seed=seed,
            today=one.today,
            document_number=str(number),
            surname=values.surname,
            date_of_issue=values.date_of_issue,
            date_of_expiry=values.date_of_expiry,
        )
    number = chance.randint(_FIRST_NUMBER, _LAST_NUMBER)
    return make_specimen(seed=seed, today=one.today, document_number=str(number))
