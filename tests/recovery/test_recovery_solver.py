"""The numerals that a damaged field with its check digit can have been."""

import pytest

from khmerid.misreading import SHIPPED
from khmerid.mrz.check_digit import check_digit
from khmerid.recovery.solver import Proof, solve

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
