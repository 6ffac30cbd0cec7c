"""The kinds of noise are pure: the same generator does the same, and what is given stays as it was."""

import copy
import random

import pytest
from noise_kinds import KINDS, SIMILAR_KHMER, SIMILAR_WESTERN, NoiseKind, kind_named, noisy_card

from khmerid.testing import make_specimen
from khmerid.text.numerals import ASCII_DIGITS, KHMER_DIGITS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_same_generator_makes_the_same_noise(kind: NoiseKind) -> None:
    response = make_specimen(seed=5).response()
    before = copy.deepcopy(response)
    one, other = (kind.noise(random.Random(7), response, 0.5) for _ in range(2))  # noqa: S311
    assert one == other != before
    assert response == before


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if "ruined" not in kind.name], ids=lambda kind: kind.name
)
def test_at_a_rate_of_nothing_no_character_is_misread(kind: NoiseKind) -> None:
    response = make_specimen(seed=5).response()
    found = kind.noise(random.Random(7), response, 0.0)["result"]  # noqa: S311
    assert [key for key, text in found.items() if text not in ("", response["result"][key])] == []


def test_each_card_is_another() -> None:
    kind = kind_named("any")
    cards = [noisy_card(kind, rate, number)[0] for rate in kind.rates for number in range(20)]
    assert len({card.values.document_number for card in cards}) == len(cards)


def test_a_numeral_misread_throughout_is_the_same_in_print_and_mrz() -> None:
    response = make_specimen(seed=5).response()
    noise = kind_named("throughout").noise
    found = noise(random.Random(1), response, 0.5)["result"]  # noqa: S311
    assert found["id_number"][:9] == found["machine_code1"][5:14] != response["result"]["id_number"][:9]


@pytest.mark.parametrize(
    ("numerals", "similar"), [(KHMER_DIGITS, SIMILAR_KHMER), (ASCII_DIGITS, SIMILAR_WESTERN)]
)
def test_each_numeral_looks_like_others_of_its_script(numerals: str, similar: dict[str, str]) -> None:
    assert "".join(similar) == numerals
    assert all(set(others) <= set(numerals) - {numeral} for numeral, others in similar.items())
