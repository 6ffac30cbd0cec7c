"""The stand-in for the service, called by the clients there are for the service itself."""

import base64
import http.client
import json
import socket
import urllib.error
import urllib.request
import zlib
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.pictures import picture
from support.sdk import Sdk, open_sdk

import khmerid
from khmerid import ApiError, Decision
from khmerid.huawei.client import Backoff, HuaweiOcr
from khmerid.testing import damage, make_specimen, server
from khmerid.testing.contract import REFUSALS
from khmerid.testing.marking import Shown, mark
from khmerid.testing.server import StandIn, serve

PROJECT = "0123456789abcdef0123456789abcdef"
URL = "https://example.com/card.jpg"
AT_ONCE = Backoff(first=0.0, longest=0.0, throttled=(0.0, 0.0))


@pytest.fixture
def service(khmerid_service: StandIn) -> StandIn:
    return khmerid_service


def client(service: StandIn, **options: Any) -> HuaweiOcr:
    settings: Any = {"token": "any", "backoff": AT_ONCE, "timeout": 5.0} | options
    return HuaweiOcr(service.url, PROJECT, **settings)


def post(
    service: StandIn, body: object, path: str = f"/v2/{PROJECT}/ocr/cambodian-idcard", **headers: str
) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"X-Auth-Token": "any"} | {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(service.url + path, data=content, headers=sent)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_the_same_picture_is_the_same_card_and_another_picture_another(service: StandIn) -> None:
    with client(service) as ocr:
        one, again, other = (ocr.recognise(picture(width)) for width in (100, 100, 101))
    assert one == again != other
    assert set(service.requests[0].body) == {"image"}


def test_the_picture_of_a_specimen_is_that_specimen(service: StandIn) -> None:
    specimen = make_specimen(seed=7)
    shown = mark(picture(), Shown(printed=specimen.printed, mrz=specimen.mrz))
    with client(service) as ocr:
        assert ocr.recognise(shown, detect_blur=True) == specimen.response(detect_blur=True)
        assert ocr.recognise(picture()) != specimen.response()
    service.severity = 1
    with client(service) as ocr:
        assert ocr.recognise(shown) == damage(specimen.response(), seed=zlib.crc32(shown), severity=1)


def test_the_switches_are_done_and_the_card_is_accepted(service: StandIn) -> None:
    with client(service) as ocr:
        response = ocr.recognise(url=URL, detect_blur=True, return_portrait_location=True)
    result: Any = response["result"]
    assert result["detect_blur_result"] is False
    assert len(result["portrait_location"]) == 4
    expected = make_specimen(seed=0)
    service.answer(expected, {"result": {"sex": "ស្រី"}})
    with client(service) as ocr:
        assert khmerid.examine(ocr.recognise(url=URL), today=expected.today).decision is Decision.ACCEPT
        assert ocr.recognise(url=URL) == {"result": {"sex": "ស្រី"}}


def test_damage_is_done_when_it_is_asked_for(service: StandIn) -> None:
    with client(service) as ocr:
        clean = ocr.recognise(url=URL)
        service.severity = 3.0
        assert ocr.recognise(url=URL) != clean


@pytest.mark.parametrize("code", REFUSALS)
def test_every_error_is_the_one_that_was_asked_for(service: StandIn, code: str) -> None:
    service.fail(*[code] * 4)
    with client(service) as ocr, pytest.raises(ApiError) as caught:
        ocr.recognise(url=URL)
    assert (caught.value.code, caught.value.status) == (code, REFUSALS[code].status)
    assert caught.value.request_id is not None


def test_a_client_gets_over_what_passes(service: StandIn) -> None:
    service.fail("APIG.0308", "ModelArts.4505", "html")
    with client(service) as ocr:
        assert ocr.recognise(url=URL)
    assert len(service.requests) == 4


@pytest.mark.parametrize("failure", ["hang_up", "cut_short"])
def test_a_broken_connection_is_one(service: StandIn, failure: str) -> None:
    service.fail(failure)
    with pytest.raises((http.client.HTTPException, OSError)):
        post(service, {"url": URL})


def test_an_empty_answer_is_empty(service: StandIn) -> None:
    service.fail("empty")
    with pytest.raises(json.JSONDecodeError):
        post(service, {"url": URL})


def test_a_failure_that_there_is_not_is_refused(service: StandIn) -> None:
    with pytest.raises(ValueError, match="no failure 'smile'"):
        service.fail("smile")


def test_some_requests_fail_by_chance_and_the_same_ones_again() -> None:
    statuses = []
    for _ in range(2):
        with serve(error_rate=0.5, seed=3) as service:
            statuses.append([post(service, {"url": URL})[0] for _ in range(20)])
    assert statuses[0] == statuses[1]
    assert 0 < statuses[0].count(200) < 20


def image(**size: Any) -> str:
    return base64.b64encode(picture(**size)).decode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"?", "ModelArts.4105"),
        ([], "AIS.0101"),
        ({}, "AIS.0101"),
        ({"url": URL, "image": ""}, "AIS.0101"),
        ({"url": 1}, "AIS.0101"),
        ({"url": URL, "detect_smile": True}, "AIS.0101"),
        ({"url": URL, "detect_blur": "true"}, "AIS.0101"),
        ({"url": "card.jpg"}, "ModelArts.4603"),
        ({"image": "?"}, "AIS.0102"),
        ({"image": "GIFX"}, "AIS.0102"),
        ({"image": image(width=14)}, "AIS.0103"),
        ({"image": "A" * (10 * 1024 * 1024 + 4)}, "ModelArts.4104"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_request_is_refused_as_the_service_does(service: StandIn, body: object, code: str) -> None:
    status, error = post(service, body)
    assert (status, error["error_code"]) == (REFUSALS[code].status, code)


def test_the_path_and_the_credentials_count(service: StandIn) -> None:
    assert post(service, {"url": URL}, path="/v1/ocr")[1]["error_code"] == "APIG.0101"
    service.token = "mine"  # noqa: S105 - of a test
    assert post(service, {"url": URL})[1]["error_code"] == "APIG.0301"
    assert post(service, {"url": URL}, **{"X-Auth-Token": service.token})[0] == 200
    assert "request_id" in post(service, {"url": URL})[1]
    connection = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=5)
    connection.request("POST", f"/v2/{PROJECT}/ocr/cambodian-idcard", body=b"{}")
    assert json.load(connection.getresponse())["error_code"] == "APIG.0301"
    connection.request("GET", "/")
    assert json.load(connection.getresponse())["error_code"] == "APIG.0101"
    connection.close()


def test_an_answer_comes_as_late_as_is_wanted(service: StandIn) -> None:
    service.latency = 30.0
    with (
        client(service, timeout=0.1, backoff=Backoff(attempts=1)) as ocr,
        pytest.raises(ApiError, match="timeout"),
    ):
        ocr.recognise(url=URL)


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_the_official_sdk_talks_to_it(
    service: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sdk: Sdk = open_sdk(service, tmp_path, monkeypatch)  # type: ignore[arg-type]  # it needs the address only
    specimen = make_specimen(seed=4)
    service.answer(specimen)
    response = sdk.client().recognize_cambodian_id_card(sdk.request(image=image()))
    report = khmerid.examine(response, today=specimen.today)
    assert report.decision is Decision.ACCEPT
    assert report.document_number.value == specimen.values.document_number
    service.fail("AIS.0104")
    with pytest.raises(Exception, match=r"AIS\.0104") as caught:
        sdk.client().recognize_cambodian_id_card(sdk.request(image=image()))
    with pytest.raises(ApiError, match=r"AIS\.0104"):
        khmerid.examine(caught.value, today=specimen.today)


def test_the_repr_has_no_content_of_a_request_and_no_token(service: StandIn) -> None:
    post(service, {"url": URL})
    assert URL not in repr(service) + repr(service.requests)
    service.token = "mine"  # noqa: S105 - of a test
    assert "mine" not in repr(service)
    assert attrs.asdict(service.requests[0])["path"].endswith("cambodian-idcard")


def answer_to(service: StandIn, head: str) -> bytes:
    """Return what the server answers to a head alone, and that it does so at once and hangs up."""
    host, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(
            f"POST /v2/{PROJECT}/ocr/cambodian-idcard HTTP/1.1\r\nHost: a\r\n{head}\r\n".encode()
        )
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("", b"APIG.0201"),
        ("Transfer-Encoding: chunked\r\n", b"APIG.0201"),
        ("Content-Length: -1\r\n", b"APIG.0201"),
        ("Content-Length: many\r\n", b"APIG.0201"),
        ("Content-Length: ១\r\n", b"APIG.0201"),
        ("Content-Length: 1\r\nContent-Length: 2\r\n", b"APIG.0201"),
        ("Content-Length: 999999999999\r\n", b"ModelArts.4104"),
        ("Content-Length: 9999999999999\r\n", b"APIG.0201"),
    ],
)
def test_a_request_without_a_sound_length_is_refused_at_once(
    service: StandIn, head: str, code: bytes
) -> None:
    answer = answer_to(service, head)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert code in answer
    assert list(service.requests) == []


def test_only_the_last_requests_are_kept(service: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_MOST_KEPT", 3)
    for number in range(5):
        post(service, {"url": f"{URL}?{number}"})
    assert [kept.body["url"][-1] for kept in service.requests] == ["2", "3", "4"]
    assert service.received == 5
    monkeypatch.setattr(server, "_MOST_BYTES", 100)
    post(service, {"url": "x" * 60})
    assert len(service.requests) == 1
    post(service, {"url": "x" * 101})
    assert len(service.requests) == 0
    assert service.received == 7
