import asyncio
import inspect
import json
import logging
import ssl
import tomllib
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from support.loopback import Answer, Loopback, serve
from support.paths import DATA
from support.pictures import picture
from support.sdk import PROJECT_ID, Sdk

from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei import adapt_huawei, call
from khmerid.huawei.client import AsyncHuaweiOcr, Backoff, HuaweiOcr, SdkOcr
from khmerid.huawei.wire import ERRORS

CASES = tomllib.loads((DATA / "cases" / "huawei_errors.toml").read_text(encoding="utf-8"))["case"]
AT_ONCE = Backoff(attempts=3, first=0.0, longest=0.0, throttled=(0.0, 0.0))
TOKEN = "token-1"  # noqa: S105 - of nobody
ATTEMPTS = {"no": 1, "once": 2, "backoff": 3}

TLS = ssl.create_default_context()  # one for all, because making one is slow

CARD = {"result": {"id_number": "012345678", "sex": "ប្រុស"}}
GOOD = Answer(body=json.dumps(CARD, ensure_ascii=False).encode())
URL = "https://example.com/card.jpg"

Recognise = Callable[..., dict[str, object]]


def direct(loopback: Loopback, **options: Any) -> Recognise:
    """Return the call of the synchronous service, its connections closed after each."""

    def recognise(image: bytes | None = None, **request: Any) -> dict[str, object]:
        client = httpx.Client(verify=TLS)
        settings: Any = {"token": TOKEN, "backoff": AT_ONCE, "timeout": 5.0, "client": client} | options
        with HuaweiOcr(loopback.url, PROJECT_ID, **settings) as ocr:
            return ocr.recognise(image, **request)

    return recognise


def in_a_loop(loopback: Loopback, **options: Any) -> Recognise:
    """Return the call of the asynchronous service."""

    async def recognise(image: bytes | None = None, **request: Any) -> dict[str, object]:
        client = httpx.AsyncClient(verify=TLS)
        settings: Any = {"token": TOKEN, "backoff": AT_ONCE, "timeout": 5.0, "client": client} | options
        async with AsyncHuaweiOcr(loopback.url, PROJECT_ID, **settings) as ocr:
            return await ocr.recognise(image, **request)

    return lambda *args, **request: asyncio.run(recognise(*args, **request))


@pytest.fixture(params=[direct, in_a_loop], ids=["sync", "async"])
def service(request: pytest.FixtureRequest) -> Callable[..., Recognise]:
    made: Callable[..., Recognise] = request.param
    return made


def failure(recognise: Recognise) -> ApiError:
    with pytest.raises(ApiError) as caught:
        recognise(url=URL)
    return caught.value


def test_an_image_is_sent_as_documented_and_the_answer_is_what_examine_takes(
    loopback: Loopback, service: Callable[..., Recognise]
) -> None:
    loopback.answer(GOOD)
    response = service(loopback)(picture(), detect_blur=True)
    assert response == CARD
    assert adapt_huawei(response).document_number == "012345678"
    (sent,) = loopback.requests
    assert sent.path == f"/v2/{PROJECT_ID}/ocr/cambodian-idcard"
    assert sent.headers["X-Auth-Token"] == "token-1"
    assert sent.headers["Content-Type"] == "application/json"
    assert sent.body["detect_blur"] is True
    assert set(sent.body) == {"image", "detect_blur"}


def test_a_request_that_the_service_would_refuse_is_not_sent(
    loopback: Loopback, service: Callable[..., Recognise]
) -> None:
    loopback.answer(GOOD)
    with pytest.raises(ValueError, match="exactly one of image and url"):
        service(loopback)()
    assert loopback.requests == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_error_has_its_meaning_and_its_number_of_attempts(
    loopback: Loopback, service: Callable[..., Recognise], case: dict[str, Any]
) -> None:
    body = {"error_code": case["code"], "error_msg": case["message"]} if "code" in case else {}
    answer = Answer(status=case["status"], body=json.dumps(body).encode(), headers={"X-Request-Id": "1" * 32})
    loopback.answer(answer)
    error = failure(service(loopback))
    assert error.code == case.get("code", str(case["status"]))
    assert (error.status, error.request_id) == (case["status"], "1" * 32)
    assert "does not document" not in error.meaning
    assert len(loopback.requests) == ATTEMPTS[case["retry"]]
    loopback.answer(answer, GOOD)
    if case["retry"] == "no":
        assert failure(service(loopback)).code == error.code
    else:
        assert service(loopback)(url=URL) == CARD


def test_every_code_of_the_table_has_a_case() -> None:
    assert set(ERRORS) <= {case.get("code") for case in CASES}


def test_an_error_of_the_network_may_be_retried_after_one_that_had_its_one_retry(loopback: Loopback) -> None:
    once = Answer(status=400, body=b'{"error_code": "AIS.0105"}')
    loopback.answer(once, Answer(hangs_up=True), GOOD)
    assert direct(loopback)(url=URL) == CARD
    loopback.answer(once, once, GOOD)
    assert failure(direct(loopback)).code == "AIS.0105"


@pytest.mark.parametrize("code", ["APIG.0305", "APIG.0307"])
def test_a_token_that_must_be_renewed_is_asked_for_once_more(
    loopback: Loopback, service: Callable[..., Recognise], code: str
) -> None:
    tokens = iter(["token-1", "token-2", "token-3"])
    renew = Answer(status=401, body=json.dumps({"error_code": code}).encode())
    loopback.answer(renew, GOOD)
    assert service(loopback, token=lambda: next(tokens))(url=URL) == CARD
    assert [sent.headers["X-Auth-Token"] for sent in loopback.requests] == ["token-1", "token-2"]


def test_the_token_that_was_refused_is_not_sent_again(
    loopback: Loopback, service: Callable[..., Recognise]
) -> None:
    loopback.answer(Answer(status=401, body=b'{"error_code": "APIG.0307"}'))
    assert failure(service(loopback, token=lambda: "token-1")).code == "APIG.0307"
    assert len(loopback.requests) == 1


def test_a_token_may_be_awaited(loopback: Loopback) -> None:
    async def token() -> str:
        await asyncio.sleep(0)
        return "token-7"

    loopback.answer(GOOD)
    assert in_a_loop(loopback, token=token)(url=URL) == CARD
    assert loopback.requests[0].headers["X-Auth-Token"] == "token-7"


@pytest.mark.parametrize("token", ["", "two words", "token\r\nHost: example.com", "ស", 7])
def test_a_token_that_no_header_can_hold_is_refused_and_not_quoted(loopback: Loopback, token: Any) -> None:
    loopback.answer(GOOD)
    with pytest.raises(ValueError, match="the token is not text of visible ASCII characters") as caught:
        direct(loopback, token=lambda: token)(url=URL)
    assert loopback.requests == []
    assert "two" not in str(caught.value)
    with pytest.raises(ValueError, match="the token is not text"):
        HuaweiOcr(loopback.url, PROJECT_ID, token=token)


SLOW = Backoff(attempts=2, first=0.0, longest=0.0)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(hangs_up=True), "connection"),
        (Answer(body=b'{"result": ', missing=100), "connection"),
        (Answer(delay=30), "timeout"),
        (Answer(body=GOOD.body, pause=0.1), "timeout"),
    ],
    ids=["hangs up", "cut short", "silent", "one byte at a time"],
)
def test_a_slow_or_broken_connection_is_tried_again_and_then_named(
    loopback: Loopback, service: Callable[..., Recognise], answer: Answer, code: str
) -> None:
    seconds = (
        1.0 if code == "timeout" else 60.0
    )  # what is not awaited may take as long as a busy machine takes
    loopback.answer(answer)
    error = failure(service(loopback, timeout=seconds, backoff=SLOW))
    assert (error.code, error.status, error.retry) == (code, None, "backoff")
    assert len(loopback.requests) == 2
    loopback.answer(answer, GOOD)
    assert service(loopback, timeout=seconds, backoff=SLOW)(url=URL) == CARD


def test_one_deadline_holds_for_the_whole_attempt_head_included(
    loopback: Loopback, service: Callable[..., Recognise]
) -> None:
    loopback.answer(
        Answer(head_pause=0.05)
    )  # a head without end: without a deadline the call would have none
    error = failure(service(loopback, timeout=0.4, backoff=Backoff(attempts=1)))
    assert (error.code, error.__cause__, error.__context__) == ("timeout", None, None)


def test_a_receiver_takes_no_part_that_comes_too_late() -> None:
    with pytest.raises(TimeoutError):
        call.Receiver(-1.0).add(b"x")


def test_nobody_listening_is_a_connection_error(
    loopback: Loopback, service: Callable[..., Recognise], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "url", "http://127.0.0.1:9")  # the port "discard", where nobody listens
    assert failure(service(loopback)).code == "connection"


def test_a_connection_that_cannot_be_secured_is_not_tried_again(
    loopback: Loopback, service: Callable[..., Recognise], monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.answer(GOOD)
    monkeypatch.setattr(loopback, "url", loopback.url.replace("http:", "https:"))
    error = failure(service(loopback))
    assert (error.code, error.retry) == ("tls", "no")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b""),
        Answer(body=b"<html>"),
        Answer(body=b'{"result": null}'),
        Answer(body=b"x", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["empty", "html", "null", "broken gzip"],
)
def test_an_answer_that_is_none_is_not_paid_for_twice(
    loopback: Loopback, service: Callable[..., Recognise], answer: Answer
) -> None:
    loopback.answer(answer)
    with pytest.raises(UnexpectedResponseError):
        service(loopback)(url=URL)
    assert len(loopback.requests) == 1


def test_an_answer_without_end_is_cut_off(
    loopback: Loopback, service: Callable[..., Recognise], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call, "_LONGEST_ANSWER", 10)
    loopback.answer(GOOD)
    with pytest.raises(UnexpectedResponseError, match="longer than 10 bytes"):
        service(loopback)(url=URL)


def test_a_redirection_is_an_error_and_takes_the_token_nowhere(
    loopback: Loopback, service: Callable[..., Recognise]
) -> None:
    loopback.answer(Answer(status=307, headers={"Location": loopback.url + "/elsewhere"}), GOOD)
    assert failure(service(loopback)).code == "307"
    assert len(loopback.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_client_that_follows_redirections_does_not_follow_ours(loopback: Loopback, status: int) -> None:
    with serve() as elsewhere:
        redirection = Answer(status=status, headers={"Location": elsewhere.url})
        following: list[tuple[Callable[..., Recognise], Any]] = [
            (direct, httpx.Client(follow_redirects=True)),
            (in_a_loop, httpx.AsyncClient(follow_redirects=True)),
        ]
        for service, client in following:
            loopback.answer(redirection)
            assert failure(service(loopback, client=client)).code == str(status)
        assert elsewhere.requests == []


def test_what_a_call_holds_is_not_shown() -> None:
    made = call.Call.to("https://example.com", PROJECT_ID, {"url": URL})
    made.headers("secret-token")
    assert "secret-token" not in repr(made)
    assert URL not in repr(made)


def test_nothing_of_the_card_or_the_token_is_logged_or_kept_in_an_error(
    loopback: Loopback, service: Callable[..., Recognise], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = Answer(status=500, body=b'{"error_code": "ModelArts.4505", "error_msg": "SOKSOPHEA"}')
    loopback.answer(secret, Answer(hangs_up=True), GOOD)
    recognise = service(loopback, token=lambda: "secret-token")
    assert recognise(picture()) == CARD
    loopback.answer(Answer(hangs_up=True))
    error = failure(recognise)
    assert error.__cause__ is error.__context__ is None
    logged = caplog.text + repr([record.__dict__ for record in caplog.records])
    assert "stamina" in logged
    assert not [word for word in ("secret-token", "iVBOR", "ប្រុស", "SOKSOPHEA") if word in logged]


def test_a_client_of_ones_own_is_used(loopback: Loopback) -> None:
    loopback.answer(GOOD)
    client = httpx.Client(headers={"Enterprise-Project-Id": "billing-1"})
    assert direct(loopback, client=client)(url=URL) == CARD
    assert loopback.requests[0].headers["Enterprise-Project-Id"] == "billing-1"
    assert client.is_closed


@pytest.mark.parametrize(
    ("endpoint", "address"),
    [
        ("ocr.ap-southeast-3.myhuaweicloud.com", "https://ocr.ap-southeast-3.myhuaweicloud.com"),
        ("https://ocr.ap-southeast-3.myhuaweicloud.com/", "https://ocr.ap-southeast-3.myhuaweicloud.com"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_endpoint_is_a_host_or_its_address(endpoint: str, address: str) -> None:
    with HuaweiOcr(endpoint, PROJECT_ID, token=TOKEN) as ocr:
        assert ocr.endpoint == address
        assert TOKEN not in repr(ocr)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://example.com",
        "http://10.0.0.1",
        "ftp://localhost",
        "https://user@example.com",
        "https://example.com/v2",
        "https://example.com?x",
        "https://example.com:port",
        "https://[::1",
    ],
)
def test_another_endpoint_is_refused(endpoint: str) -> None:
    with pytest.raises(ValueError, match="the endpoint is not"):
        HuaweiOcr(endpoint, PROJECT_ID, token=TOKEN)


@pytest.mark.parametrize("project_id", ["", "../v3", "a b", "x" * 65])
def test_a_project_id_that_would_change_the_address_is_refused(project_id: str) -> None:
    with pytest.raises(ValueError, match="the project id has other characters"):
        HuaweiOcr("example.com", project_id, token=TOKEN)


def test_both_services_take_the_same_arguments() -> None:
    assert (
        inspect.signature(HuaweiOcr.recognise).parameters
        == inspect.signature(AsyncHuaweiOcr.recognise).parameters
    )


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")  # Python 3.12 on the SDK
class TestTheOfficialSdk:
    def recognise(self, sdk: Sdk, timeout: float = 5) -> dict[str, object]:
        ocr = SdkOcr(sdk.client(timeout=timeout), backoff=AT_ONCE)
        return ocr.recognise(picture(), detect_blur=True, detect_glare=False)

    def test_it_sends_and_gives_the_same(self, sdk: Sdk, loopback: Loopback) -> None:
        loopback.answer(GOOD)
        assert self.recognise(sdk) == direct(loopback)(picture(), detect_blur=True, detect_glare=False)
        assert loopback.requests[0].body == loopback.requests[1].body
        assert loopback.requests[0].path == loopback.requests[1].path

    def test_another_client_is_refused(self, sdk: Sdk) -> None:
        with pytest.raises(TypeError, match="OcrAsyncClient is not an OcrClient of the official SDK"):
            SdkOcr(sdk.client("OcrAsyncClient"))

    @pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
    def test_every_error_has_its_meaning_and_its_number_of_attempts(
        self, sdk: Sdk, loopback: Loopback, case: dict[str, Any]
    ) -> None:
        body = {"error_code": case["code"], "error_msg": case["message"]} if "code" in case else {}
        loopback.answer(Answer(status=case["status"], body=json.dumps(body).encode()))
        with pytest.raises(ApiError) as caught:
            self.recognise(sdk)
        assert caught.value.code == case.get("code", str(case["status"]))
        assert caught.value.__context__ is None
        assert len(loopback.requests) == ATTEMPTS[case["retry"]]

    @pytest.mark.parametrize(
        ("answer", "code"), [(Answer(hangs_up=True), "connection"), (Answer(delay=30), "timeout")]
    )
    def test_a_slow_or_broken_connection_is_tried_again(
        self, sdk: Sdk, loopback: Loopback, answer: Answer, code: str
    ) -> None:
        loopback.answer(answer)
        with pytest.raises(ApiError) as caught:
            self.recognise(sdk, timeout=0.2)
        assert caught.value.code == code
        assert len(loopback.requests) == 3

    def test_a_result_that_is_none_is_not_paid_for_twice(self, sdk: Sdk, loopback: Loopback) -> None:
        loopback.answer(Answer(body=b'{"result": null}'))
        with pytest.raises(UnexpectedResponseError):
            self.recognise(sdk)
        assert len(loopback.requests) == 1
