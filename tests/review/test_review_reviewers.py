"""How often reviewers are wrong, and what that is known from."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reviewed import conflict, decided, lines_of, typed

from khmerid.calibration.bounds import upper_bound
from khmerid.report.reviewed import BoundFrom
from khmerid.review.decisions import row_digest
from khmerid.review.reviewers import (
    Bounds,
    Errors,
    KnownCard,
    agreement,
    by_reviewer,
    read_known,
    total,
)

QUOTED = "SOPHEA"
TRUTH = {"date_of_birth": "1990-03-15", "sex": "F", "surname": "SOK"}
OFFERED = {**TRUTH, "date_of_birth": "1990-03-16"}


def known(name: str | int = 1, **changed: Any) -> KnownCard:
    parts: dict[str, Any] = {
        "id": name,
        "row": row_digest(conflict(name)),
        "truth": TRUTH,
        "offered": OFFERED,
        "planted": {"date_of_birth": "birth_print"},
    }
    return KnownCard(**{**parts, **changed})


CARDS = {card.row: card for card in (known(1), known(2))}


def test_the_bound_is_that_of_clopper_and_pearson() -> None:
    assert Errors(1, 50).at_most == upper_bound(1, 50)
    assert Errors(0, 60).to_dict()["at_most"] == pytest.approx(1 - 0.05 ** (1 / 60))
    assert Errors(3, 3).at_most == 1.0
    assert total([Errors(1, 5), Errors(0, 7)]) == Errors(1, 12)


def test_errors_are_counted_by_reviewer_and_by_field() -> None:
    right = {"date_of_birth": typed("1990-03-15"), "sex": typed("F")}
    wrong = {"date_of_birth": typed("1990-03-16"), "surname": typed("SOK")}
    decisions = [
        decided(conflict(1), right, reviewer="SK"),
        decided(conflict(2), wrong, reviewer="SK", decision="reject"),
        decided(conflict(1), wrong, reviewer="TN", seconds=None, keys=None),
        decided(conflict(3), wrong, reviewer="TN"),  # of which nothing is known
    ]
    one, other = by_reviewer(decisions, CARDS)
    assert (one.name, one.cards, one.accepted, one.unseen) == ("SK", 2, 1, 0)
    assert one.by_field == {
        "date_of_birth": Errors(1, 2), "sex": Errors(0, 1), "surname": Errors(0, 1)
    }  # fmt: skip
    assert one.errors == Errors(1, 4)
    assert other.errors == Errors(1, 2)
    assert (one.seconds, one.keys) == (12.5, 14.0)
    assert other.to_dict()["median_seconds"] == 12.5


def test_that_it_cannot_be_read_is_no_error_and_a_skipped_card_says_nothing() -> None:
    unread = decided(conflict(1), {"date_of_birth": typed(None, "?")}, decision="unreadable")
    skipped = decided(conflict(2), {"date_of_birth": typed("1990-03-16")}, decision="skip")
    (one,) = by_reviewer([unread, skipped], CARDS)
    assert (one.errors, one.cards) == (Errors(0, 0), 1)


def test_who_accepts_a_wrong_value_unseen_is_wrong_and_a_right_one_says_nothing() -> None:
    unseen = {"date_of_birth": {"typed": [], "value": "1990-03-16", "agrees": ["machine"], "shown": True}}
    (one,) = by_reviewer([decided(conflict(1), unseen), decided(conflict(2))], CARDS)
    assert (one.errors, one.unseen) == (Errors(2, 2), 2)
    (rejects,) = by_reviewer([decided(conflict(1), decision="reject")], CARDS)
    assert rejects.errors == Errors(0, 0)
    offered_right = known(1, offered=TRUTH)
    offered_none = known(2, offered={})
    cards = {card.row: card for card in (offered_right, offered_none)}
    (said_nothing,) = by_reviewer([decided(conflict(1)), decided(conflict(2))], cards)
    assert said_nothing.errors == Errors(0, 0)


def test_without_known_cards_nothing_is_known() -> None:
    (one,) = by_reviewer([decided(conflict(1), {"sex": typed("M")})])
    assert (one.errors.at_most, repr(one)) == (None, "Reviewer(1 cards)")
    assert by_reviewer([]) == []


def test_agreement_counts_what_two_typed_blind() -> None:
    def fields(*values: object, shown: bool = False) -> list[Any]:
        return [
            decided(conflict(), {"surname": typed(value, str(value or "?"), shown=shown)}).fields["surname"]
            for value in values
        ]

    pairs = [
        fields("SOK", "SOK"), fields("SOK", "KEO"), fields("SOK"), fields("SOK", None),
        fields("SOK", "KEO", shown=True),
    ]  # fmt: skip
    assert agreement(pairs) == Errors(1, 2)


def test_a_row_has_the_bound_of_its_worst_reviewer_or_that_of_agreement() -> None:
    bounds = Bounds(
        of_known={"a": Errors(0, 100), "b": Errors(5, 100), "c": Errors()}, of_agreement=Errors(1, 50)
    )
    assert bounds.of(["a"]) == (upper_bound(0, 100), BoundFrom.KNOWN_CARDS)
    assert bounds.of(["a", "b"]) == (upper_bound(5, 100), BoundFrom.KNOWN_CARDS)
    assert bounds.of(["a", "c"]) == (upper_bound(1, 50), BoundFrom.AGREEMENT)
    assert Bounds(of_known={}, of_agreement=Errors()).of(["a"]) == (None, None)


def test_known_cards_are_read_back() -> None:
    line = lines_of(known().to_dict())
    assert read_known([b"\n", line]) == {known().row: known()}
    assert repr(known()) == "KnownCard(date_of_birth)"


@pytest.mark.parametrize(
    "changed",
    [
        {"id": None},
        {"id": True},
        {"row": 1},
        {"truth": []},
        {"offered": QUOTED},
        {"planted": {"sex": 1}},
        {"truth": {"sex": QUOTED}},
        {"truth": {QUOTED: "M"}},
        {"truth": {"address": {QUOTED: 1}}},
    ],
)
def test_what_is_no_known_card_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^line 1: ") as error:
        read_known([lines_of({**known().to_dict(), **changed})])
    assert QUOTED not in str(error.value)


@given(st.binary())
def test_known_cards_of_any_bytes_are_refused_or_read(line: bytes) -> None:
    try:
        found = read_known([line])
    except ValueError as error:
        found = {}
        is_named = str(error).startswith("line 1: ")
    else:
        is_named = True
    assert is_named
    assert len(found) <= 1


def test_figures_of_reviewers_are_json() -> None:
    (one,) = by_reviewer([decided(conflict(1), {"sex": typed("M")})], CARDS)
    assert json.loads(json.dumps(one.to_dict()))["known"] == {
        "wrong": 2, "n": 2, "at_most": 1.0
    }  # fmt: skip
