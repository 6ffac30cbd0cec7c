"""A report as typed JSON: there and back, and in the types of pydantic and FastAPI."""

import asyncio
import json
from typing import Any

import fastapi
import httpx
import jsonschema
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN, TODAY, changed, report

from khmerid import Policy, Report, ReportDict, examine
from khmerid.examination import examine_card
from khmerid.testing import damage, make_specimen

REPORTS = [
    report(CLEAN),
    report(changed(document_number="010203041", date_of_birth="១៥.០៣.១៩៩")),
    examine_card(CLEAN, today=TODAY, policy=Policy(name="adults", minimum_age=18)),
]


def test_the_type_of_the_plain_data_says_what_is_under_each_key() -> None:
    plain: ReportDict = report(CLEAN).to_dict()
    day: str | None = plain["fields"]["date_of_birth"]["value"]
    height: int | None = plain["fields"]["height_cm"]["value"]
    place = plain["fields"]["place_of_birth"]["value"]
    assert (day, height) == ("1990-03-15", 158)
    assert place is not None
    assert place["codes_system"] == "mef"
    assert plain["checks"][0]["outcome"] == "agrees"


@given(st.integers(0, 10**6), st.sampled_from([0, 0.2, 1, 2]))
def test_every_report_comes_back_from_its_json(seed: int, severity: float) -> None:
    specimen = make_specimen(seed=seed)
    found = examine(damage(specimen.response(), seed=seed, severity=severity), today=specimen.today)
    text = found.to_json()
    assert json.loads(text) == found.to_dict()
    assert Report.from_json(text).to_json() == Report.from_json(text.encode()).to_json() == text


def test_a_lone_surrogate_is_written_as_json_escapes_it() -> None:
    found = examine({"address": "ភូមិ\ud800 ព្រៃ"}, today=TODAY)
    assert json.loads(found.to_json().encode()) == found.to_dict()


@pytest.mark.parametrize(
    "wrong", ["", "{", "null", "[]", '{"decision": "accept"}', b"\xff\xfe\xfa", "[" * 10**5]
)
def test_what_is_no_json_of_a_report_is_refused_and_not_held(wrong: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"^not the JSON of a report$") as raised:
        Report.from_json(wrong)
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)


class Stored(pydantic.BaseModel):
    """What a user of pydantic has: a report among other things."""

    customer: int
    report: Report


@pytest.mark.parametrize("found", REPORTS)
def test_a_report_is_a_type_of_pydantic(found: Report) -> None:
    stored = Stored(customer=7, report=found)
    assert stored.model_dump() == {"customer": 7, "report": found.to_dict()}
    for back in (
        Stored.model_validate_json(stored.model_dump_json()),
        Stored.model_validate(stored.model_dump()),
    ):
        assert back.report.to_dict() == found.to_dict()


def test_pydantic_refuses_what_is_no_report() -> None:
    plain: Any = report(CLEAN).to_dict()
    wrong: Any
    for wrong in (plain | {"decision": "maybe"}, {}, 7):
        with pytest.raises(pydantic.ValidationError):
            Stored.model_validate({"customer": 7, "report": wrong})


@pytest.mark.parametrize("found", REPORTS)
def test_the_plain_data_is_a_type_of_pydantic_too(found: Report) -> None:
    adapter = pydantic.TypeAdapter(ReportDict)
    assert adapter.validate_python(found.to_dict()) == found.to_dict()
    jsonschema.Draft202012Validator(adapter.json_schema()).validate(found.to_dict())
    assert adapter.json_schema()["properties"]["decision"]["enum"] == ["accept", "review", "reject"]


APP = fastapi.FastAPI()


@APP.post("/reports")
def examined(response: dict[str, Any]) -> Report:
    return examine(response, today=TODAY)


@APP.post("/plain-reports")
def examined_as_plain(response: dict[str, Any]) -> ReportDict:
    return examine(response, today=TODAY).to_dict()


async def posted(path: str, response: object) -> httpx.Response:
    transport = httpx.ASGITransport(APP)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.post(path, json=response)


@pytest.mark.parametrize("path", ["/reports", "/plain-reports"])
def test_a_report_is_a_return_type_of_fastapi(path: str) -> None:
    response = make_specimen(seed=1).response()
    answer = asyncio.run(posted(path, response))
    assert answer.json() == examine(response, today=TODAY).to_dict()


def test_fastapi_documents_the_report() -> None:
    schemas = APP.openapi()["components"]["schemas"]
    assert list(schemas["ReportDict"]["properties"]) == [
        "decision",
        "reasons",
        "fields",
        "checks",
        "findings",
        "image",
        "policy",
        "profile",
        "ledger",
        "review",
    ]
    assert schemas["CheckDict"]["properties"]["outcome"]["enum"][0] == "agrees"
