"""Known cards: what is planted, that it looks like the team's own, and that the truth is the specimen's."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from support.reviewed import SPECIMEN, TODAY, conflict, result

from khmerid import Policy, Reason
from khmerid.answering.examining import Terms, examine_response
from khmerid.misreading import Profile
from khmerid.review.decisions import row_digest
from khmerid.review.known import KINDS, plant
from khmerid.review.reviewers import read_known

TERMS = Terms(today=TODAY)


def queue(count: int, form: str = "card-{:04}") -> list[dict[str, Any]]:
    return [conflict(form.format(number)) for number in range(count)]


def kinds_of(cards: Iterable[Any]) -> Counter[str]:
    return Counter(kind for card in cards for kind in card.known.planted.values())


@pytest.fixture(scope="module")
def many() -> Any:
    return plant(queue(2 * len(KINDS)), share=0.5, seed=1, terms=TERMS)


def test_every_kind_of_fault_is_planted(many: Any) -> None:
    assert kinds_of(many.cards) == Counter(dict.fromkeys(KINDS, 2))


def test_each_goes_to_a_person_and_its_truth_is_what_the_specimen_prints(many: Any) -> None:
    for card in many.cards:
        assert card.row["decision"] == "review"
        assert card.row["fields"].keys() == conflict()["fields"].keys()
        assert row_digest(card.row) == card.known.row
        assert card.known.truth == {field: card.specimen.truth[field] for field in card.known.truth}
        assert card.known.offered == {field: card.row["fields"][field]["value"] for field in card.known.truth}
        assert card.specimen.values.document_number.startswith("99")  # no issued card's does


def test_a_wrong_value_is_offered_and_a_right_one(many: Any) -> None:
    for card in many.cards:
        ((field, kind),) = card.known.planted.items()
        offered, true = card.known.offered[field], card.known.truth[field]
        if kind == "wrong_offered":
            assert offered not in {None, true}
        elif kind == "right_offered":
            assert offered == true


def test_their_rows_are_among_the_others_in_places_that_a_seed_tells(many: Any) -> None:
    rows = queue(2 * len(KINDS))
    mixed = list(many.mixed(rows))
    own = {card.row["id"] for card in many.cards}
    assert [row for row in mixed if row["id"] not in own] == rows
    assert {row["id"] for row in mixed} == own | {row["id"] for row in rows}
    assert list(many.mixed(rows)) == mixed
    again = plant(rows, share=0.5, seed=1, terms=TERMS)
    assert [card.known for card in again.cards] == [card.known for card in many.cards]
    other = plant(rows, share=0.5, seed=2, terms=TERMS)
    assert [card.known for card in other.cards] != [card.known for card in many.cards]


def test_the_truth_is_read_back_and_its_order_tells_nothing(many: Any) -> None:
    read = read_known(line.encode() for line in many.lines())
    assert read == {card.known.row: card.known for card in many.cards}
    assert list(read) == sorted(read)


@pytest.mark.parametrize(
    ("form", "like"),
    [
        ("card-{:04}", "card-[0-9]{4,}"),
        ("IMG_{:05}.jpg", r"IMG_[0-9]{5}\.jpg"),
        ("{:032x}", "[0-9a-f]{32}"),
        ("3f2b8c1d-0000-4000-8000-{:012x}", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        ("row {}", "row [0-9]+"),
    ],
)
def test_their_ids_are_like_those_of_the_team(form: str, like: str) -> None:
    rows = queue(12, form)
    ids = {card.row["id"] for card in plant(rows, share=0.3, seed=4, terms=TERMS).cards}
    assert len(ids) == 6
    assert all(re.fullmatch(like, name) for name in ids)
    assert not ids & {row["id"] for row in rows}


def test_their_ids_are_near_to_those_of_the_team() -> None:
    ids = {card.row["id"] for card in plant(queue(12), share=0.3, seed=4, terms=TERMS).cards}
    assert all(str(name).startswith("card-00") for name in ids)


def test_numbers_are_ids_and_those_that_are_taken_get_longer() -> None:
    rows = [conflict(number) for number in range(1, 100)]
    ids = {card.row["id"] for card in plant(rows, share=0.05, seed=4, terms=TERMS).cards}
    assert all(isinstance(name, int) and name >= 100 for name in ids)


def test_an_id_without_a_numeral_gets_one_and_rows_without_ids_are_counted() -> None:
    (card,) = plant([conflict("alpha")], share=0.05, seed=1, terms=TERMS).cards
    assert re.fullmatch("alpha[0-9]", str(card.row["id"]))
    nameless = {key: value for key, value in conflict().items() if key != "id"}
    (other,) = plant([nameless], share=0.05, seed=1, terms=TERMS).cards
    assert re.fullmatch("row [0-9]", str(other.row["id"]))


def test_they_have_evidence_where_the_rows_have_it_and_lines_where_those_have_lines() -> None:
    (card,) = plant([conflict()], share=0.05, seed=1, terms=TERMS).cards
    assert "ledger" in card.row
    (bare,) = plant([conflict(evidence=False)], share=0.05, seed=1, terms=TERMS).cards
    assert "ledger" not in bare.row
    terms = Terms(today=TODAY, evidence=True)
    lines = SPECIMEN.lines()
    lines["lines"][3]["text"] = lines["lines"][3]["text"].replace("១៥", "១៦")
    of_lines = {"id": 1, **examine_response(lines, terms)}
    (placed,) = plant([of_lines], share=0.05, seed=1, terms=TERMS).cards
    assert '"line"' in json.dumps(placed.row["ledger"])


def test_rows_that_need_nobody_need_no_known_card() -> None:
    error = {"id": 1, "error": {"code": "not_json", "message": ""}}
    planting = plant([result(), error], share=0.05, seed=1, terms=TERMS)
    assert (planting.cards, list(planting.mixed([error]))) == ((), [error])


@pytest.mark.parametrize("share", [0, -1, 0.51, float("nan")])
def test_a_share_is_above_0_and_at_most_a_half(share: float) -> None:
    with pytest.raises(ValueError, match="the share of known cards"):
        plant([], share=share, seed=1, terms=TERMS)


def test_rows_of_another_policy_or_profile_are_refused() -> None:
    with pytest.raises(ValueError, match="another policy or profile"):
        plant(queue(1), share=0.05, seed=1, terms=Terms(today=TODAY, policy=Policy(minimum_age=40)))
    with pytest.raises(ValueError, match="another policy or profile"):
        plant(queue(1), share=0.05, seed=1, terms=Terms(today=TODAY, profile=Profile.shipped("smart-kh-ocr")))
    policy = Policy(minimum_age=16)
    row = {**conflict(), "policy": {"name": None, "digest": policy.used.digest}}
    (card,) = plant([row], share=0.05, seed=1, terms=Terms(today=TODAY, policy=policy)).cards
    assert card.row["policy"] == row["policy"]


def test_what_a_policy_sends_to_nobody_is_not_planted() -> None:
    policy = Policy(ignore=set(Reason) - {Reason.SEX_NOT_SURE})
    rows = [{**row, "policy": {"name": None, "digest": policy.used.digest}} for row in queue(20)]
    cards = plant(rows, share=0.2, seed=1, terms=Terms(today=TODAY, policy=policy)).cards
    assert len(cards) == 5
    assert "name_print" not in kinds_of(cards)
    of_none = Policy(ignore=set(Reason))
    row = {**conflict(), "policy": {"name": None, "digest": of_none.used.digest}}
    with pytest.raises(ValueError, match="no card with any fault"):
        plant([row], share=0.05, seed=1, terms=Terms(today=TODAY, policy=of_none))


def test_no_repr_shows_a_card(many: Any) -> None:
    assert repr(many) == f"Planting({2 * len(KINDS)} cards)"
    assert repr(many.cards[0]) == "PlantedCard(known, row, specimen)"
