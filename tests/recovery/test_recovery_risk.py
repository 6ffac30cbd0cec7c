"""The risks of a recovered MRZ are those of every pair of misreadings, one after another."""

import itertools
import math
from collections.abc import Iterator

import pytest
from support.utopia import ANNA

from khmerid.misreading import SHIPPED
from khmerid.misreading.noise import Rates, likelihoods
from khmerid.mrz.check_digit import check_digit
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import TD1, TD3, MrzFormat
from khmerid.mrz.parsing import parse_mrz
from khmerid.mrz.writing import format_td3
from khmerid.outcome import Outcome
from khmerid.recovery.risk import (
    ZoneNoise,
    noise_of,
    odds_of_changes,
    risk_of_codes,
    risk_of_numerals,
)
from khmerid.recovery.solver import Solution

MRZ, LOOKS = SHIPPED.mrz, SHIPPED.look_alikes
RATES = (5e-5, 2e-3, 0.015, 0.1)
NUMERALS = "0123456789"
NOISE = ZoneNoise(numeral=0.01, numeral_squared=0.003, letter=0.002, letter_squared=0.0007)
CARD = ("IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4", "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<")
PASSPORT = format_td3(**ANNA | {"document_code": "P", "document_number": "898902003"})


def as_read(text: str) -> Solution:
    return Solution(0.0, text, text)


def odds(wrong: float) -> float:
    return wrong / (1 + wrong)


# How often numerals are misread


def test_an_mrz_shows_its_rates_by_what_was_read_right_and_what_failed() -> None:
    found = noise_of(right=20, misread=2, failed=(7, 10))
    of_numerals = [(1 - rate) ** 20 * (1 - (1 - rate) ** 7) * (1 - (1 - rate) ** 10) for rate in RATES]
    of_letters = [(1 - rate) ** 20 * rate**2 for rate in RATES]
    for weights, mean, square in (
        (of_numerals, found.numeral, found.numeral_squared),
        (of_letters, found.letter, found.letter_squared),
    ):
        shares = [weight / sum(weights) for weight in weights]
        assert mean == pytest.approx(sum(map(float.__mul__, shares, RATES)))
        assert square == pytest.approx(
            sum(share * rate**2 for share, rate in zip(shares, RATES, strict=True))
        )


def test_before_anything_is_read_each_rate_is_as_likely() -> None:
    assert noise_of(right=0, misread=0, failed=()).numeral == pytest.approx(sum(RATES) / 4)


# Of numerals


def pairs_of(text: str) -> Iterator[str]:
    """Yield a text with every two numerals replaced by every two others."""
    for first, second in itertools.combinations(range(len(text)), 2):
        for one, other in itertools.product(NUMERALS, repeat=2):
            if one != text[first] and other != text[second]:
                yield text[:first] + one + text[first + 1 : second] + other + text[second + 1 :]


def share_hidden(table: MrzFormat, lines: tuple[str, ...], name: str, *, agrees: bool) -> float:
    """Return how many pairs of misread numerals the digits of an MRZ do not see."""
    line, where = table.places[name]
    found = []
    for text in pairs_of(lines[line][where]):
        changed = list(lines)
        changed[line] = lines[line][: where.start] + text + lines[line][where.stop :]
        mrz = parse_mrz(changed, table).value
        assert mrz is not None
        checks = mrz.checks
        found.append(
            check_digit(text[:-1]) == text[-1] and (not agrees or checks.composite is Outcome.AGREES)
        )
    return sum(found) / len(found)


@pytest.mark.parametrize("agrees", [False, True])
@pytest.mark.parametrize("name", ["document_number", "date_of_birth", "date_of_expiry"])
@pytest.mark.parametrize(
    ("table", "lines"), [(TD1, CARD), (TD3, PASSPORT)], ids=lambda one: getattr(one, "name", "")
)
def test_two_misread_numerals_are_hidden_as_often_as_the_digits_do_not_see_them(
    table: MrzFormat, lines: tuple[str, ...], name: str, *, agrees: bool
) -> None:
    line, where = table.places[name]
    text = lines[line][where]
    assert check_digit(text[:-1]) == text[-1]
    share = share_hidden(table, lines, name, agrees=agrees)
    assert risk_of_numerals(as_read(text), table, name, NOISE, SHIPPED, agrees=agrees) == pytest.approx(
        odds(math.comb(len(text), 2) * NOISE.numeral_squared * share)
    )


def test_a_numeral_that_was_changed_may_be_yet_another_one() -> None:
    """Of a changed one, and one that was not; or of the two that were changed."""
    share = share_hidden(TD1, CARD, "date_of_birth", agrees=False)
    one, two = (Solution(1.0, "9003152", read) for read in ("9OO3152", "90031S2"))
    (of_o, _), (of_s,) = odds_of_changes(one, MRZ), odds_of_changes(two, MRZ)
    found = risk_of_numerals(two, TD1, "date_of_birth", NOISE, SHIPPED, agrees=False)
    pairs = math.comb(6, 2) * NOISE.numeral_squared + 6 * NOISE.numeral * of_s
    assert found == pytest.approx(odds(share * pairs))
    found = risk_of_numerals(one, TD1, "date_of_birth", NOISE, SHIPPED, agrees=False)
    pairs = math.comb(5, 2) * NOISE.numeral_squared + 5 * NOISE.numeral * 2 * of_o + of_o * of_o
    assert found == pytest.approx(odds(share * pairs))


@pytest.mark.parametrize(("read", "text"), [("O", "0"), ("S", "5"), ("?", "4"), ("B", "8"), ("B", "3")])
def test_the_odds_of_another_numeral_are_how_much_likelier_all_are_than_this_one(
    read: str, text: str
) -> None:
    likely = likelihoods(MRZ, read, Rates(1.0, 2e-3, 0.01, 3e-3))
    others = sum(likely) - likely[int(text)]
    assert odds_of_changes(Solution(0.0, f"1{text}2", f"1{read}2"), MRZ) == [
        pytest.approx(others / likely[int(text)])
    ]


@pytest.mark.parametrize(
    ("read", "text", "slips"),
    [
        ("9003152", "9003152", 0),
        ("900315", "9003152", 1),  # one was lost
        ("9003152X", "9003152", 1),  # one was added
        ("90031152", "9003152", 1),
        ("9OO315", "9003152", 2),  # one was lost, and two are others
        ("OOOOOOOOOO", "9003152", 7),  # no more than there are
        ("", "9003152", 7),
    ],
)
def test_where_characters_were_lost_or_added_another_numeral_is_as_likely(
    read: str, text: str, slips: int
) -> None:
    assert odds_of_changes(Solution(0.0, text, read), MRZ) == [1.0] * slips


@pytest.mark.parametrize(
    ("number", "blind"),
    [
        ("D23745893", 0),
        ("D2374589L", 1),  # a 1
        ("D2374589U", 1),  # a 0
        ("G23745893", 1),  # a 6
        ("610745893", 3),  # and the other way round
        ("GLLG45893", 4),
        ("D2<745893", 1),  # a K
        ("D2374<<<<", 0),  # behind the number they are fillers
    ],
)
def test_where_letters_may_stand_what_no_digit_tells_from_its_look_alike_counts_by_itself(
    number: str, blind: int
) -> None:
    """And a numeral may be misread as a letter, too."""
    text = number + check_digit(number)
    share = share_hidden(TD1, CARD, "document_number", agrees=True)
    square = NOISE.numeral_squared + NOISE.letter_squared + 2 * NOISE.numeral * NOISE.letter
    found = risk_of_numerals(
        as_read(text), TD1, "document_number", NOISE, SHIPPED, agrees=True, may_have_letters=True
    )
    expected = math.comb(10, 2) * square * share + NOISE.letter * blind
    assert found == pytest.approx(odds(expected))


def test_letters_make_a_changed_character_riskier() -> None:
    share = share_hidden(TD1, CARD, "document_number", agrees=False)
    solution = Solution(3.0, "5232737478", "S232737478")
    (changed,) = odds_of_changes(solution, MRZ)
    found = risk_of_numerals(
        solution, TD1, "document_number", NOISE, SHIPPED, agrees=False, may_have_letters=True
    )
    square = NOISE.numeral_squared + NOISE.letter_squared + 2 * NOISE.numeral * NOISE.letter
    pairs = math.comb(9, 2) * square + 9 * (NOISE.numeral + NOISE.letter) * changed
    assert found == pytest.approx(odds(pairs * share))


# Of codes


def likely_code(read: str, code: str, rate: float) -> float:
    """Return how likely a code is read so: half of misread letters are one that looks like it."""
    found = 1.0
    for one, letter in zip(read, code.ljust(3, "<"), strict=True):
        if one == letter:
            found *= 1 - rate
        else:
            found *= rate * (0.5 if LOOKS.alike(letter, one) else 1 / 30)
    return found


@pytest.mark.parametrize(
    "texts",
    [("KHM", "KHM"), ("KHN", "KHM"), ("KHM", "K8M"), ("MLT", "MLT"), ("D<<", "D<<"), ("0HM", "KHM")],
    ids="-".join,
)
def test_codes_are_as_risky_as_all_pairs_of_codes_make_them(texts: tuple[str, str]) -> None:
    """Of a hundred cards one has two codes that differ."""
    code = next(one.rstrip("<") for one in texts if one.rstrip("<") in STATES)
    right = every = 0.0
    for rate in RATES:
        one, other = ({state: likely_code(text, state, rate) for state in STATES} for text in texts)
        for state in STATES:
            every += 0.99 / len(STATES) * one[state] * other[state]
        every += 0.01 / len(STATES) ** 2 * sum(one.values()) * sum(other.values())
        right += (0.99 / len(STATES) + 0.01 / len(STATES) ** 2) * one[code] * other[code]
    assert risk_of_codes(texts, code, SHIPPED) == pytest.approx(1 - right / every, rel=1e-6, abs=1e-13)


@pytest.mark.parametrize("text", ["", "KH", "KHMM"])
def test_a_code_of_another_length_tells_nothing(text: str) -> None:
    nothing = risk_of_codes(("", "KHM"), "KHM", SHIPPED)
    assert risk_of_codes((text, "KHM"), "KHM", SHIPPED) == nothing
    assert risk_of_codes(("KHM", text), "KHM", SHIPPED) == pytest.approx(nothing)
    assert nothing > 100 * risk_of_codes(("KHM", "KHM"), "KHM", SHIPPED)
