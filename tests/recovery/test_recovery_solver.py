"""The numerals that a damaged field with its check digit can have been."""

import itertools
from collections.abc import Sequence

import pytest

from khmerid.misreading import SHIPPED
from khmerid.mrz.check_digit import WEIGHTS, check_digit
from khmerid.recovery.solver import Proof, Solution, cheapest_by_residue, numeral_options, solve

FIELD = "9003152"  # a date of birth with its digit


@pytest.mark.parametrize(
    ("read", "proof", "with_composite"),
    [
        ("9003152", Proof.OWN_DIGIT, Proof.OWN_DIGIT),
        ("9OO3152", Proof.OWN_DIGIT, Proof.OWN_DIGIT),
        ("90O31S2", Proof.OWN_DIGIT, Proof.OWN_DIGIT),  # two look-alikes
        ("9003X52", Proof.NONE, Proof.WITH_COMPOSITE),  # nothing that it looks like
        ("9OO3IS2", Proof.NONE, Proof.SETTLED),  # four, each the numeral that it looks like most
        ("9OOEIS2", Proof.NONE, Proof.NONE),
        ("9003152X", Proof.OWN_DIGIT, Proof.OWN_DIGIT),  # a letter too many
        ("90031552", Proof.NONE, Proof.WITH_COMPOSITE),  # a numeral too many
    ],
)
def test_how_much_it_takes_to_prove_a_field(read: str, proof: Proof, with_composite: Proof) -> None:
    once, twice = solve(read, 7, SHIPPED)[0], solve(read, 7, SHIPPED, seen_twice=True)[0]
    assert (once.text, once.proof) == (FIELD, proof)
    assert (twice.text, twice.proof) == (FIELD, with_composite)


def test_a_numeral_too_few_is_settled_by_the_composite_at_most() -> None:
    solutions = solve("900315", 7, SHIPPED, seen_twice=True)
    assert FIELD in [solution.text for solution in solutions]
    assert {solution.proof for solution in solutions} == {Proof.SETTLED}


@pytest.mark.parametrize("read", ["9003162", "90031", "900315299", "WOOEIS29", "WOOEIS"])
def test_what_is_wrong_in_numerals_too_long_or_too_short_has_no_solution(read: str) -> None:
    assert solve(read, 7, SHIPPED) == ()


@pytest.mark.parametrize("read", ["9OO3152", "9003X52", "900315", "9003152X", "WWWWWWW"])
def test_every_solution_verifies_and_the_cheapest_are_first(read: str) -> None:
    solutions = solve(read, 7, SHIPPED)
    assert all(check_digit(solution.text[:6]) == solution.text[6] for solution in solutions)
    costs = [solution.cost for solution in solutions]
    assert costs == sorted(costs)
    assert 1 <= len(solutions) <= 12
    assert len({solution.text for solution in solutions}) == len(solutions)
    assert {solution.read for solution in solutions} == {read}


def test_a_text_that_the_calendar_does_not_have_is_no_solution() -> None:
    assert [solution.text for solution in solve("90W3152", 7, SHIPPED)] == [FIELD]
    assert solve("90W3152", 7, SHIPPED, admits=lambda text: text[2:4] != "03") == ()


def test_a_letter_is_plainly_the_numeral_that_it_looks_like_most() -> None:
    assert solve("9OO3152", 7, SHIPPED)[0].is_plain
    assert not solve("9003X52", 7, SHIPPED)[0].is_plain
    assert not solve("9003152X", 7, SHIPPED)[0].is_plain


# Every text of a short field, one after another


def plain_costs(character: str, *, wide: bool) -> dict[str, float]:
    """Return what each numeral costs; any may stand for what looks like none, and for few letters."""
    known = {numeral: cost for cost, numeral in numeral_options(SHIPPED, character)}
    if not known:
        return dict.fromkeys("0123456789", 8.0)
    if not wide or character in known:
        return known
    return dict.fromkeys("0123456789", 9.0) | known


def plain_solutions(read: str, length: int, *, seen_twice: bool) -> list[Solution]:
    """Return the twelve cheapest texts whose digit agrees, and what proves each."""
    wide = sum(one not in "0123456789" for one in read) <= 2
    slots = [plain_costs(one, wide=wide) for one in read]
    any_numeral = dict.fromkeys("0123456789", 0.0)
    ways: list[tuple[float, list[dict[str, float]]]] = [(0.0, slots)]
    if len(read) > length:
        ways = [
            (8.0 if one in "0123456789" else 5.0, slots[:at] + slots[at + 1 :]) for at, one in enumerate(read)
        ]
    elif len(read) < length:
        ways = [(7.0, [*slots[:at], any_numeral, *slots[at:]]) for at in range(length)]
    costs: dict[str, float] = {}
    for numerals in itertools.product("0123456789", repeat=length):
        text = "".join(numerals)
        if check_digit(text[:-1]) == text[-1]:
            of_ways = [
                extra + sum(slot[one] for slot, one in zip(way, text, strict=True))
                for extra, way in ways
                if all(one in slot for slot, one in zip(way, text, strict=True))
            ]
            if of_ways:
                costs[text] = min(of_ways)
    cheapest = min(extra + sum(min(slot.values()) for slot in way) for extra, way in ways)
    most_like = [next((numeral for _, numeral in numeral_options(SHIPPED, one)), one) for one in read]
    plain = "".join(most_like)

    def proof(text: str, cost: float) -> Proof:
        if len(read) < length:
            return Proof.SETTLED
        if cost <= 7.0 and cost - cheapest <= 1.0:
            return Proof.OWN_DIGIT
        if seen_twice and cost <= 12.0 and cost - cheapest <= 1.0:
            return Proof.WITH_COMPOSITE
        return Proof.SETTLED if seen_twice and text == plain else Proof.NONE

    ranked = sorted((cost, text) for text, cost in costs.items())[:12]
    return [Solution(cost, text, read, text == plain, proof(text, cost)) for cost, text in ranked]


@pytest.mark.parametrize("seen_twice", [False, True])
@pytest.mark.parametrize(
    "read",
    [
        *("9003", "9012", "9O13", "9OI3", "9OIS", "9OZS", "X013", "XX13", "XXO3", "9OXS", "9O1E"),
        *("901", "9O1", "OIS", "X01", "XXX"),  # one lost
        *("90133", "9O1X3", "X9013", "9OIX3", "?0173"),  # one added
    ],
)
def test_the_solutions_are_the_cheapest_of_all_texts(read: str, *, seen_twice: bool) -> None:
    found = solve(read, 4, SHIPPED, seen_twice=seen_twice)
    assert [*found] == plain_solutions(read, 4, seen_twice=seen_twice)


@pytest.mark.parametrize("last_weight", [None, 9])
def test_the_cheapest_texts_of_each_residue_are_those_of_all(last_weight: int | None) -> None:
    slots = [
        [(0.0, "1"), (2.5, "7"), (3.0, "4")],
        [(0.5, "0"), (1.0, "8")],
        [(0.0, "2"), (0.25, "5"), (4.0, "6")],
        [(0.0, "3"), (1.5, "9")],
    ]
    weights = [*itertools.islice(itertools.cycle(WEIGHTS), 4)]
    if last_weight is not None:
        weights[-1] = last_weight
    by_residue: dict[int, list[tuple[float, str]]] = {}
    for options in itertools.product(*slots):
        residue = sum(weight * int(one) for weight, (_, one) in zip(weights, options, strict=True)) % 10
        whole = sum(cost for cost, _ in options), "".join(one for _, one in options)
        by_residue.setdefault(residue, []).append(whole)
    found = cheapest_by_residue(slots, 3, last_weight)
    assert found == {residue: sorted(texts)[:3] for residue, texts in by_residue.items()}


@pytest.mark.parametrize(
    ("read", "found"),
    [("7", [(0.0, "7")]), ("O", [(3, "0"), (5, "6"), (6, "9")]), ("៤", [(4, "4")]), ("X", []), ("", [])],
)
def test_a_character_looks_like_numerals_at_a_cost(read: str, found: Sequence[tuple[float, str]]) -> None:
    assert [*numeral_options(SHIPPED, read)] == found
