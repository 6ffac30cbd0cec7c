"""The official SDK against a server on the loopback address: its own objects go through the adapter."""

import copy
import json
import pickle
from typing import Any

import pytest
from support.loopback import Answer, Loopback
from support.paths import specimen
from support.sdk import Sdk

from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei import adapt_huawei, build_request, recognises
from khmerid.raw_card import RawCard
from khmerid.testing import make_specimen

# The SDK signs with datetime.utcnow, which Python 3.12 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")

URL = "https://example.com/card.jpg"


def call(sdk: Sdk, timeout: float = 5) -> Any:
    try:
        return sdk.client(timeout=timeout).recognize_cambodian_id_card(sdk.request(url=URL))
    except Exception as error:  # noqa: BLE001  # the adapter takes whatever the SDK raises
        return error


@pytest.mark.parametrize("name", ["response_200_default.json", "response_200_full.json"])
def test_response_result_copy_and_plain_data_give_the_same_card(
    sdk: Sdk, loopback: Loopback, name: str
) -> None:
    content = specimen(name)
    loopback.answer(Answer(body=content))
    response = call(sdk)
    card = adapt_huawei(content)
    assert adapt_huawei(response) == card
    assert adapt_huawei(response.result) == card
    assert adapt_huawei(response.result.to_dict()) == card
    assert adapt_huawei(response.to_json_object()) == card
    assert adapt_huawei(copy.deepcopy(response)) == card
    assert adapt_huawei(pickle.loads(pickle.dumps(response))) == card  # noqa: S301  # our own
    assert recognises(response)
    assert recognises(response.result)


def test_the_request_that_the_sdk_sends_is_the_one_that_was_built(sdk: Sdk, loopback: Loopback) -> None:
    loopback.answer(Answer(body=b'{"result": {}}'))
    call(sdk)
    assert loopback.requests[0].body == build_request(url=URL)


def test_a_response_made_by_hand_has_only_its_result(sdk: Sdk) -> None:
    response = sdk.v1.RecognizeCambodianIdCardResponse(result=sdk.v1.CambodianIdCardResult(sex="ស្រី"))
    assert adapt_huawei(response) == RawCard(sex="ស្រី")
    with pytest.raises(UnexpectedResponseError, match="is empty"):
        adapt_huawei(sdk.v1.RecognizeCambodianIdCardResponse())


def test_a_result_with_scores_made_from_a_specimen_is_its_card(sdk: Sdk, loopback: Loopback) -> None:
    made = make_specimen(seed=5).response(detect_blur=True)
    loopback.answer(Answer(body=json.dumps(made).encode()))
    result = call(sdk).result
    assert hasattr(result.score_info, "openapi_types")
    assert adapt_huawei(result) == adapt_huawei(made)


def test_the_answer_of_another_api_of_the_sdk_is_not_recognised(sdk: Sdk) -> None:
    result = sdk.v1.GeneralTextResult(words_block_list=[])
    assert not recognises(result)
    assert not recognises(sdk.v1.RecognizeGeneralTextResponse(result=result))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("response_400_image_size.json", "AIS.0103"),
        ("response_400_nested.json", "unknown"),
        ("response_400_poor_image.json", "AIS.0104"),
        ("response_401_gateway.json", "APIG.0301"),
        ("response_403_not_subscribed.json", "ModelArts.4204"),
        ("response_429_throttled.json", "APIG.0308"),
        ("response_500_internal.json", "ModelArts.4505"),
        ("response_504_timeout.json", "APIG.0201"),
    ],
)
@pytest.mark.parametrize("hidden", [False, True], ids=["as an exception", "under status 200"])
def test_every_error_specimen_is_an_api_error(
    sdk: Sdk,
    loopback: Loopback,
    name: str,
    code: str,
    hidden: bool,  # noqa: FBT001
) -> None:
    status = 200 if hidden else int(name.split("_")[1])
    loopback.answer(Answer(status=status, body=specimen(name), headers={"X-Request-Id": "1" * 32}))
    outcome = call(sdk)
    assert isinstance(outcome, Exception) is not hidden
    assert recognises(outcome)
    with pytest.raises(ApiError) as caught:
        adapt_huawei(outcome)
    assert (caught.value.code, caught.value.status) == (code, status)
    assert caught.value.request_id in {"1" * 32, "0" * 32}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(body=b""), "the response is empty"),
        (Answer(status=204), "the response is empty"),
        (Answer(body=b"<html>"), "the response is HTML"),
        (Answer(body=b'{"result": {"sex": "'), "cut short"),
        (Answer(body=b'{"result": null}'), "'result' holds NoneType"),
        (Answer(body=b'{"result": [{"sex": "x"}]}'), "'result' holds list"),
        (Answer(body=b"[]"), "is JSON, but list"),
        (Answer(status=302, headers={"Location": "/"}), "302: "),
        (Answer(status=400, body=b'[{"error_code": "AIS.0101"}]'), "AIS.0101: "),
        (Answer(status=400, body=b'{"error_code": 103, "error_msg": null}'), "unknown: "),
        (Answer(status=500, body=b'{"error_msg": "x"}'), "500: "),
        (Answer(status=502, body=b"<html>"), "502: "),
        (Answer(hangs_up=True), "connection: "),
        (Answer(body=b"{", missing=9), "connection: "),
        (Answer(delay=30), "timeout: "),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_what_the_sdk_hides_or_raises_becomes_one_clear_error(
    sdk: Sdk, loopback: Loopback, answer: Answer, error: str
) -> None:
    loopback.answer(answer)
    outcome = call(sdk, timeout=0.3 if answer.delay else 5)
    with pytest.raises((ApiError, UnexpectedResponseError)) as caught:
        adapt_huawei(outcome)
    assert error in str(caught.value)


def test_a_server_that_is_not_there_is_a_connection_error(
    sdk: Sdk, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "url", "http://127.0.0.1:9")  # the port "discard", where nobody listens
    with pytest.raises(ApiError, match="connection: "):
        adapt_huawei(call(sdk))


@pytest.mark.parametrize(
    "content",
    [b'\xef\xbb\xbf{"result": {"sex": "M"}}', b'{"result": {"sex": "M", "height": NaN}}'],
    ids=["byte order mark", "NaN"],
)
def test_the_bytes_are_read_where_the_sdk_stumbles(sdk: Sdk, loopback: Loopback, content: bytes) -> None:
    loopback.answer(Answer(body=content))
    assert adapt_huawei(call(sdk)).sex == "M"


def test_khmer_without_a_charset_is_read_right(sdk: Sdk, loopback: Loopback) -> None:
    content = json.dumps({"result": {"sex": "ស្រី"}}, ensure_ascii=False).encode()
    loopback.answer(Answer(body=content, headers={"Content-Type": "text/plain"}))
    assert adapt_huawei(call(sdk)).sex == "ស្រី"


def test_a_future_of_the_sdk_is_refused_and_what_it_results_in_is_taken(sdk: Sdk, loopback: Loopback) -> None:
    loopback.answer(Answer(body=b'{"result": {"sex": "M"}}'))
    future = sdk.client("OcrAsyncClient").recognize_cambodian_id_card_async(sdk.request(url=URL))
    assert recognises(future)
    with pytest.raises(UnexpectedResponseError, match="FutureSdkResponse is a call that is not finished"):
        adapt_huawei(future)
    assert adapt_huawei(future.result()).sex == "M"
