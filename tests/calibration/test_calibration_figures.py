"""What a profile changes: each card is judged by what the others taught, counted, and bounded."""

import json
import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from support.stored import all_stored, changed, clean_card, odd_card, stored

from khmerid import Profile, examine
from khmerid.calibration.bounds import at_least, lower_bound, upper_bound
from khmerid.calibration.figures import (
    AFTER,
    BEFORE,
    JUDGED,
    Confusion,
    Figures,
    Judging,
    Sure,
    Worth,
    agreed_wrong,
    bound_of,
    confusions_of,
)
from khmerid.calibration.labels import read_label
from khmerid.calibration.learning import StoredCard, learn, profile_of, tally
from khmerid.examination import examine_card
from khmerid.misreading import SHIPPED, Misreadings
from khmerid.text.numerals import ASCII_DIGITS, KHMER_DIGITS

ODD = all_stored(map(odd_card, range(60)))
LEARNED = learn(ODD, "odd")


def judged(cards: list[StoredCard], *, unreadable: int = 0) -> Figures:
    """Return the figures of cards by what the other half of them taught."""
    halves = [profile_of(tally(cards[start::2]), "half").misreadings for start in (0, 1)]
    judging = Judging(halves)
    for number, card in enumerate(cards):
        judging.add(number, card)
    return judging.figures(learn(cards, "whole"), unreadable=unreadable)


FIGURES = judged(ODD[:30], unreadable=2)


def test_the_figures_are_plain_data_for_json() -> None:
    said = FIGURES.to_dict()
    assert json.loads(json.dumps(said, allow_nan=False)) == said
    assert said["profile"] == {"name": "whole", "digest": FIGURES.profile.used.digest}
    assert (said["cards"], said["rows"], said["unreadable"], said["labelled"]) == (30, 32, 2, 0)
    assert set(said["sure"]) == set(JUDGED)
    assert said["sure"]["sex"]["before"]["at_most"] is None
    assert len(said["worth_labelling"]) == 30


def test_no_figure_shows_what_is_on_a_card() -> None:
    said = json.dumps(FIGURES.to_dict(), ensure_ascii=False)
    for number in range(30):
        specimen, response = odd_card(number)
        for text in (specimen.values.document_number, *response["result"].values()):
            assert not isinstance(text, str) or len(text) < 8 or text not in said
    assert "whole" not in repr(FIGURES)


def blind() -> Misreadings:
    """Return the tables of an engine that reads any numeral as any, by which no card can be accepted."""
    channels = {"khmer": KHMER_DIGITS, "latin": ASCII_DIGITS, "mrz": ASCII_DIGITS}
    characters = {
        channel: {printed: dict.fromkeys(read, 1000.0) for printed in ASCII_DIGITS}
        for channel, read in channels.items()
    }
    return Profile(name="blind", cards=10, characters=characters).misreadings


def test_a_card_is_judged_by_the_half_that_it_is_not_of() -> None:
    card = stored(clean_card(2))
    for halves, accepted in (((SHIPPED, blind()), 0), ((blind(), SHIPPED), 1)):
        judging = Judging(halves)
        judging.add("first", card)
        assert judging.figures(LEARNED, unreadable=0).accepted == {BEFORE: 1, AFTER: accepted}
        judging.add("second", card)
        assert judging.figures(LEARNED, unreadable=0).accepted == {BEFORE: 2, AFTER: 1}


def test_more_is_accepted_and_sure_with_a_profile_of_an_odd_engine() -> None:
    figures = judged([stored(odd_card(number, times=6)) for number in range(500, 540)])
    assert figures.accepted[AFTER] > figures.accepted[BEFORE]
    sure = {when: sum(of_field[when].n for of_field in figures.sure.values()) for when in (BEFORE, AFTER)}
    assert sure[AFTER] > sure[BEFORE] > 0


def test_the_predicted_error_is_the_sum_of_the_risks_of_the_sure_values() -> None:
    risks = []
    for card in ODD[:30]:
        found = examine_card(card.raw, today=card.today).date_of_birth
        risks += [found.risk or 0.0] if found.assurance.is_sure else []
    sure = FIGURES.sure["date_of_birth"][BEFORE]
    assert sure.n == len(risks) > 0
    assert math.isclose(sure.predicted, sum(risks))


def labelled(number: int, **other: str) -> StoredCard:
    specimen, response = clean_card(number)
    said = {"id": number} | {field: specimen.truth[field] for field in JUDGED} | other
    return stored((specimen, response), read_label(said))


def test_what_a_label_says_of_sure_values_is_counted_and_bounded() -> None:
    right, wrong, none = labelled(2), labelled(3, surname="ZZYXQ", sex=""), stored(clean_card(4))
    judging = Judging([SHIPPED, SHIPPED])
    for number, card in enumerate((right, wrong, none)):
        judging.add(number, card)
    figures = judging.figures(LEARNED, unreadable=0)
    counts = {field: of_field[AFTER] for field, of_field in figures.sure.items()}
    others = dict.fromkeys(JUDGED, (3, 2, 0))
    assert {field: (one.n, one.labelled, one.wrong) for field, one in counts.items()} == others | {
        "surname": (3, 2, 1),
        "sex": (3, 1, 0),
    }
    assert figures.labelled == 2
    assert figures.worth == [2]  # the others have a label
    assert figures.to_dict()["sure"]["surname"]["after"]["at_most"] == upper_bound(1, 2)


def test_the_coverage_rises_with_the_risk_that_is_allowed_to_all_values() -> None:
    for points in FIGURES.coverage.values():
        risks, shares = zip(*points, strict=True)
        assert all(low < high for low, high in pairwise(risks))
        assert all(low < high for low, high in pairwise(shares))
        assert 1e-12 <= risks[0] <= risks[-1] <= 1
        assert shares[-1] == 1


def test_a_value_that_nobody_weighed_is_in_no_coverage() -> None:
    specimen, response = clean_card(1)
    empty = changed(response, **dict.fromkeys(response["result"], ""))
    judging = Judging([SHIPPED, SHIPPED])
    judging.add(1, stored((specimen, changed(empty, name_en=response["result"]["name_en"]))))
    figures = judging.figures(LEARNED, unreadable=0)
    assert figures.coverage == {BEFORE: [], AFTER: []}
    assert set(figures.sure["date_of_birth"].values()) == {Sure()}


def test_print_and_mrz_are_held_against_each_other() -> None:
    on_cards = {"sex differs": (3, 90), "date_of_birth differs": (0, 50)}
    figures = Judging([SHIPPED, SHIPPED]).figures(
        Profile(name="gate", cards=90, on_cards=on_cards), unreadable=0
    )
    assert figures.differs["sex"] == (90, 3)
    assert figures.differs["document_number"] == (0, 0)
    said = figures.to_dict()["print_and_mrz"]
    assert said["document_number"]["both_wrong_at_most"] is None
    assert said["sex"]["both_wrong_at_most"] > said["date_of_birth"]["both_wrong_at_most"] > 0


def test_a_bound_is_there_where_something_was_labelled() -> None:
    assert bound_of(Sure(n=5)) is None
    assert bound_of(Sure(n=5, labelled=4, wrong=1)) == upper_bound(1, 4)
    assert agreed_wrong(0, 0) is None
    assert agreed_wrong(10, 10) == 0.25


def test_what_an_odd_engine_misreads_comes_first() -> None:
    found = confusions_of(LEARNED)
    assert {(one.channel, one.printed, one.read) for one in found[:2]} == {
        ("khmer", "3", "m"),
        ("mrz", "0", "Q"),
    }
    assert all(one.own > 10 * one.shipped for one in found[:2])
    assert len(found) <= 20


def test_what_is_read_right_is_no_confusion() -> None:
    counts = {"khmer": {"4": {"៤": 5.0, "8": 9.0}}}
    found = confusions_of(Profile(name="gate", cards=10, characters=counts))
    assert ("khmer", "4", "៤") not in {one[:3] for one in found}
    assert Confusion("khmer", "4", "8", 9 / 14, SHIPPED.printed_khmer.rates("4").get("8", 0.0), 9.0) in found


def test_of_what_the_shipped_tables_lack_the_character_itself_is_right() -> None:
    assert "." not in SHIPPED.mrz.costs
    found = confusions_of(Profile(name="gate", cards=10, characters={"mrz": {".": {".": 5.0, ",": 4.0}}}))
    assert found == [Confusion("mrz", ".", ",", 4 / 9, 0.0, 4.0)]


def test_what_is_never_read_any_more_is_a_confusion_too() -> None:
    found = confusions_of(Profile(name="gate", cards=10, characters={"khmer": {"4": {"៤": 50_000.0}}}))
    most = max((rate, read) for read, rate in SHIPPED.printed_khmer.rates("4").items() if read != "៤")
    assert (found[0].read, found[0].own, found[0].seen) == (most[1], 0.0, 0.0)
    assert found[0].shipped == pytest.approx(most[0])


@pytest.mark.parametrize(
    "table",
    [{"": {"x": 5.0}}, {"4": {}}, {"4": {"៤": 0.0}}, {"": {}}, {"": {"x": 5.0}, "4": {"៤": 0.0}}],
    ids=range(5),
)
def test_a_channel_without_a_count_of_what_is_printed_has_rates_all_the_same(table: Any) -> None:
    found = confusions_of(Profile(name="gate", cards=10, characters={"khmer": table}))
    assert all(math.isfinite(one.own) and one.own >= 0 for one in found)
    assert sum(one.seen for one in found) == sum(table.get("", {}).values())


def test_the_rows_that_a_label_would_say_most_of_come_first() -> None:
    specimen, response = clean_card(2)
    number = response["result"]["id_number"]
    reads = {
        "clean": response,
        "not read": changed(response, id_number=""),
        "two numbers": changed(response, id_number=with_others(number, 3)),
        "no MRZ": changed(response, machine_code1="", machine_code2=""),
    }
    reports = {name: examine(one, today=specimen.today) for name, one in reads.items()}
    assert 0.1 < reports["two numbers"].document_number.certainty < 0.9
    assert reports["two numbers"].document_number.risk is None  # it has no value that could be wrong
    for most in (1, 3):
        worth = Worth(most)
        for name, report in reports.items():
            worth.add(name, report)
        assert len(worth.names()) == most
        assert worth.names()[0] == "two numbers"
        assert "clean" not in worth.names()


def with_others(number: str, count: int) -> str:
    """Return a number whose first numerals are others."""
    return "".join(str((int(one) + 3) % 10) for one in number[:count]) + number[count:]


def test_of_rows_that_say_as_much_the_first_is_kept() -> None:
    worth = Worth(2)
    specimen, response = clean_card(1)
    report = examine(response, today=specimen.today)
    for name in ("b", 7, "a", 3):
        worth.add(name, report)
    assert worth.names() == ["b", 7]
    assert Worth(2).names() == []


def test_an_id_of_several_rows_is_named_once() -> None:
    """A file of labels has each id once: one with two lines of the same id would not be read back."""
    worth = Worth(5)
    specimen, response = clean_card(1)
    report = examine(response, today=specimen.today)
    for name in ("a", "b", "a"):
        worth.add(name, report)
    assert worth.names() == ["a", "b"]


def exactly(wrong: int, n: int, rate: Fraction) -> Fraction:
    return sum(
        (math.comb(n, at) * rate**at * (1 - rate) ** (n - at) for at in range(wrong, n + 1)), Fraction(0)
    )


@pytest.mark.parametrize("n", [1, 2, 7, 30])
def test_how_likely_so_many_are_wrong_is_the_sum_of_the_binomial(n: int) -> None:
    for wrong in range(n + 1):
        for rate in (Fraction(1, 1000), Fraction(1, 7), Fraction(1, 2), Fraction(29, 30)):
            assert at_least(wrong, n, float(rate)) == pytest.approx(float(exactly(wrong, n, rate)), abs=1e-12)


def test_at_the_ends_it_is_certain_or_cannot_be() -> None:
    assert (at_least(0, 5, 0.0), at_least(1, 5, 0.0), at_least(1, 5, -0.1)) == (1.0, 0.0, 0.0)
    assert (at_least(5, 5, 1.0), at_least(5, 5, 1.5)) == (1.0, 1.0)
    assert at_least(10**8, 2 * 10**8, 0.5) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(("wrong", "n"), [(0, 1), (0, 60), (1, 60), (30, 60), (59, 60), (3, 100_000)])
def test_at_its_bounds_what_was_seen_is_seen_once_in_twenty(wrong: int, n: int) -> None:
    upper, lower = upper_bound(wrong, n), lower_bound(wrong, n)
    assert 0 <= lower <= wrong / n < upper <= 1
    assert 1 - at_least(wrong + 1, n, upper) == pytest.approx(0.05, abs=1e-6)
    assert lower == 0 if wrong == 0 else at_least(wrong, n, lower) == pytest.approx(0.05, abs=1e-6)


def test_where_all_are_wrong_or_none_was_seen_the_rate_may_be_any() -> None:
    assert (upper_bound(5, 5), upper_bound(0, 0), lower_bound(0, 0)) == (1.0, 1.0, 0.0)
