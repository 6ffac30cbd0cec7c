"""The recognition service's API, called by the official SDK, by khmerid's own client, and as curl does."""

import base64
import datetime as dt
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from support.pictures import picture
from support.readers import (
    CRASHES,
    EMPTY,
    NO_PORTRAIT,
    NOT_LOCATED,
    RAISES,
    REFUSES_VALUE,
    WRONG_FORMAT,
)
from support.sdk import open_sdk
from support.serving import PROJECT, TOKEN, Reply, Served, image, wait_until

import khmerid
from khmerid import ApiError
from khmerid.huawei import wire
from khmerid.huawei.client import Backoff, HuaweiOcr
from khmerid.serve.models import ErrorAnswer, RecognitionAnswer
from khmerid.testing import make_specimen
from khmerid.testing.contract import problems_of

ALL = dict.fromkeys(wire.SWITCHES, True)
SEED = 77


def result_of(reply: Reply) -> Any:
    assert reply.status == 200
    RecognitionAnswer.model_validate(reply.body)
    assert problems_of(reply.body) == []
    return reply.body["result"]


def test_a_picture_becomes_its_card(served: Served) -> None:
    reply = served.post({"image": image(SEED)})
    result = result_of(reply)
    specimen = make_specimen(seed=SEED)
    assert {wire.TEXTS[name]: result[name] for name in wire.TEXTS} == specimen.printed
    assert tuple(result[name] for name in wire.MRZ) == specimen.mrz
    assert set(result) == {*wire.ALL_TEXTS, "confidence"}
    assert set(result["confidence"]) == set(wire.ALL_TEXTS)
    assert len(reply.headers["X-Request-Id"]) == 32
    assert reply.headers["Content-Type"] == "application/json"
    assert khmerid.examine(reply.body, today=specimen.today).decision is khmerid.Decision.ACCEPT


def test_every_switch_has_its_result_but_that_of_tampering_which_nobody_can_tell(served: Served) -> None:
    result = result_of(served.post({"image": image(SEED), **ALL}))
    asked = {key.name for key in wire.RESULT_KEYS}
    assert set(result) == asked - {"detect_tampering_result"}
    assert result["detect_glare_result"] is True
    assert result["detect_blur_result"] is False
    assert result["idcard_type"] == "normal"
    assert result["portrait_location"] == [[53, 341], [185, 340], [179, 504], [42, 505]]
    assert result["score_info"]["glare_score"] == 80
    assert set(result["score_info"]) == {k.score for k in wire.RESULT_KEYS if k.score} - {"tampering_score"}
    assert result["confidence"]["idcard_type"] == 0.75
    for name in ("portrait_image", "adjusted_image"):
        assert Image.open(io.BytesIO(base64.b64decode(result[name]))).format == "JPEG"


@pytest.mark.parametrize("switch", wire.SWITCHES)
def test_a_switch_brings_what_it_asks_for_alone(served: Served, switch: str) -> None:
    plain = set(result_of(served.post({"image": image(SEED)})))
    found = set(result_of(served.post({"image": image(SEED), **dict.fromkeys(ALL, False), switch: True})))
    own = {key.name for key in wire.RESULT_KEYS if key.switch == switch} - {"detect_tampering_result"}
    scored = any(key.score for key in wire.RESULT_KEYS if key.name in own)
    assert found - plain == own | ({"score_info"} if scored else set())


def test_a_portrait_that_was_not_found_is_left_out(served: Served) -> None:
    result = result_of(served.post({"image": image(SEED, NO_PORTRAIT), **ALL}))
    assert not {"portrait_image", "portrait_location"} & set(result)


@pytest.mark.parametrize(
    ("height", "code"),
    [
        (NOT_LOCATED, "AIS.0104"),
        (EMPTY, "AIS.0104"),
        (WRONG_FORMAT, "AIS.0102"),
        (RAISES, "AIS.0105"),
        (REFUSES_VALUE, "AIS.0105"),
        (CRASHES, "AIS.0105"),
    ],
)
def test_a_picture_that_cannot_be_read_is_an_error_and_never_an_empty_card(
    served: Served, height: int, code: str
) -> None:
    reply = served.post({"image": image(SEED, height)})
    assert (reply.status, reply.code) == (400, code)
    ErrorAnswer.model_validate(reply.body)
    assert served.post({"image": image(SEED)}).status == 200  # another process, or a new one, reads on


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "ModelArts.4105"),
        (b"?", "ModelArts.4105"),
        (b'{"image": "', "ModelArts.4105"),
        (b"\xff\xfe", "ModelArts.4105"),
        (b"[" * 900 + b"]" * 900, "AIS.0101"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "AIS.0101"),
        (b"[" * 500_000, "AIS.0101"),
        (b'{"url": "https://a.example", "url": "https://b.example"}', "AIS.0101"),
        (b'{"detect_blur": true, "detect_blur": false}', "AIS.0101"),
        ([], "AIS.0101"),
        ("text", "AIS.0101"),
        (None, "AIS.0101"),
        ({}, "AIS.0101"),
        ({"image": None, "url": None}, "AIS.0101"),
        ({"image": image(), "url": "https://example.com/card.jpg"}, "AIS.0101"),
        ({"image": 1}, "AIS.0101"),
        ({"image": [image()]}, "AIS.0101"),
        ({"image": image(), "detect_blur": "true"}, "AIS.0101"),
        ({"image": image(), "detect_blur": 1}, "AIS.0101"),
        ({"image": image(), "detect_blur": None}, "AIS.0101"),
        ({"image": image(), "detect_smile": True}, "AIS.0101"),
        ({"image": ""}, "AIS.0102"),
        ({"image": "?"}, "AIS.0102"),
        ({"image": "\ud800"}, "AIS.0102"),
        ({"image": f"data:image/png;base64,{image()}"}, "AIS.0102"),
        ({"image": image() + "\n"}, "AIS.0102"),
        ({"image": base64.b64encode(b"GIF89a").decode()}, "AIS.0102"),
        ({"image": image(14)}, "AIS.0103"),
        ({"image": base64.b64encode(picture(8193, 20)).decode()}, "AIS.0103"),
        ({"image": "A" * (wire.LONGEST_BASE64 + 4)}, "ModelArts.4104"),
        ({"image": "A" * (wire.LONGEST_BASE64 * 2)}, "ModelArts.4104"),
        ({"url": "https://example.com/card.jpg"}, "ModelArts.4601"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_a_wrong_request_is_refused_with_the_code_of_the_service(
    served: Served, body: object, code: str
) -> None:
    reply = served.post(body)
    assert (reply.status, reply.code) == (wire.ERRORS[code].status, code)
    assert reply.body["error_msg"] == wire.ERRORS[code].message
    assert len(reply.headers["X-Request-Id"]) == 32


@pytest.mark.parametrize(
    "token", [None, "", "wrong", TOKEN + "x", TOKEN.upper(), "ស្រី".encode().decode("latin-1")]
)
def test_without_the_token_nothing_is_read(served: Served, token: str | None) -> None:
    reply = served.post({"image": image()}, token=token)
    assert (reply.status, reply.code) == (401, "APIG.0301")
    assert reply.body["request_id"] == reply.headers["X-Request-Id"]
    assert served.post({"image": image()}, "/v1/report", token=token).code == "APIG.0301"
    assert served.get("/metrics").code == "APIG.0301"
    assert served.get("/healthz").status == served.get("/docs").status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", wire.PATH.format(PROJECT)),
        ("PUT", "/v1/report"),
        ("FETCH", "/healthz"),
        ("POST", "/"),
        ("POST", "/v1/ocr"),
        ("POST", wire.PATH.format("%7Bproject_id%7D")),
        ("POST", wire.PATH.format("a" * 65)),
        ("POST", wire.PATH.format(PROJECT) + "/"),
    ],
)
def test_a_wrong_path_or_method_is_one(served: Served, method: str, path: str) -> None:
    reply = served.request(method, path, b"{}", {wire.TOKEN_HEADER: TOKEN})
    assert (reply.status, reply.code) == (404, "APIG.0101")


def test_what_is_said_of_the_server(served: Served) -> None:
    assert served.get("/healthz").body == {"status": "ok"}
    assert served.get("/readyz").body == {"status": "ok"}
    paths = served.get("/openapi.json").body["paths"]
    assert set(paths) == {
        "/v2/{project_id}/ocr/cambodian-idcard",
        "/v1/report",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    recognition = paths["/v2/{project_id}/ocr/cambodian-idcard"]["post"]
    assert set(recognition["responses"]) == {"200", "400", "401", "429", "503", "default"}
    taken = recognition["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert set(taken) == {"image", "url", *wire.SWITCHES}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"])
def test_a_head_is_answered_as_a_get_without_a_body(served: Served, path: str) -> None:
    token = {wire.TOKEN_HEADER: TOKEN}
    got, head = (served.request(method, path, headers=token) for method in ("GET", "HEAD"))
    assert (head.status, head.content) == (got.status, b"") == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_without_the_token_a_head_is_refused(served: Served) -> None:
    assert served.request("HEAD", "/metrics").status == 401


def test_khmerids_own_client_gets_the_card_and_each_error(served: Served) -> None:
    with HuaweiOcr(served.url, PROJECT, token=TOKEN, backoff=Backoff(attempts=1)) as ocr:
        response = ocr.recognise(picture(SEED), **wire.QUALITY_SWITCHES)
        specimen = make_specimen(seed=SEED)
        report = khmerid.examine(response, today=specimen.today)
        assert report.document_number.value == specimen.values.document_number
        assert report.image.alarms["glare"]
        with pytest.raises(ApiError, match=r"AIS\.0104") as caught:
            ocr.recognise(picture(SEED, NOT_LOCATED))
        assert caught.value.request_id
    with (
        HuaweiOcr(served.url, PROJECT, token="another-token-altogether") as ocr,  # noqa: S106 - of a test
        pytest.raises(ApiError, match=r"APIG\.0301"),
    ):
        ocr.recognise(picture(SEED))


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_the_official_sdk_gets_its_response_object_and_each_error(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: Any = SimpleNamespace(url=served.url)
    sdk = open_sdk(where, tmp_path, monkeypatch)

    def recognise(token: str = TOKEN, **body: Any) -> Any:
        call = sdk.client().recognize_cambodian_id_card_invoker(sdk.request(**body))
        return call.add_header(wire.TOKEN_HEADER, token).invoke()

    switches: Any = ALL
    response = recognise(image=image(SEED), **switches)
    specimen = make_specimen(seed=SEED)
    assert type(response).__name__ == "RecognizeCambodianIdCardResponse"
    assert response.result.name_en == specimen.printed["name_latin"]
    assert response.result.name_kh == specimen.printed["name_khmer"]
    assert response.result.machine_code3 == specimen.mrz[2]
    assert response.result.detect_glare_result is True
    assert response.result.detect_tampering_result is None
    assert response.result.portrait_location[0] == [53, 341]
    assert response.result.score_info.blur_score == 7
    assert response.x_request_id
    assert khmerid.examine(response, today=specimen.today).surname.value == specimen.values.surname
    wrong: dict[str, dict[str, Any]] = {
        "AIS.0101": {"image": image(), "url": "https://example.com/card.jpg"},
        "AIS.0102": {"image": "?"},
        "AIS.0103": {"image": image(14)},
        "AIS.0104": {"image": image(SEED, NOT_LOCATED)},
        "AIS.0105": {"image": image(SEED, RAISES)},
        "ModelArts.4104": {"image": "A" * (wire.LONGEST_BASE64 + 4)},
        "ModelArts.4601": {"url": "https://example.com/card.jpg"},
        "APIG.0301": {"image": image(), "token": "wrong"},
    }
    for code, body in wrong.items():
        with pytest.raises(Exception, match=code) as caught:
            recognise(**body)
        raised: Any = caught.value
        assert (raised.error_code, raised.status_code) == (code, wire.ERRORS[code].status)
        assert len(raised.request_id) == 32
        with pytest.raises(ApiError, match=code):
            khmerid.examine(raised, today=dt.date(2026, 1, 1))


def test_a_server_starts_with_its_readers_closed(served: Served) -> None:
    wait_until(
        lambda: (
            "khmerid_workers_ready 2.0"
            in served.get("/metrics", **{wire.TOKEN_HEADER: TOKEN}).content.decode()
        )
    )
