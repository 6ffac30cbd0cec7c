"""khmerid's report on a picture."""

import datetime as dt
from typing import Any

import jsonschema
import pytest
from support.readers import NOT_LOCATED
from support.serving import REPORT, Served, image

from khmerid.misreading.profile import SHIPPED_PROFILES
from khmerid.report.report import Report
from khmerid.report.schema import report_schema
from khmerid.serve.jobs import ALARM_OF_SWITCH
from khmerid.testing import assert_card, make_specimen

SEED = 77
TODAY = make_specimen(seed=SEED).today.isoformat()


def report_of(served: Served, **body: Any) -> Any:
    reply = served.post({"image": image(SEED), **body}, REPORT)
    assert reply.status == 200, reply.content
    jsonschema.validate(reply.body, report_schema())
    assert len(reply.headers["X-Request-Id"]) == 32
    return reply.body


def not_examined(report: Any) -> set[str]:
    return {found["where"] for found in report["findings"] if found["code"] == "alarm_not_examined"}


def test_a_picture_becomes_the_report_on_its_card(served: Served) -> None:
    report = report_of(served, today=TODAY)
    assert report["decision"] == "review"
    assert report["reasons"] == ["image_glare"]
    assert_card(Report.from_dict(report), **make_specimen(seed=SEED).truth)
    assert report["image"]["type"] == "normal"
    assert "ledger" not in report
    assert "profile" not in report


def test_it_says_what_the_picture_was_not_examined_for(served: Served) -> None:
    report = report_of(served, today=TODAY)
    assert set(report["image"]["alarms"]) == {"border_integrity", "blur", "glare"}
    experimental = {"image.blocking_within_border", "image.reproduce"}
    assert not_examined(report) == {"image.tampering"} | experimental
    asked = dict.fromkeys(ALARM_OF_SWITCH, True)
    assert not_examined(report_of(served, today=TODAY, **asked)) == {"image.tampering"}


def test_an_alarm_can_be_left_unexamined_and_the_card_is_then_accepted(served: Served) -> None:
    report = report_of(served, today=TODAY, detect_glare=False, detect_reproduce=True)
    assert report["decision"] == "accept"
    assert not_examined(report) == {"image.tampering", "image.glare", "image.blocking_within_border"}


def test_evidence_and_a_profile_come_when_they_are_asked_for(served: Served) -> None:
    report = report_of(served, today=TODAY, evidence=True, profile=SHIPPED_PROFILES[0])
    assert report["profile"]["name"] == SHIPPED_PROFILES[0]
    assert report["ledger"]["fields"]["document_number"]["texts"]


def test_without_a_day_the_card_is_presented_today(served: Served) -> None:
    expired = make_specimen(seed=SEED).values.date_of_expiry < dt.datetime.now(dt.UTC).date()
    assert ("expired" in report_of(served)["reasons"]) is expired


@pytest.mark.parametrize(
    "body",
    [
        {"today": "27.11.2026"},
        {"today": 20261127},
        {"today": "2026-11-31"},
        {"today": ["2026-11-27"]},
        {"evidence": "true"},
        {"evidence": None},
        {"profile": "mine"},
        {"profile": "../../etc/passwd"},
        {"profile": []},
        {"return_portrait_image": True},
        {"detect_tampering": True},
        {"detect_blur": "true"},
        {"policy": {}},
    ],
    ids=str,
)
def test_what_a_report_is_not_asked_for_is_refused(served: Served, body: Any) -> None:
    reply = served.post({"image": image(SEED), **body}, REPORT)
    assert (reply.status, reply.code) == (400, "AIS.0101")


@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31"])
def test_every_day_is_one(served: Served, today: str) -> None:
    assert report_of(served, today=today)["decision"] != "accept"


def test_a_picture_without_a_card_is_an_error_as_of_the_service(served: Served) -> None:
    reply = served.post({"image": image(SEED, NOT_LOCATED)}, REPORT)
    assert (reply.status, reply.code) == (400, "AIS.0104")
    assert served.post(b"?", REPORT).code == "ModelArts.4105"


def test_the_openapi_of_a_report_is_its_schema(served: Served) -> None:
    document = served.get("/openapi.json").body
    answer = document["paths"][REPORT]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    name = answer["$ref"].rpartition("/")[2]
    assert set(document["components"]["schemas"][name]["properties"]) >= {"decision", "fields", "image"}
    taken = document["paths"][REPORT]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert {"image", "url", "today", "evidence", "profile", "detect_glare"} <= set(taken["properties"])
    assert taken["properties"]["detect_glare"]["default"] is True
    assert taken["properties"]["detect_reproduce"]["default"] is False
