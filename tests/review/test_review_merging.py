"""Decisions merged into results: what counts, how sure it is, and what is decided of the card."""

import copy
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import jsonschema
import pytest
from support.reviewed import SPECIMEN, TODAY, conflict, decided, result, typed, without_dates

from khmerid.answering.examining import Terms
from khmerid.calibration.labels import read_labels
from khmerid.mrz.check_digit import check_digit
from khmerid.report.policy import Policy
from khmerid.report.report import Report
from khmerid.report.schema import report_schema
from khmerid.review.decisions import CardDecision
from khmerid.review.known import plant
from khmerid.review.merging import Merging, UnusableRowError, Witnesses, collect

BIRTH = "1990-03-15"
VALID = jsonschema.Draft202012Validator(report_schema())


def merged(row: dict[str, Any], decisions: Sequence[CardDecision], **terms: Any) -> dict[str, Any]:
    """Return the row with what was decided; check that it is a report, and that nothing else was changed."""
    before = copy.deepcopy(row)
    merging = Merging(collect(decisions), **terms)
    found = merging.merge(row)
    assert found is not None
    assert row == before
    VALID.validate(found)
    assert Report.from_dict(found).to_dict() == {key: value for key, value in found.items() if key != "id"}
    return found


def birth(row: dict[str, Any]) -> dict[str, Any]:
    field: dict[str, Any] = row["fields"]["date_of_birth"]
    return field


def test_what_is_typed_blind_and_borne_out_by_the_mrz_is_confirmed_and_the_card_accepted() -> None:
    row = conflict()
    assert (row["decision"], birth(row)["assurance"]) == ("review", "conflicting")
    found = merged(row, [decided(row, {"date_of_birth": typed(BIRTH, "១៥.០៣.១៩៩០")})])
    assert birth(found) == {
        "value": BIRTH, "assurance": "confirmed", "sources": ["mrz", "person"], "notes": []
    }  # fmt: skip
    assert (found["decision"], found["reasons"]) == ("accept", [])
    assert found["review"] == {
        "reviewers": ["SK"],
        "at": "2026-11-22T08:30:00Z",
        "decision": "accept",
        "error_bound": None,
        "bound_from": None,
        "machine": {"decision": "review", "reasons": row["reasons"]},
    }


def test_without_the_ledger_the_candidates_of_a_conflict_are_what_print_and_mrz_say() -> None:
    row = conflict(evidence=False)
    found = merged(row, [decided(row, {"date_of_birth": typed(BIRTH)})])
    assert (birth(found)["assurance"], birth(found)["sources"]) == ("confirmed", ["mrz", "person"])
    printed = merged(row, [decided(row, {"date_of_birth": typed("1990-03-16")})])
    assert (birth(printed)["assurance"], birth(printed)["sources"]) == ("doubtful", ["viz", "person"])
    assert birth(printed)["notes"] == ["typed_against_digit"]  # the MRZ's birth and its digit agree
    for check in row["checks"]:
        check["outcome"] = "undecided"
    untold = merged(row, [decided(row, {"date_of_birth": typed("1990-03-16")})])
    assert birth(untold)["assurance"] == "confirmed"


def test_a_value_against_a_check_digit_is_applied_noted_and_not_sure() -> None:
    row = conflict()
    found = merged(row, [decided(row, {"date_of_birth": typed("1990-03-16")})])
    assert birth(found)["value"] == "1990-03-16"
    assert birth(found)["assurance"] == "doubtful"
    assert birth(found)["notes"] == ["typed_against_digit"]
    assert {"where": "date_of_birth", "code": "typed_against_digit", "severity": "warning"} in found[
        "findings"
    ]
    assert (found["decision"], found["reasons"]) == ("review", ["date_of_birth_not_sure"])


def test_two_alike_confirm_even_against_a_check_digit_and_it_stays_noted() -> None:
    row = conflict()
    fields = {"date_of_birth": typed("1990-03-16")}
    found = merged(row, [decided(row, fields), decided(row, fields, reviewer="TN", second=True)])
    assert birth(found)["assurance"] == "confirmed"
    assert birth(found)["notes"] == ["typed_against_digit"]
    assert found["decision"] == "accept"
    assert found["review"]["reviewers"] == ["SK", "TN"]
    assert found["review"]["bound_from"] == "agreement"


def test_two_who_differ_leave_a_conflict_without_a_value() -> None:
    row = conflict()
    one, other = typed(BIRTH), typed("1990-03-16")
    found = merged(
        row, [decided(row, {"date_of_birth": one}), decided(row, {"date_of_birth": other}, reviewer="TN")]
    )
    assert birth(found) == {
        "value": None,
        "assurance": "conflicting",
        "sources": ["person"],
        "notes": ["typed_differently"],
        "candidates": [BIRTH, "1990-03-16"],
    }
    assert found["decision"] == "review"
    assert found["reasons"] == ["date_of_birth_not_sure", "reviewers_conflict"]


def test_one_reviewer_alone_is_read_and_the_card_asks_for_a_second() -> None:
    row = without_dates()
    other = next(day for day in ("1990-03-11", "1990-03-12", "1990-03-13") if day != birth(row)["value"])
    found = merged(row, [decided(row, {"date_of_birth": typed(other)})])
    assert birth(found) | {"notes": []} == {
        "value": other, "assurance": "read", "sources": ["person"], "notes": []
    }  # fmt: skip
    assert "date_of_birth_not_sure" in found["reasons"]
    again = merged(
        row, [decided(row, {"date_of_birth": typed(other)}, reviewer=name) for name in ("SK", "TN")]
    )
    assert birth(again)["assurance"] == "confirmed"
    assert "date_of_birth_not_sure" not in again["reasons"]


def test_what_the_machine_read_is_borne_out_by_who_types_the_same_blind() -> None:
    row = without_dates()
    assert birth(row)["assurance"] == "read"
    found = merged(row, [decided(row, {"date_of_birth": typed(BIRTH)})])
    assert birth(found)["assurance"] == "confirmed"
    assert birth(found)["sources"] == ["viz", "person"]


def test_the_same_person_twice_is_no_second() -> None:
    row = without_dates()
    fields = {"date_of_birth": typed("1990-03-11")}
    two = [decided(row, fields), decided(row, fields, reviewer=" sk ", second=True)]
    assert birth(merged(row, two))["assurance"] == "read"


def test_what_was_typed_after_the_machines_value_was_shown_makes_nothing_sure() -> None:
    row = without_dates()
    same = merged(row, [decided(row, {"date_of_birth": typed(BIRTH, shown=True)})])
    assert birth(same) == {
        "value": BIRTH, "assurance": "read", "sources": ["viz", "person"], "notes": ["typed_as_shown"]
    }  # fmt: skip
    other = merged(row, [decided(row, {"date_of_birth": typed("1990-03-11", shown=True)})])
    assert birth(other)["assurance"] == "doubtful"
    both = [decided(row, {"date_of_birth": typed("1990-03-11", shown=True)}, reviewer=who) for who in "AB"]
    assert birth(merged(row, both))["assurance"] == "doubtful"


def test_who_accepts_everything_unseen_changes_nothing_and_nothing_is_accepted() -> None:
    row = conflict()
    unseen = {"date_of_birth": {"typed": [], "value": BIRTH, "agrees": ["machine"], "shown": True}}
    found = merged(row, [decided(row, unseen), decided(row, unseen, reviewer="TN")])
    assert birth(found) == birth(row)
    assert found["decision"] == "review"
    assert found["reasons"] == row["reasons"]
    merging = Merging(collect([decided(row, unseen)]))
    merging.merge(row)
    assert (merging.summary().reviewers[0].unseen, merging.summary().labels) == (1, 0)
    assert dict(merging.summary().still_open) == dict.fromkeys(row["reasons"], 1)


def test_a_reason_is_overruled_by_who_typed_what_it_is_about() -> None:
    row = result(printed={"name_latin": "SOK DORA", "name_khmer": "?"})
    assert row["reasons"] == ["names_conflict"]
    assert merged(row, [decided(row)])["reasons"] == ["names_conflict"]
    names = {"surname": typed("SOK"), "given_names": typed("DORA")}
    assert merged(row, [decided(row, names)])["decision"] == "accept"
    copy_of_it = {**result(), "decision": "review", "reasons": ["image_copy"]}
    assert merged(copy_of_it, [decided(copy_of_it)])["decision"] == "accept"  # there is nothing to type


def test_one_against_a_proven_value_is_applied_and_doubtful_and_two_are_believed() -> None:
    row = result()
    assert birth(row)["assurance"] == "confirmed"
    digit = check_digit("900315")
    other = next(f"1990-03-{day}" for day in range(16, 29) if check_digit(f"9003{day}") != digit)
    one = merged(row, [decided(row, {"date_of_birth": typed(other)})])
    assert (birth(one)["value"], birth(one)["assurance"]) == (other, "doubtful")
    assert birth(one)["notes"] == ["typed_otherwise", "typed_against_digit"]
    assert birth(one)["candidates"] == [BIRTH]
    assert one["decision"] == "review"
    two = merged(row, [decided(row, {"date_of_birth": typed(other)}, reviewer=who) for who in "AB"])
    assert (birth(two)["value"], birth(two)["assurance"]) == (other, "confirmed")
    assert "candidates" not in birth(two)
    VALID.validate(two)


def test_what_cannot_be_read_has_no_value_unless_it_is_proven() -> None:
    unread = {"date_of_birth": typed(None, "?")}
    row = without_dates()
    found = merged(row, [decided(row, unread)])
    assert birth(found) == {
        "value": None,
        "assurance": "absent",
        "sources": ["person"],
        "notes": ["cannot_be_read"],
        "candidates": birth(row)["candidates"],
    }
    assert birth(found)["candidates"][0] == BIRTH
    proven = result()
    assert birth(merged(proven, [decided(proven, unread)])) == birth(proven)
    one_reads = [decided(row, unread), decided(row, {"date_of_birth": typed(BIRTH)}, reviewer="TN")]
    assert birth(merged(row, one_reads))["assurance"] == "confirmed"
    clash = conflict()
    assert birth(merged(clash, [decided(clash, unread)]))["candidates"] == birth(clash)["candidates"]


def test_a_day_that_no_calendar_has_is_no_value() -> None:
    row = without_dates()
    found = merged(row, [decided(row, {"date_of_birth": typed("1990-02-30", "30.02.1990")})])
    assert (birth(found)["value"], birth(found)["notes"]) == (None, ["no_such_day"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date_of_expiry", "2031-01-01"),
        ("date_of_birth", "2015-01-01"),
        ("date_of_birth", "1850-01-01"),
        ("date_of_birth", "2090-01-01"),
    ],
)
def test_dates_that_no_card_has_together_are_noted_and_not_sure(field: str, value: str) -> None:
    row = without_dates()
    found = merged(row, [decided(row, {field: typed(value)})])["fields"][field]
    assert (found["value"], found["assurance"]) == (value, "doubtful")
    assert "typed_against_calendar" in found["notes"]
    two = merged(row, [decided(row, {field: typed(value)}, reviewer=who) for who in "AB"])["fields"][field]
    assert two["assurance"] == "confirmed"
    assert "typed_against_calendar" in two["notes"]


def test_without_an_issue_birth_and_expiry_are_compared() -> None:
    row = without_dates()
    fields = {"date_of_issue": typed(None, "?"), "date_of_birth": typed("2040-01-01")}
    found = merged(row, [decided(row, fields)])
    assert "typed_against_calendar" in birth(found)["notes"]
    assert "typed_against_calendar" not in found["fields"]["date_of_expiry"]["notes"]


def test_the_day_decides_of_what_was_typed() -> None:
    row = conflict()
    decision = decided(row, {"date_of_birth": typed(BIRTH)})
    assert merged(row, [decision], today=dt.date(2099, 1, 1))["reasons"] == ["expired"]
    adults = Policy(minimum_age=80)
    of_adults = {**row, "policy": {"name": None, "digest": adults.used.digest}}
    young = decided(of_adults, {"date_of_birth": typed(BIRTH)})
    found = merged(of_adults, [young], policy=adults)
    assert (found["decision"], found["reasons"]) == ("reject", ["under_age"])


def test_a_decision_by_another_policy_is_not_settled_by_this_one() -> None:
    row = conflict()
    with pytest.raises(UnusableRowError, match="another policy"):
        merged(row, [decided(row)], policy=Policy(minimum_age=80))


def test_who_rejects_or_cannot_read_is_a_reason() -> None:
    row = result()
    assert row["decision"] == "accept"
    rejected = merged(row, [decided(row, decision="reject")])
    assert (rejected["decision"], rejected["reasons"]) == ("reject", ["reviewer_rejects"])
    unread = merged(row, [decided(row, decision="unreadable")])
    assert (unread["decision"], unread["reasons"]) == ("review", ["reviewer_cannot_read"])
    both = merged(row, [decided(row), decided(row, reviewer="TN", decision="reject")])
    assert (both["decision"], both["reasons"]) == ("review", ["reviewers_conflict"])
    assert both["review"]["decision"] == "conflicting"


def test_who_skips_says_nothing() -> None:
    row = conflict()
    merging = Merging(collect([decided(row, {"date_of_birth": typed(BIRTH)}, decision="skip")]))
    assert merging.merge(row) == row
    assert (merging.summary().skipped, merging.summary().merged, merging.summary().labels) == (1, 0, 0)


def test_a_decision_of_another_version_of_the_row_is_not_applied_and_told() -> None:
    row = conflict()
    merging = Merging(collect([decided(row, {"date_of_birth": typed(BIRTH)})]))
    edited = {**row, "reasons": ["expired"]}
    assert merging.merge(edited) == edited
    summary = merging.summary()
    assert (summary.other_version, summary.without_row, summary.merged) == (1, 0, 0)


def test_a_decision_of_no_row_is_told() -> None:
    merging = Merging(collect([decided(conflict(99))]))
    assert merging.merge(conflict(17)) == conflict(17)
    assert (merging.summary().other_version, merging.summary().without_row) == (0, 1)


def test_a_number_that_a_browser_rounds_finds_its_row_all_the_same() -> None:
    row = conflict(12345678901234567891)
    found = merged(row, [decided(row, {"date_of_birth": typed(BIRTH)}, id=12345678901234567000)])
    assert (found["id"], found["decision"]) == (12345678901234567891, "accept")


def test_ids_are_told_apart_by_their_type_and_no_path_is_made_of_them() -> None:
    row = conflict("../../etc/passwd")
    found = merged(row, [decided(row, {"date_of_birth": typed(BIRTH)})])
    assert found["id"] == "../../etc/passwd"
    number, text = conflict(17), conflict("17")
    merging = Merging(collect([decided(number, {"date_of_birth": typed(BIRTH)})]))
    assert merging.merge(text) == text
    assert merging.merge(number) != number


def test_an_error_row_and_a_row_without_an_id_stay_as_they_are() -> None:
    error = {"id": 3, "error": {"code": "not_json", "message": "the row is not JSON"}}
    nameless = {key: value for key, value in conflict().items() if key != "id"}
    merging = Merging(collect([decided(error)]))
    assert merging.merge(error) == error
    assert merging.merge(nameless) == nameless
    summary = merging.summary()
    assert (summary.on_errors, summary.rows, dict(summary.decisions)) == (1, 2, {"error": 1, "review": 1})


@pytest.mark.parametrize("row", [None, [], 17, "row", {}, {"id": 17}, {"lines": []}])
def test_what_is_no_row_of_results_is_refused(row: object) -> None:
    with pytest.raises(UnusableRowError, match="no row of results"):
        Merging(collect([])).merge(row)


@pytest.mark.parametrize("broken", ["fields", "checks"])
def test_a_redacted_or_broken_row_cannot_be_merged_into(broken: str) -> None:
    row = conflict()
    if broken == "fields":
        row["fields"] = {name: {"assurance": field["assurance"]} for name, field in row["fields"].items()}
    else:
        row["reasons"] = 17
    decision = decided(row, {"date_of_birth": typed(BIRTH)})
    with pytest.raises(UnusableRowError, match="no report with its values") as error:
        Merging(collect([decision])).merge(row)
    assert error.value.__context__ is None


def test_of_one_reviewer_the_later_decision_counts_by_its_clock() -> None:
    row = conflict()
    late = decided(row, {"date_of_birth": typed(BIRTH)}, at="2026-11-22T09:00:00Z")
    early = decided(row, {"date_of_birth": typed("1990-03-11")}, at="2026-11-22T08:00:00Z")
    for order in ([early, late], [late, early], [early, late, late]):
        collected = collect(order)
        assert collected.by_row[early.row] == (late,)
        assert collected.replaced == 1
    assert collect([late, late]).repeated == 1
    assert collect([early, late, late]).repeated == 1


def test_known_cards_come_out_as_no_rows_and_bound_the_reviewers() -> None:
    rows = [conflict(number) for number in range(30)]
    planting = plant(rows, share=0.3, seed=3, terms=Terms(today=TODAY))
    known = {card.known.row: card.known for card in planting.cards}
    decisions = [decided(row, {"date_of_birth": typed(BIRTH)}) for row in rows]
    decisions += [
        decided(card.row, {name: typed(value) for name, value in card.known.truth.items()})
        for card in planting.cards
    ]
    merging = Merging(collect(decisions, known), known)
    found = [merging.merge(row) for row in planting.mixed(rows)]
    kept = [row for row in found if row is not None]
    assert [row["id"] for row in kept] == list(range(30))
    assert {row["decision"] for row in kept} == {"accept"}
    summary = merging.summary()
    assert (summary.rows, summary.known_rows, summary.merged) == (30, len(planting.cards), 30)
    assert {row["review"]["bound_from"] for row in kept} == {"known_cards"}
    n = 7 * len(planting.cards)
    assert summary.to_dict()["known"]["n"] == n
    assert 0 < kept[0]["review"]["error_bound"] - (1 - 0.05 ** (1 / n)) < 0.001  # rounded up
    assert sum(errors.n for errors in summary.by_field.values()) == n
    assert not {card.row["id"] for card in planting.cards} & {
        json.loads(line)["id"] for line in merging.labels()
    }


def test_what_was_typed_blind_is_a_label_that_calibrate_reads() -> None:
    row, twice = conflict(1), conflict(2)
    fields = {
        "date_of_birth": typed(BIRTH),
        "sex": typed("F"),
        "surname": typed("SOK"),
        "document_number": typed(SPECIMEN.values.document_number, shown=True),
        "height_cm": typed(165),
        "date_of_issue": typed(None, "?"),
    }
    merging = Merging(collect([decided(row, fields), decided(twice, fields)]))
    for one in (row, twice, twice):
        merging.merge(one)
    labels = read_labels(line.encode() for line in merging.labels())
    assert list(labels) == [1]
    assert {field: str(value) for field, value in labels[1].items()} == {
        "date_of_birth": BIRTH, "sex": "F", "surname": "SOK"
    }  # fmt: skip


def test_what_two_typed_differently_is_no_label() -> None:
    row = conflict()
    days = BIRTH, "1990-03-16"
    merging = Merging(collect(decided(row, {"date_of_birth": typed(day)}, reviewer=day) for day in days))
    merging.merge(row)
    assert list(merging.labels()) == []


def test_a_name_that_no_label_has_is_merged_and_is_no_label() -> None:
    row = conflict()
    merging = Merging(collect([decided(row, {"surname": typed("O'SOK")})]))
    found = merging.merge(row)
    assert found is not None
    assert found["fields"]["surname"]["value"] == "O'SOK"
    assert list(merging.labels()) == []


def test_no_repr_shows_what_is_held_against_a_value() -> None:
    assert "SOPHEA" not in repr(Witnesses(viz="SOPHEA")) + repr(collect([]))


def test_a_place_is_merged_as_what_was_typed_is_read() -> None:
    row = conflict()
    place = SPECIMEN.truth["address"]
    assert isinstance(place, dict)
    found = merged(row, [decided(row, {"address": typed(place, place["text"])})])["fields"]["address"]
    assert found["assurance"] == "confirmed"  # the machine has the same
    assert "parts" not in found
