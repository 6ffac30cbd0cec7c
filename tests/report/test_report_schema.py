"""The JSON Schema in the package, held against what khmerid writes."""

import datetime as dt
import json
from typing import Any

import jsonschema
import pytest
from support.paths import DATA
from typing_extensions import TypedDict, is_typeddict
from write_excerpts import excerpt

from khmerid.answering.examining import Terms, examine_row
from khmerid.answering.input_row import InputRow
from khmerid.checks.crosscheck import Rule
from khmerid.examination import examine
from khmerid.ledger.records import Edit, Unseen
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.raw_card import ALARMS
from khmerid.report import report_dict
from khmerid.report.reasons import Decision, Reason
from khmerid.report.report import FIELDS
from khmerid.report.schema import report_schema
from khmerid.resolve.resolved import Assurance, Source
from khmerid.testing import make_specimen

SCHEMA = report_schema()
TYPED = [
    kind
    for kind in vars(report_dict).values()
    if is_typeddict(kind) and kind not in {report_dict.ReportDict, TypedDict}
]
CHECKER = jsonschema.Draft202012Validator.FORMAT_CHECKER
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=CHECKER)
CARDS = sorted((DATA / "cards").glob("*.json"))
TODAY = dt.date(2026, 11, 22)


def faults(row: object) -> list[str]:
    """Return where a row is not as the schema says, through JSON as a reader of it has it."""
    return [
        f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(json.loads(json.dumps(row)))
    ]


def clean_row() -> dict[str, Any]:
    specimen = make_specimen(seed=1)
    return {"id": 1, **examine(specimen.response(), today=specimen.today).to_dict()}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_the_report_of_a_card_is_as_the_schema_says(path: Any) -> None:
    card = json.loads(path.read_text("utf-8"))
    assert faults(examine(card["response"], today=TODAY).to_dict()) == []


def test_the_report_of_every_row_of_the_corpus_is_as_the_schema_says() -> None:
    found = {
        card.id: faults({"id": card.id, **examine(card.response, today=card.today).to_dict()})
        for card in excerpt("fields.jsonl")
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_report_of_the_documented_example_is_as_the_schema_says() -> None:
    response = json.loads((DATA / "api_example.json").read_text("utf-8"))
    assert faults(examine(response, today=TODAY).to_dict()) == []


def test_an_image_with_every_alarm_and_score_is_as_the_schema_says() -> None:
    specimen = make_specimen(seed=3)
    response = specimen.response(alarms=ALARMS)
    assert faults(examine(response, today=specimen.today).to_dict()) == []


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "null",
        "[]",
        '{"result": null}',
        '{"id": 7, "today": "yesterday", "response": {}}',
        '{"id": "a", "response": {"error_code": "AIS.0104", "error_msg": "x"}}',
        '{"error_code": "ModelArts.4204", "error_msg": "x"}',
        '{"result": {"id_number": [1], "sex": 3, "score_info": "x"}}',
    ],
)
def test_a_row_of_bad_input_is_as_the_schema_says(text: str) -> None:
    assert faults(examine_row(InputRow(3, text.encode()), Terms(today=TODAY))) == []


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "maybe"},
        {"decision": "review"},
        {"reasons": ["expired"]},
        {"error": {"code": "not_json", "message": "x"}},
        {"checks": []},
        {"surplus": 1},
        {"id": 1.5},
    ],
)
def test_the_schema_refuses_what_no_row_is(change: dict[str, object]) -> None:
    row = clean_row()
    assert faults(row) == []
    assert faults(row | change) != []


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("sex", {"value": "X"}),
        ("sex", {"value": None}),
        ("sex", {"assurance": "absent"}),
        ("sex", {"assurance": "certain"}),
        ("document_number", {"value": "12345678"}),
        ("date_of_birth", {"value": "1990-02-30"}),
        ("height_cm", {"value": 49}),
        ("surname", {"candidates": []}),
        ("surname", {"surplus": 1}),
    ],
)
def test_the_schema_refuses_what_no_field_is(field: str, change: dict[str, object]) -> None:
    row = clean_row()
    row["fields"][field] |= change
    assert faults(row) != []


def test_the_words_of_the_schema_are_those_of_the_library() -> None:
    definitions = SCHEMA["$defs"]
    report = definitions["report_row"]["properties"]
    assert report["decision"]["enum"] == [str(member) for member in Decision]
    assert definitions["reason"]["enum"] == [str(member) for member in Reason]
    assert definitions["rule"]["enum"] == [str(member) for member in Rule]
    assert definitions["assurance"]["enum"] == [str(member) for member in Assurance]
    assert definitions["check"]["properties"]["outcome"]["enum"] == [str(member) for member in Outcome]
    assert definitions["resolved"]["properties"]["sources"]["items"]["enum"] == [
        str(member) for member in Source
    ]
    assert definitions["edit"]["enum"] == [str(member) for member in Edit]
    assert definitions["unseen"]["enum"] == [str(member) for member in Unseen]
    assert tuple(definitions["fields"]["properties"]) == FIELDS
    assert tuple(definitions["ledger_fields"]["properties"]) == FIELDS
    assert tuple(definitions["alarms"]["properties"]) == ALARMS


def test_every_code_has_the_form_that_the_schema_gives_codes() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA["$defs"]["code"])
    assert [str(code) for code in Code if not validator.is_valid(str(code))] == []


def test_everything_in_the_schema_that_is_not_a_plain_word_is_described() -> None:
    told = ("report_row", "error_row", "fields", "resolved", "assurance", "reason", "rule", "image", "place")
    assert [name for name in told if not SCHEMA["$defs"][name].get("description")] == []


def test_the_schema_is_made_anew_for_whoever_asks() -> None:
    report_schema()["$defs"].clear()
    assert report_schema() == SCHEMA


@pytest.mark.parametrize("kind", TYPED)
def test_every_key_of_a_type_is_in_the_schema_and_required_where_the_type_says_so(kind: Any) -> None:
    [name] = [
        name
        for name in SCHEMA["$defs"]
        if name.replace("_", "") == kind.__name__.removesuffix("Dict").lower()
    ]
    definition = SCHEMA["$defs"][name]
    assert set(definition["properties"]) == kind.__required_keys__ | kind.__optional_keys__
    assert set(definition["required"]) == kind.__required_keys__
    assert definition["additionalProperties"] is False
    assert definition["description"] == kind.__doc__


def test_every_type_that_is_written_is_in_the_schema() -> None:
    assert len(TYPED) == 31
