"""What has changed: seldom alarmed where nothing has, and plainly where something has."""

import math
import random
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest
from support.stored import all_stored, clean_card, odd_card

from khmerid import Profile
from khmerid.calibration.bounds import lower_bound
from khmerid.calibration.drift import FALSE_ALARMS, chance_of, changes
from khmerid.calibration.learning import learn, tally

Shares = dict[str, tuple[int, int]]


def profile(on_cards: Shares) -> Profile:
    return Profile(name="gate", cards=300, on_cards=on_cards)


def drawn(chance: random.Random, rates: dict[str, float], cards: int) -> Shares:
    return {what: (sum(chance.random() < rate for _ in range(cards)), cards) for what, rate in rates.items()}


@pytest.mark.parametrize("false_alarms", [0.01, 0.1, 0.3])
def test_where_nothing_has_changed_no_more_runs_alarm_than_was_asked_for(false_alarms: float) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    runs, alarmed = 300, 0
    for _ in range(runs):
        rates = {
            f"{side} {at} misread": chance.choice((0.01, 0.1, 0.3, 0.5))
            for side in ("khmer", "mrz")
            for at in range(10)
        }
        before, now = drawn(chance, rates, 120), drawn(chance, rates, 50)
        found = changes(profile(before), now, false_alarms=false_alarms)
        alarmed += any(one.is_alarm for one in found)
    assert lower_bound(alarmed, runs) <= false_alarms


def test_where_one_rate_has_changed_that_one_alarms() -> None:
    chance = random.Random(8)  # noqa: S311 - repeatable, not secret
    rates = {f"khmer {at} misread": 0.1 for at in range(10)}
    before, now = drawn(chance, rates, 300), drawn(chance, rates | {"khmer 3 misread": 0.4}, 100)
    found = changes(profile(before), now)
    assert [one.what for one in found if one.is_alarm] == ["khmer 3 misread"]
    assert found[0].what == "khmer 3 misread"
    assert (found[0].before, found[0].now) == (before["khmer 3 misread"], now["khmer 3 misread"])
    assert [one.chance for one in found] == sorted(one.chance for one in found)


def test_the_more_is_compared_the_less_likely_has_to_be_what_alarms() -> None:
    shares = {"sex missing": (0, 300), "sex differs": (0, 300)}
    found = changes(profile(shares), {"sex missing": (2, 60), "sex differs": (2, 60)}, false_alarms=0.05)
    assert FALSE_ALARMS < found[0].chance < 0.05 < 2 * found[0].chance
    assert [one.is_alarm for one in found] == [False, False]
    alone = changes(profile({"sex missing": (0, 300)}), {"sex missing": (2, 60)}, false_alarms=0.05)
    assert [one.is_alarm for one in alone] == [True]


def test_cards_of_the_same_engine_do_not_alarm_and_those_of_another_do() -> None:
    learned = learn(all_stored(map(odd_card, range(60))), "odd")
    same = tally(all_stored(map(odd_card, range(300, 340)))).counts_on_cards()
    other = tally(all_stored(map(clean_card, range(40)))).counts_on_cards()
    assert not [one.what for one in changes(learned, same) if one.is_alarm]
    assert "mrz 0 misread" in [one.what for one in changes(learned, other) if one.is_alarm]


def test_what_only_one_of_them_had_is_not_compared() -> None:
    before: Shares = {
        "sex missing": (1, 300),
        "sex differs": (0, 0),
        "mrz missing": (3, 300),
        "mrz 1 misread": (1, 2),
    }
    now = {"sex missing": (1, 100), "sex differs": (0, 100), "mrz missing": (0, 0), "mrz 2 misread": (1, 2)}
    assert [one.what for one in changes(profile(before), now)] == ["sex missing"]
    assert changes(profile({}), now) == []


@pytest.mark.parametrize("wrong", [0, 1, 0.0, 1.0, -0.01, 1.5, math.nan, math.inf])
def test_a_share_of_false_alarms_that_is_none_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        changes(profile({}), {}, false_alarms=wrong)


def exactly(one: tuple[int, int], other: tuple[int, int]) -> Fraction:
    """Return how likely two shares differ so much or more, by counting each table of these margins."""
    (on, of), (other_on, other_of) = one, other
    total = on + other_on
    tables = {
        here: math.comb(of, here) * math.comb(other_of, total - here) for here in range(min(of, total) + 1)
    }
    likely = sum(ways for ways in tables.values() if ways <= tables[on])
    return Fraction(likely, math.comb(of + other_of, total))


def shares(most: int) -> list[tuple[int, int]]:
    return [(on, of) for of in range(most + 1) for on in range(of + 1)]


def test_the_chance_is_that_of_all_tables_counted_one_by_one() -> None:
    for one, other in product(shares(7), repeat=2):
        assert chance_of(one, other) == pytest.approx(float(exactly(one, other)), abs=1e-12)
        assert chance_of(one, other) == pytest.approx(chance_of(other, one), abs=1e-12)


@pytest.mark.parametrize(
    ("one", "other"),
    [((3, 300), (40, 500)), ((150, 300), (240, 500)), ((7, 1000), (7, 1000)), ((0, 90), (9, 900))],
)
def test_it_is_so_for_larger_tables_as_well(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert chance_of(one, other) == pytest.approx(float(exactly(one, other)), rel=1e-6)
    assert chance_of(other, one) == pytest.approx(chance_of(one, other), rel=1e-9)


@pytest.mark.parametrize("of", [1, 10, 999, 100_000])
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_where_nothing_differs_it_is_certain(of: int, share: float) -> None:
    one: Any = (int(share * of), of)
    assert chance_of(one, one) == pytest.approx(1, abs=1e-6)
    assert chance_of(one, one) <= 1


def test_the_farther_apart_the_less_likely() -> None:
    chances = [chance_of((20, 200), (on, 200)) for on in range(20, 60)]
    assert all(nearer >= farther - 1e-9 for nearer, farther in pairwise(chances))
    assert chances[-1] < 1e-5
