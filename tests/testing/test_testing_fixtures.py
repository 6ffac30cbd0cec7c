"""What makes a fixture unsound, and what does not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.paths import DATA, specimen
from write_excerpts import excerpt

from khmerid.testing import make_specimen
from khmerid.testing.damage import slots_of
from khmerid.testing.fixture_files import faults_in, find_files, fix_file, read_rows
from khmerid.testing.fixtures import FixtureCode, check_fixture


def card(**overrides: Any) -> dict[str, Any]:
    return make_specimen(seed=3, **overrides).response()


def with_result(**changes: Any) -> dict[str, Any]:
    response = card(date_of_birth="1990-03-15", date_of_expiry="2029-12-31", sex="F")
    response["result"] |= changes
    return response


def faults(row: Any) -> list[str]:
    return [str(fault) for fault in check_fixture(row)]


def test_specimens_are_sound_in_every_shape() -> None:
    for seed in range(100):
        made = make_specimen(seed=seed)
        everything = made.response(
            return_portrait_image=True, detect_blur=True, return_portrait_location=True
        )
        rows = [made.lines(), everything, everything["result"], {"id": 1, "response": made.lines()}]
        assert [faults(row) for row in rows] == [[], [], [], []]


@pytest.mark.parametrize(
    "name",
    [
        "response_200_default.json",
        "response_200_full.json",
        "response_400_nested.json",
        "response_429_throttled.json",
    ],
)
def test_the_known_specimens_and_errors_are_sound(name: str) -> None:
    assert faults(json.loads(specimen(name))) == []


def test_an_error_of_the_service_is_a_sound_fixture() -> None:
    assert faults({"error_code": "AIS.0104", "error_msg": "The image is poor."}) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (7, ["response: not_a_response: found unknown response shape: int"]),
        ({"response": None}, ["response: not_a_response"]),
        (with_result(smile=1), ["result.smile: other_shape: found a key, right is no such key"]),
        (with_result(sex=1), ["result.sex: other_shape: found int, right is text"]),
        (with_result(idcard_type="x"), ["result.idcard_type: other_shape: found another word"]),
        (with_result(detect_blur_result="false"), ["result.detect_blur_result: other_shape: found str"]),
        (with_result(confidence={"sex": 1.5}), ["result.confidence.sex: other_shape: found a number out of"]),
        (with_result(confidence={"sex": True}), ["result.confidence.sex: other_shape: found bool"]),
        (with_result(confidence=[]), ["result.confidence: other_shape: found list, right is an object"]),
        (with_result(score_info={"blur_score": 120}), ["result.score_info.blur_score: other_shape: found a"]),
        (
            with_result(score_info={"blur_score": "1"}),
            ["result.score_info.blur_score: other_shape: found str"],
        ),
        (with_result(portrait_location=[1, 2, 3, 4]), ["result.portrait_location: other_shape: found list"]),
        (with_result(portrait_location=None, height=None), []),
        ({"result": {"sex": "ស្រី"}}, []),
        (with_result(height="១៥៨"), ["height_cm: not_as_printed: found unit_assumed"]),
        (with_result(height="?"), ["height_cm: not_as_printed: found unreadable"]),
        (with_result(birth_date="១៥/០៣/១៩៩០"), ["date_of_birth: not_as_printed: found separator_repaired"]),
        (
            with_result(birth_date="១៥.០៣.១៩៩១"),
            ["date_of_birth: mrz_differs: found 1991-03-15 printed, 1990-03-15 in the MRZ"],
        ),
        (with_result(sex="ប្រុស"), ["sex: mrz_differs: The MRZ says something else than the printed field."]),
        (
            with_result(name_en="CHAN DARA"),
            ["name: mrz_differs: The MRZ says something else than the printed field."],
        ),
        (
            with_result(issue_date="០២.០១.២០២០"),
            ["date_of_expiry: ten_years: found 2029-12-31, right is 2030-01-01"],
        ),
        (with_result(birth_place="ឃុំគ្មានសោះ ស្រុកគ្មានទេ តាកែវ"), ["place_of_birth: place_unknown"]),
        (
            with_result(birth_place="ឃុំអង្គតាសាម ស្រុកត្រាំកក់ តាកែវ"),
            ["place_of_birth: place_unknown: right is ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"],
        ),
        (with_result(birth_place="x" * 100_000), ["place_of_birth: not_as_printed: found too_long"]),
        (with_result(machine_code3="SOK<<"), ["mrz: mrz_malformed: found 30, 30, 5 characters"]),
        (
            card(date_of_issue="2020-01-01", date_of_birth="2005-01-02"),
            ["date_of_birth: fifteen_years: found 2005-01-02, right is 2005-01-01 or earlier"],
        ),
        (
            card(document_number="010203040"),
            ["document_number: may_be_real: found 01*******, right is 990000000 to 999999999"],
        ),
        (card(document_number="010203040", given_names="SPECIMEN"), []),
        ({"result": {"name_en": "SOK DARA"}}, ["document_number: may_be_real: found no number that can be"]),
        ({"result": {"name_en": "SOK KUMRU"}}, []),
        ({"response": card(document_number="010203040"), "specimen": True}, []),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(row: Any, expected: list[str]) -> None:
    found = faults(row)
    assert len(found) == len(expected), found
    assert all(one.startswith(other) for one, other in zip(found, expected, strict=True)), found


def change_mrz(response: dict[str, Any], change: Callable[[str], str], line: int) -> dict[str, Any]:
    key = f"machine_code{line}"
    response["result"][key] = change(response["result"][key])
    return response


def test_every_check_digit_is_checked_by_itself() -> None:
    for line, column, name in (
        (1, 14, "document_number"),
        (2, 6, "date_of_birth"),
        (2, 14, "date_of_expiry"),
        (2, 29, "composite"),
    ):
        response = card()
        right = response["result"][f"machine_code{line}"][column]
        wrong = str((int(right) + 1) % 10)
        change_mrz(response, lambda text, at=column, digit=wrong: text[:at] + digit + text[at + 1 :], line)  # type: ignore[misc]  # of this turn
        assert faults(response) == [f"mrz.{name}: check_digit_wrong: found {wrong}, right is {right}"]


def test_a_number_only_in_the_mrz_may_be_real_too() -> None:
    response = card(document_number="010203040")
    del response["result"]["id_number"]
    assert faults(response) == [
        "mrz.document_number: may_be_real: found 01*******, right is 990000000 to 999999999"
    ]


def test_letters_among_numerals_and_another_issuer_are_no_mrz_of_the_card() -> None:
    response = change_mrz(card(), lambda text: text[:5] + "O" + text[6:], 1)
    assert "mrz.document_number: mrz_malformed: found a character that is not a numeral" in faults(response)
    other = change_mrz(
        change_mrz(card(), lambda text: text.replace("KHM", "THA"), 1),
        lambda text: text.replace("KHM", "THA"),
        2,
    )
    assert "mrz: mrz_malformed: found another issuer, right is IDKHM and KHM" in faults(other)
    unknown = change_mrz(card(), lambda text: text.replace("KHM", "ZZZ"), 1)
    assert "mrz: mrz_malformed: found mrz_state_unknown" in faults(unknown)


def test_the_number_of_the_mrz_counts_against_the_printed_one() -> None:
    response = card(document_number="990000001")
    response["result"]["id_number"] = "990000002"
    assert faults(response) == [
        "document_number: mrz_differs: The MRZ says something else than the printed field."
    ]


def test_what_was_printed_for_the_corpus_is_sound_but_for_its_numbers() -> None:
    for labelled in excerpt("fields.jsonl"):
        codes = {fault.code for fault in check_fixture(labelled.truth["printed"])}
        assert codes == {FixtureCode.MAY_BE_REAL}


@pytest.mark.parametrize("name", ["fields.jsonl", "lines.jsonl"])
def test_the_corpus_says_that_it_is_invented_and_misread(name: str) -> None:
    rows = read_rows(DATA / "corpus" / name)
    assert [(row.name, row.faults) for row in rows if row.faults] == []
    assert len(rows) == {"fields.jsonl": 200, "lines.jsonl": 50}[name]


@pytest.mark.parametrize(
    "marks", [{}, {"misread": True}, {"specimen": 1, "misread": True}, {"specimen": False}]
)
def test_without_both_marks_a_misread_card_has_its_faults(marks: dict[str, object]) -> None:
    for line in (DATA / "corpus" / "fields.jsonl").read_text("utf-8").splitlines()[:20]:
        response = json.loads(line)["response"]
        found = check_fixture({"response": response, **marks})
        assert FixtureCode.MAY_BE_REAL in {fault.code for fault in found}
        assert found == check_fixture(response)


def test_a_row_with_one_mark_is_held_to_the_form_and_one_with_both_to_the_shape() -> None:
    response = json.loads((DATA / "corpus" / "fields.jsonl").read_text("utf-8").splitlines()[0])["response"]
    codes = {fault.code for fault in check_fixture({"response": response, "specimen": True})}
    assert codes == {FixtureCode.PLACE_UNKNOWN, FixtureCode.MRZ_MALFORMED}
    response["result"]["height"] = 158
    codes = {fault.code for fault in check_fixture({"response": response, "specimen": True, "misread": True})}
    assert codes == {FixtureCode.OTHER_SHAPE}


def test_files_are_found_in_folders_and_rows_are_named(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "note.txt").write_text("no fixture")
    one, many = tmp_path / "one.json", tmp_path / "deep" / "many.jsonl"
    one.write_text(json.dumps({"id": "first", "response": card()}, indent=2), encoding="utf-8-sig")
    many.write_text(f"{json.dumps(card())}\n\n[\n" + json.dumps({"id": 3, "response": 0}), encoding="utf-8")
    assert list(find_files([tmp_path])) == [many, one]
    assert [(row.name, len(row.faults)) for row in read_rows(one)] == [("first", 0)]
    assert [(row.name, [str(fault.code) for fault in row.faults]) for row in read_rows(many)] == [
        ("row 1", []),
        ("row 2", ["not_json"]),
        ("3", ["not_a_response"]),
    ]
    assert [len(row.faults) for row in read_rows(many, allow=["not_json"])] == [0, 0, 1]


def test_a_folder_without_fixtures_is_not_sound(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        faults_in(tmp_path)
    (tmp_path / "card.json").write_text("?")
    assert faults_in(tmp_path) == [f"{tmp_path / 'card.json'}: row 1: row: not_json: The row is not JSON."]
    assert faults_in(str(tmp_path), allow=["not_json"]) == []


def test_fixing_puts_check_digits_right_and_touches_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "cards.jsonl"
    sound = [json.dumps(make_specimen(seed=seed).lines(), ensure_ascii=False) for seed in range(3)]
    wrong = json.loads(sound[1])
    for slot in slots_of(wrong)[-3:-1]:
        slot.write(slot.text[:14] + str((int(slot.text[14]) + 1) % 10) + slot.text[15:])
    short = {"result": {"machine_code1": "IDKHM", "machine_code2": "", "machine_code3": ""}}
    rows = [
        sound[0],
        json.dumps(wrong, ensure_ascii=False),
        "?",
        json.dumps(short),
        '{"error_code": "AIS.0103"}',
        sound[2],
    ]
    file.write_bytes("\r\n".join(rows).encode())
    assert fix_file(file) == 1
    assert file.read_bytes().decode() == "\r\n".join([*sound[:2], *rows[2:]])
    assert fix_file(file) == 0


def test_fixing_one_response_over_many_lines_keeps_its_form(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    response = card()
    text = json.dumps({"response": response}, indent=4)
    upper = response["result"]["machine_code1"]
    file.write_text(text.replace(upper, upper[:14] + "<" + upper[15:]), encoding="utf-8")
    before = read_rows(file)[0].faults
    assert before
    assert fix_file(file) == (0 if upper[14] == "<" else 1)
    assert file.read_text(encoding="utf-8") == text
