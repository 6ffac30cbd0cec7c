"""What is counted on cards, what a profile learns of it, and that no text of a card is in it."""

import datetime as dt
import random
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.stored import (
    AS_M,
    AS_Q,
    Read,
    all_stored,
    changed,
    clean_card,
    odd_card,
    silently_wrong,
    stored,
)

from khmerid import Decision, Profile, examine
from khmerid.calibration.counting import FEWEST_SEEN, Tally, counted
from khmerid.calibration.labels import read_label
from khmerid.calibration.learning import StoredCard, learn, profile_of, tally
from khmerid.fields.sex import Sex
from khmerid.misreading import SHIPPED
from khmerid.misreading.conditions import CONDITIONS
from khmerid.misreading.profile import SHIPPED_PROFILES
from khmerid.raw_card import TEXT_FIELDS, RawCard
from khmerid.testing import make_specimen
from khmerid.text.numerals import KHMER_DIGITS

UNUSUAL = "ឆឺឡៅឋាញ់"  # a name of no place, no mark and no person
LEARNED_FROM, JUDGED = range(100), range(500, 600)


def rate(profile: Profile, channel: str, printed: str, read: str) -> float:
    """Return how often a character was read as another, of all that were counted of it."""
    row = profile.characters[channel][printed]
    return row.get(read, 0.0) / sum(row.values())


ODD = [odd_card(number) for number in LEARNED_FROM]
LEARNED = learn(all_stored(ODD), "odd")


def marked(number: int) -> Read:
    """Return a clean card with texts that no other has where no numeral of it is."""
    specimen, response = clean_card(number)
    texts = response["result"]
    return specimen, changed(
        response,
        name_kh=f"{UNUSUAL} {UNUSUAL}",
        name_en="ZZYXQ JJWVZ",
        birth_place=f"ឃុំ{UNUSUAL} ស្រុក{UNUSUAL} {UNUSUAL}",
        address=f"ផ្ទះ៣៣ {UNUSUAL} ភូមិ{UNUSUAL} ឃុំអង្គតាសាម ស្រុកត្រាំកក់ តាកែវ",
        description=f"ប្រជ្រុយចំ.០,៥ស.ម លើ{UNUSUAL}",
        id_number=f"{texts['id_number']} (§7)",
        machine_code1=texts["machine_code1"][:15] + "ZZYXQ<<<<<<<<<<",
        machine_code3="ZZYXQ<<JJWVZ<<<<<<<<<<<<<<<<<<",
    )


def test_no_text_of_a_card_is_in_a_profile() -> None:
    profile = learn(all_stored(map(marked, range(20))), "marked")
    said = profile.to_json()
    assert not (set(UNUSUAL) | set("ZYXQJWV§")) & set(said)
    assert sum(profile.characters["khmer"]["1"].values()) > 20  # and yet it has learned
    assert {len(one) for table in profile.characters.values() for row in table.values() for one in row} <= {
        0,
        1,
    }


def test_of_letters_nothing_is_in_a_profile_labelled_or_not() -> None:
    """What is read for a letter settles what conflicts: names, States, the sex."""
    label = read_label({"id": 1, "surname": "ZZYXQ", "given_names": "JJWVZ", "sex": "F"})
    profile = learn([stored(marked(number), label) for number in range(20)], "marked")
    assert {printed for table in profile.characters.values() for printed in table} <= {"", ".", *"0123456789"}


@pytest.mark.parametrize(("cards", "is_stored"), [(FEWEST_SEEN - 1, False), (FEWEST_SEEN, True)])
def test_what_is_seen_on_fewer_than_three_cards_is_not_stored(cards: int, *, is_stored: bool) -> None:
    def one(number: int) -> Read:
        specimen, response = clean_card(number)
        text = response["result"]["birth_date"]
        rare = text.replace(".", "§") if number < cards else text
        return specimen, changed(response, birth_date=rare)

    tallied = tally(all_stored(map(one, range(15))))
    assert tallied.characters["khmer", ".", "§"] > 1.9 * cards
    assert ("§" in profile_of(tallied, "rare").to_json()) is is_stored


def test_a_character_that_stands_often_on_one_card_is_seen_on_one() -> None:
    card = stored(clean_card(3))
    once, twice = tally([card]), tally([card, card])
    assert set(once.seen_on.values()) == {1}
    assert set(twice.seen_on.values()) == {2}
    assert max(once.characters.values()) > 1.5


def test_the_order_of_the_rows_does_not_matter() -> None:
    cards = all_stored(ODD[:40])
    shuffled = random.Random(3).sample(cards, len(cards))  # noqa: S311 - repeatable, not secret
    one, other = learn(cards, "odd"), learn(shuffled, "odd")
    assert shuffled != cards
    assert other.used == one.used


def test_rows_that_stand_twice_hardly_move_a_rate() -> None:
    cards = all_stored(ODD[:40])
    one, twice = (learn(cards * times, "odd").misreadings for times in (1, 2))
    for name in ("printed_khmer", "printed_latin", "mrz"):
        channel, doubled = getattr(one, name), getattr(twice, name)
        for printed in channel.costs.keys() | doubled.costs.keys():
            rates, others = channel.rates(printed), doubled.rates(printed)
            for read in rates.keys() | others.keys():
                assert abs(rates.get(read, 0.0) - others.get(read, 0.0)) < 0.04


def test_two_halves_are_the_whole() -> None:
    cards = all_stored(ODD[:30])
    halves = tally(cards[::2]) + tally(cards[1::2])
    assert profile_of(halves, "odd").used == profile_of(tally(cards), "odd").used


def test_fewer_than_ten_cards_are_no_profile() -> None:
    with pytest.raises(ValueError, match="at least 10 cards"):
        learn(all_stored(ODD[:9]), "few")


def with_last(numeral: str, number: int) -> Read:
    specimen = make_specimen(seed=number, document_number=f"3{number:07}{numeral}")
    return specimen, specimen.response()


def test_what_is_read_otherwise_than_a_label_says_is_a_misreading() -> None:
    def label(number: int) -> dict[str, Any]:
        return {**read_label({"id": number, "document_number": f"3{number:07}6"})}

    cards = [with_last("5", number) for number in range(12)]
    known = learn([stored(card, label(number)) for number, card in enumerate(cards)], "labelled")
    believed = learn(all_stored(cards), "unlabelled")
    assert known.characters["latin"]["6"]["5"] == 12 <= known.characters["mrz"]["6"]["5"]
    for channel in ("latin", "mrz"):
        assert "5" not in believed.characters[channel].get("6", {})
    assert known.on_cards == believed.on_cards  # noted as without labels: cards compared later have none


@pytest.mark.parametrize(("said", "at"), [(Sex.F, 0), (Sex.M, 1)])
def test_the_word_of_the_sex_is_held_against_a_label_before_the_mrz(said: Sex, at: int) -> None:
    specimen = make_specimen(seed=1, sex=Sex.M)
    response = changed(specimen.response(), sex="ស្រ")  # nearer to the word for a woman, by two edits
    words = tally([stored((specimen, response), {"sex": said})]).words
    by_mrz = tally([stored((specimen, response))]).words
    assert [*words.values()] == [[1.0, 0.0] if at == 0 else [0.0, 1.0]]
    assert [*by_mrz.values()] == [[0.0, 1.0]]


@pytest.mark.parametrize(
    "texts",
    [
        {"sex": ""},
        {"sex": "ប្រុស", "machine_code2": ""},
        {"sex": "????????"},  # as far from either word
    ],
)
def test_no_word_of_the_sex_is_counted_where_there_is_none_or_nothing_tells(texts: dict[str, str]) -> None:
    specimen, response = clean_card(1)
    assert tally([stored((specimen, changed(response, **texts)))]).words == {}


def test_a_card_without_a_certain_value_teaches_no_character() -> None:
    empty = StoredCard(RawCard(), dt.date(2026, 11, 22))
    tallied = tally([empty])
    assert (tallied.cards, dict(tallied.characters)) == (1, {})
    noted = tallied.counts_on_cards()
    assert noted["mrz missing"] == noted["date_of_birth missing"] == (1, 1)
    assert [what for what in noted if what.endswith((" misread", " differs"))] == []


def test_what_is_missing_and_what_differs_is_noted_of_each_card() -> None:
    specimen, response = clean_card(1)
    other = make_specimen(seed=2)
    missing = changed(response, name_en="", machine_code1="", machine_code2="", machine_code3="")
    differs = changed(response, birth_date=other.response()["result"]["birth_date"])
    cards = [stored((specimen, one)) for one in (response, missing, differs)]
    noted = tally(cards).counts_on_cards()
    assert noted["name_latin missing"] == noted["mrz missing"] == (1, 3)
    assert noted["address missing"] == (0, 3)
    assert noted["date_of_birth differs"] == (1, 2)
    assert noted["row unreadable"] == (0, 3)
    pictures = [counts for what, counts in noted.items() if what.startswith("picture ")]
    assert (len(pictures), sum(on for on, _ in pictures)) == (len(CONDITIONS), 3)


def test_on_how_many_cards_a_numeral_was_misread_is_noted_and_on_how_many_any_was() -> None:
    noted = LEARNED.on_cards
    on = {what: counts[0] for what, counts in noted.items()}
    assert on["khmer 3 misread"] == on["khmer at least 1 misread"] > 0
    assert on["mrz 0 misread"] == on["mrz at least 1 misread"] > 0
    assert [on[f"{side} {numeral} misread"] for side in ("khmer", "mrz") for numeral in "18"] == [0] * 4
    assert noted["khmer 3 misread"][1] < noted["khmer at least 1 misread"][1] == len(ODD)
    assert [on[f"{side} at least {many} misread"] for side in ("khmer", "mrz") for many in (3, 8)] == [0] * 4


@pytest.mark.parametrize("name", SHIPPED_PROFILES)
def test_a_profile_of_the_package_notes_what_is_noted_of_cards_now(name: str) -> None:
    assert set(Profile.shipped(name).on_cards) == set(LEARNED.on_cards)


def test_a_row_without_a_card_is_noted_and_no_card() -> None:
    tallied = tally(all_stored(ODD[:10]))
    tallied.add_unreadable()
    assert tallied.cards == 10
    assert profile_of(tallied, "odd").on_cards["row unreadable"] == (1, 11)


def test_a_card_is_read_with_the_tables_of_the_pass_before() -> None:
    cards = all_stored(ODD[:30])
    first = tally(cards)
    second = tally(cards, LEARNED)
    assert second.cards == first.cards
    assert second.characters["khmer", "3", "m"] > 0
    assert second.characters != first.characters


def test_a_stored_card_quotes_nothing() -> None:
    card = stored(clean_card(1), {"surname": "SOPHEA"})
    assert repr(card) == "StoredCard(raw, today, known)"
    told = counted(card.raw, today=card.today, misreadings=SHIPPED, known=card.known)
    assert "SOPHEA" not in repr(told)


LIKE_A_CARD = st.text(st.sampled_from("0123456789០១៣៩.<KHMFID ?(/ស្រី\u202e\ud800\tសុខ"), max_size=34)


@given(
    texts=st.dictionaries(st.sampled_from(TEXT_FIELDS), LIKE_A_CARD),
    mrz=st.lists(LIKE_A_CARD, max_size=4),
    is_whole=st.booleans(),
)
@settings(max_examples=40)
def test_whatever_stands_on_a_card_is_counted(
    texts: dict[str, Any], mrz: list[str], *, is_whole: bool
) -> None:
    specimen, response = clean_card(5)
    raw = attrs.evolve(stored((specimen, response)).raw if is_whole else RawCard(mrz=tuple(mrz)), **texts)
    card = StoredCard(raw, specimen.today, {"document_number": "010203040", "sex": Sex.F})
    tallied = tally([card])
    for _ in range(4):
        tallied = tallied + tallied
    profile = profile_of(tallied, "any")
    assert profile.cards == 16
    assert Profile.from_json(profile.to_json()) == profile
    Tally().add(counted(raw, today=specimen.today, misreadings=profile.misreadings, known={}))


def test_from_unlabelled_cards_an_odd_engine_s_misreadings_are_learned() -> None:
    assert AS_M / 2 < rate(LEARNED, "khmer", "3", "m") < AS_M * 2
    assert AS_Q / 2 < rate(LEARNED, "mrz", "0", "Q") < AS_Q * 2
    own, shipped = LEARNED.misreadings, SHIPPED
    assert own.printed_khmer.cost("3", "m") < shipped.printed_khmer.cost("3", "m")
    assert own.mrz.cost("0", "Q") < shipped.mrz.cost("0", "Q")


def judged(profile: Profile | None, numbers: Iterable[int] = JUDGED) -> tuple[int, list[str]]:
    """Return how many of the other cards of the odd engine are accepted, and what is silently wrong."""
    accepted, wrong = 0, []
    for specimen, response in map(odd_card, numbers):
        found = examine(response, today=specimen.today, profile=profile)
        accepted += found.decision is Decision.ACCEPT
        wrong += silently_wrong(found, specimen)
    return accepted, wrong


@pytest.fixture(scope="module")
def accepted_without() -> int:
    accepted, wrong = judged(None)
    assert wrong == []
    return accepted


def test_what_was_learned_of_an_odd_engine_accepts_no_fewer_and_nothing_wrong(accepted_without: int) -> None:
    accepted, wrong = judged(LEARNED)
    assert wrong == []
    assert accepted >= accepted_without
    assert accepted > 0


def altered(chance: random.Random, card: StoredCard) -> StoredCard:
    """Change a numeral of the printed birth into another."""
    text = card.raw.date_of_birth or ""
    at = chance.choice([at for at, read in enumerate(text) if read in KHMER_DIGITS])
    other = chance.choice(KHMER_DIGITS.replace(text[at], ""))
    return card._replace(raw=attrs.evolve(card.raw, date_of_birth=text[:at] + other + text[at + 1 :]))


def garbage(chance: random.Random, card: StoredCard) -> StoredCard:
    """Put noise in place of number, dates and MRZ."""

    def noise(length: int) -> str:
        return "".join(chance.choices(f"{KHMER_DIGITS}0123456789ABCDEFKM<. កខគ", k=length))

    fields = ("document_number", "date_of_birth", "date_of_issue", "date_of_expiry")
    texts: dict[str, Any] = {field: noise(10) for field in fields}
    return card._replace(raw=attrs.evolve(card.raw, **texts, mrz=tuple(noise(30) for _ in range(3))))


@pytest.mark.parametrize("spoil", [altered, garbage])
def test_rows_that_someone_spoiled_make_nothing_silently_wrong(
    spoil: Callable[[random.Random, StoredCard], StoredCard],
) -> None:
    chance = random.Random(11)  # noqa: S311 - repeatable, not secret
    cards = [card if at % 10 else spoil(chance, card) for at, card in enumerate(all_stored(ODD[:100]))]
    accepted, wrong = judged(learn(cards, "spoiled"), JUDGED[:50])
    assert wrong == []
    assert accepted > 0


def test_nothing_is_learned_of_a_value_that_may_be_another() -> None:
    """Print and MRZ say two days of birth, and the check digit none of them."""
    specimen, response = clean_card(1)
    other = make_specimen(seed=2).response()["result"]["birth_date"]
    middle = response["result"]["machine_code2"]
    doubtful = changed(response, birth_date=other, machine_code2=f"{middle[:6]}8{middle[7:]}")

    def of_dates(one: dict[str, Any]) -> float:
        characters = tally([stored((specimen, one))]).characters
        return sum(count for (channel, _, _), count in characters.items() if channel == "khmer")

    assert of_dates(response) == pytest.approx(30, abs=0.01)  # birth, issue and expiry
    assert of_dates(doubtful) == pytest.approx(20, abs=0.01)


def test_the_rates_of_clean_cards_are_those_of_an_engine_without_a_fault() -> None:
    profile = learn(all_stored(map(clean_card, range(20))), "clean")
    for channel, table in profile.characters.items():
        for printed, row in table.items():
            assert len(row) == 1, (channel, printed)
    assert [what for what, (on, _) in profile.on_cards.items() if on and what.endswith(" misread")] == []
