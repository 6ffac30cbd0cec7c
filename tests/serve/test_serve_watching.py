"""What is told of requests: enough to run the server by, and nothing of a person."""

import asyncio
import json
import logging
import re
import sys
from typing import Any

import pytest
from support.readers import CONTENT, RAISES
from support.serving import PROJECT, RECOGNITION, REPORT, TOKEN, Served, image, wait_until

from khmerid.huawei import wire
from khmerid.serve.models import ErrorAnswer
from khmerid.serve.watching import JsonFormatter, RequestMetrics, Watch
from khmerid.testing import make_specimen

SPECIMEN = make_specimen(seed=77)
PERSONAL = (
    *SPECIMEN.printed.values(),
    *SPECIMEN.mrz,
    SPECIMEN.values.document_number,
    SPECIMEN.values.surname,
    *CONTENT.split(),
    TOKEN,
    PROJECT,
    "secret-path",
    "secret-query",
    "secret-header",
    "SECRETMETHOD",
)


def test_logs_and_figures_have_nothing_of_a_card_a_path_or_a_token(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    headers = {wire.TOKEN_HEADER: TOKEN}
    served.post({"image": image()})
    served.post({"image": image(height=RAISES)})
    served.post({"image": image(), "evidence": True}, REPORT)
    served.request("POST", f"{RECOGNITION}?secret-query=1", b'{"secret-header": 1}', headers)
    served.get("/secret-path/secret-query?secret-query", **{"X-Any": "secret-header"})
    served.request("SECRETMETHOD", "/secret-path", headers={wire.TOKEN_HEADER: "secret-header"})
    served.post(CONTENT.encode())
    metrics = served.get("/metrics", **headers).content.decode()
    formatter = JsonFormatter()
    wait_until(lambda: len(caplog.records) >= 9)  # a line comes when the answer is sent
    lines = [formatter.format(record) for record in caplog.records if record.name == "khmerid.serve"]
    told = metrics + "".join(lines) + caplog.text
    assert [text for text in PERSONAL if text in told] == []
    assert {json.loads(line)["event"] for line in lines} == {"request", "reading_failed"}


def test_a_request_is_one_line_with_what_it_came_to(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "khmerid.serve")
    reply = served.post({"image": "?"})
    wait_until(lambda: caplog.records)
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert re.fullmatch(r"20..-..-..T..:..:..\....\+00:00", line.pop("time"))
    assert 0 <= line.pop("seconds") < 30
    assert line == {
        "level": "info",
        "event": "request",
        "method": "POST",
        "route": "/v2/{project_id}/ocr/cambodian-idcard",
        "status": 400,
        "code": "AIS.0102",
        "request_id": reply.headers["X-Request-Id"],
    }


def test_figures_count_by_code_and_time_by_route(served: Served) -> None:
    def figure(name: str) -> float:
        metrics = served.get("/metrics", Authorization=f"Bearer {TOKEN}").content.decode()
        found = re.search(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
        return float(found[1]) if found else 0.0

    route = "/v2/{project_id}/ocr/cambodian-idcard"
    refused = f'khmerid_requests_total{{code="AIS.0102",method="POST",route="{route}",status="400"}}'
    timed = f'khmerid_request_seconds_count{{route="{route}"}}'
    before = figure(refused), figure(timed), figure("khmerid_reading_seconds_count")
    served.post({"image": "?"})
    served.post({"image": image()})
    wait_until(lambda: figure(timed) == before[1] + 2)
    assert figure(refused) == before[0] + 1
    assert figure("khmerid_reading_seconds_count") == before[2] + 1
    assert figure("khmerid_pictures_in_hand") == 0
    assert served.get("/metrics", Authorization="Bearer wrong").status == 401


def sent_by(app: Any) -> tuple[list[Any], RequestMetrics]:
    """Return what is sent where an application does this, and the metrics."""
    sent: list[Any] = []
    metrics = RequestMetrics()

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    asyncio.run(Watch(app, metrics=metrics)(scope, receive, send))
    return sent, metrics


def test_a_fault_of_ours_is_an_error_of_the_service_and_its_text_is_told_to_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fails(_scope: Any, _receive: Any, _send: Any) -> None:
        raise LookupError(CONTENT)

    sent, metrics = sent_by(fails)
    assert sent[0]["status"] == 500
    answer = ErrorAnswer.model_validate_json(sent[1]["body"])
    assert answer.model_dump()["error_code"] == "ModelArts.4505"
    assert b"x-request-id" in dict(sent[0]["headers"])
    labels = {"method": "GET", "route": "other", "status": "500", "code": "ModelArts.4505"}
    assert metrics.registry.get_sample_value("khmerid_requests_total", labels) == 1
    line = JsonFormatter().format(caplog.records[-1])
    assert json.loads(line)["exception"] == "LookupError"
    assert CONTENT not in line + caplog.text + str(sent)


def test_a_fault_in_the_middle_of_an_answer_ends_it() -> None:
    async def fails_late(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise LookupError(CONTENT)

    sent, _ = sent_by(fails_late)
    assert [message["type"] for message in sent] == ["http.response.start"]


def test_of_the_record_of_a_library_only_what_is_the_same_each_time_is_told() -> None:
    def line(name: str, message: str, *arguments: object) -> Any:
        try:
            int(CONTENT)
        except ValueError:
            logger = logging.getLogger(name)
            record = logger.makeRecord(name, logging.ERROR, "", 1, message, arguments, sys.exc_info())
        return json.loads(JsonFormatter().format(record))

    told = line("uvicorn.error", "Cancel %s task(s)\n", CONTENT)
    assert (told["event"], told["exception"]) == ("Cancel %s task(s)", "ValueError")
    told = line("asyncio", f"Future {CONTENT} was never retrieved")
    assert CONTENT not in json.dumps(told)
    assert told["event"] == "asyncio"
