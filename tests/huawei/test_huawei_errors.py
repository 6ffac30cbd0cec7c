import concurrent.futures
import copy
import json
import multiprocessing
import pickle
import ssl
from typing import Any

import attrs
import pytest
from support.paths import specimen

from khmerid.errors import ApiError
from khmerid.huawei import adapt_huawei
from khmerid.huawei.errors import error_of_exception, look_up
from khmerid.huawei.response import result_of_answer


def error_of(response: object) -> ApiError:
    with pytest.raises(ApiError) as caught:
        adapt_huawei(response)
    return caught.value


@pytest.mark.parametrize(
    ("name", "code", "retry"),
    [
        ("response_400_image_size.json", "AIS.0103", "no"),
        ("response_400_nested.json", "unknown", "no"),
        ("response_400_poor_image.json", "AIS.0104", "no"),
        ("response_401_gateway.json", "APIG.0301", "no"),
        ("response_403_not_subscribed.json", "ModelArts.4204", "no"),
        ("response_429_throttled.json", "APIG.0308", "backoff"),
        ("response_500_internal.json", "ModelArts.4505", "backoff"),
        ("response_504_timeout.json", "APIG.0201", "backoff"),
    ],
)
def test_every_error_specimen_is_an_api_error(name: str, code: str, retry: str) -> None:
    error = error_of(specimen(name))
    assert (error.code, error.retry, error.status) == (code, retry, None)
    status = int(name.split("_")[1])
    with pytest.raises(ApiError) as caught:
        result_of_answer(specimen(name), status, "1" * 32)
    assert (caught.value.code, caught.value.retry) == (code, retry)
    assert (caught.value.status, caught.value.request_id) == (status, "1" * 32)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"error_code": "AIS.0101", "error_msg": "x"}, "AIS.0101"),
        ({"error_code": "AIS.0101"}, "AIS.0101"),
        ({"error_msg": "x"}, "unknown"),
        ({"error_code": 103, "error_msg": None}, "unknown"),
        ({"error_code": "SOK SOPHEA"}, "unknown"),
        ({"error_code": "010203040"}, "unknown"),
        ({"error_code": "429"}, "429"),
        ({"error_code": "APIGW.0308"}, "APIGW.0308"),
        ({"error_code": -(10**30)}, "unknown"),
        ({"errorCode": "AIS.0101", "errorMsg": "x"}, "AIS.0101"),
        ({"code": "AIS.0101", "message": "x"}, "AIS.0101"),
        ({"message": "x"}, "unknown"),
        ({"error": {"code": "AIS.0101", "message": "x"}}, "AIS.0101"),
        ({"error": "x"}, "unknown"),
        ({"errors": [{"code": "AIS.0101"}, {"code": "AIS.0102"}]}, "AIS.0101"),
        ({"result": None, "error_code": "AIS.0101"}, "AIS.0101"),
        ({"result": {"id_number": "010203040"}, "error_code": "AIS.0101"}, "AIS.0101"),
        ({"outer": {"inner": {"code": "AIS.0101"}}}, "AIS.0101"),
    ],
)
def test_an_error_is_read_in_every_form_also_under_status_200(body: dict[str, Any], code: str) -> None:
    assert error_of(body).code == code
    with pytest.raises(ApiError) as caught:
        result_of_answer(json.dumps(body).encode(), 200)
    assert (caught.value.code, caught.value.status) == (code, 200)


def test_an_empty_error_code_beside_a_result_is_no_error() -> None:
    assert adapt_huawei({"error_code": None, "result": {"sex": "ស្រី"}}).sex == "ស្រី"


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b'{"x": ', b"{}", b"[]", b"null", b'"x"', b'{"a":{"b":{"c":{"d":{}}}}}']
)
@pytest.mark.parametrize(
    ("status", "retry"), [(302, "no"), (400, "no"), (429, "backoff"), (500, "backoff"), (504, "backoff")]
)
def test_an_answer_without_a_code_is_named_by_its_status(content: bytes, status: int, retry: str) -> None:
    with pytest.raises(ApiError) as caught:
        result_of_answer(content, status)
    assert (caught.value.code, caught.value.status, caught.value.retry) == (str(status), status, retry)


def test_a_result_under_an_error_status_is_not_taken() -> None:
    with pytest.raises(ApiError) as caught:
        result_of_answer(b'{"result": {"sex": "M"}}', 500)
    assert caught.value.code == "500"


def test_a_request_id_has_the_form_of_one() -> None:
    sent: object
    for sent in ("010203040", "SOKSOPHEA", {}, 7):
        assert error_of({"error_code": "APIG.0301", "request_id": sent}).request_id is None


def test_a_status_that_there_is_not_does_not_pass() -> None:
    error = error_of(ServiceError(10**9 + 10203040, "x", "x"))
    assert (error.code, error.status) == ("unknown", None)


def test_the_request_id_of_the_body_is_kept_unless_the_header_had_one() -> None:
    assert error_of({"error_code": "APIG.0301", "request_id": "1" * 32}).request_id == "1" * 32


@pytest.mark.parametrize(
    ("code", "message", "status", "retry"),
    [
        ("APIG.0308", "policy user over ratelimit,limit:100,time:1 minute", 429, "backoff"),
        ("APIGW.0308", "limit:1000,time:1 day", 429, "no"),
        ("APIG.0201", "Backend timeout.", None, "backoff"),
        ("APIG.0201", "", 504, "backoff"),
        ("APIG.0201", "Bad request", 400, "no"),
        ("APIGW.0301", "", 401, "no"),
        ("AIS.0105", "", 400, "once"),
        ("AIS.0122", "", 400, "no"),
        ("APIG.0307", "", 401, "once"),
        ("New.0001", "", 503, "backoff"),
        ("New.0001", "", None, "no"),
        ("503", "", None, "backoff"),
    ],
)
def test_a_code_says_whether_a_retry_helps(code: str, message: str, status: int | None, retry: str) -> None:
    assert look_up(code, message, status)[1] == retry


def test_a_failure_to_connect_is_told_by_the_name_of_its_class() -> None:
    assert error_of(TimeoutError("x")).code == "timeout"
    assert error_of(ConnectionResetError("x")).code == "connection"
    secured = type("SslHandShakeException", (Exception,), {})("x")
    assert (error_of(secured).code, error_of(secured).retry) == ("tls", "no")


def test_a_failure_of_httpx_to_secure_a_connection_is_told_by_its_cause() -> None:
    failure = type("ConnectError", (type("NetworkError", (Exception,), {}),), {})("x")
    failure.__cause__ = ssl.SSLError()
    assert str(error_of_exception(failure)).startswith("tls: ")


def test_an_api_error_passes_as_it_is() -> None:
    error = ApiError(code="x", meaning="y", retry="no")
    assert error_of_exception(error) is error


class ServiceError(Exception):
    """What every exception of the SDK has that holds an answer of the service."""

    def __init__(self, status_code: int, error_code: object, error_msg: object) -> None:
        super().__init__()
        self.status_code = status_code
        self.error_code = error_code
        self.error_msg = error_msg
        self.request_id = None


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        ("AIS.0103", "x", "AIS.0103"),
        ("400", '{"error_code": "AIS.0103"}', "AIS.0103"),
        ("400", '[{"error_code": "AIS.0103"}]', "AIS.0103"),
        ("400", "<html>", "400"),
        ("400", "{}", "400"),
        (103, None, "unknown"),
        ("SOK.SOPHEA", "SOKSOPHEA", "unknown"),
        (None, None, "400"),
    ],
)
def test_an_exception_of_the_sdk_is_an_api_error(code: object, message: object, expected: str) -> None:
    assert error_of(ServiceError(400, code, message)).code == expected


def test_an_api_error_passes_through_pickle_with_all_that_it_says() -> None:
    error = error_of({"error_code": "APIG.0308", "error_msg": "limit:1,time:1 day", "request_id": "1" * 32})
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own
        assert type(again) is ApiError
        assert str(again) == str(error)
        assert attrs.asdict(again) == attrs.asdict(error)
        assert again.args == error.args


def test_an_api_error_comes_out_of_a_process_as_it_was_raised() -> None:
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        answer = pool.submit(adapt_huawei, {"error_code": "AIS.0104", "error_msg": "x"})
        with pytest.raises(ApiError) as caught:
            answer.result(timeout=60)
        assert (caught.value.code, caught.value.retry) == ("AIS.0104", "no")
        assert pool.submit(adapt_huawei, {"result": {"sex": "ស្រី"}}).result(timeout=60).sex == "ស្រី"
