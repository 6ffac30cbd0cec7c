import asyncio
import concurrent.futures
import json
import math
import tomllib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import DATA, specimen

from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei import adapt_huawei, recognises
from khmerid.huawei.response import result_of_answer
from khmerid.huawei.wire import OWN_KEYS
from khmerid.raw_card import TEXT_FIELDS, RawCard

CASES = tomllib.loads((DATA / "cases" / "huawei_result.toml").read_text(encoding="utf-8"))["case"]


def findings(card: RawCard) -> list[str]:
    return [f"{finding.where} {finding.note.code} {finding.note.detail}".strip() for finding in card.findings]


def confidences(card: RawCard) -> dict[str, float]:
    return {name: origin.confidence or 0.0 for name, origin in card.origins.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_result_becomes_the_card_of_its_case(case: dict[str, Any]) -> None:
    card = adapt_huawei(case["response"])
    assert {name: getattr(card, name) for name in TEXT_FIELDS if getattr(card, name) is not None} == case.get(
        "texts", {}
    )
    assert list(card.mrz) == case.get("mrz", [])
    assert confidences(card) == case.get("confidences", {})
    assert card.image.type == case.get("type")
    assert card.image.alarms == case.get("alarms", {})
    assert card.image.scores == case.get("scores", {})
    assert findings(card) == case.get("findings", [])


def test_the_full_specimen_gives_every_field() -> None:
    card = adapt_huawei(specimen("response_200_full.json"))
    assert all(getattr(card, name) for name in TEXT_FIELDS)
    assert card.document_number == "012345678"
    assert card.distinguishing_marks == "ប្រជ្រុយចំ.០,៥ស.ម លើចុងចិញ្ចើមឆ្វេង"
    assert card.mrz[2] == "SOK<<KUMRU<<<<<<<<<<<<<<<<<<<<"
    assert confidences(card)["address"] == 0.91185
    assert confidences(card)["mrz.lower"] == 0.998
    assert card.image.type == "normal"
    assert card.image.alarms == {
        "border_integrity": False,
        "blocking_within_border": False,
        "blur": False,
        "glare": True,
        "tampering": False,
        "reproduce": False,
    }
    assert card.image.scores["reproduce"] == 99
    assert findings(card) == ["image.reproduce alarm_against_score"]


def test_the_apis_example_with_its_masked_values_is_adapted() -> None:
    card = adapt_huawei((DATA / "api_example.json").read_bytes())
    assert card.address is not None
    assert card.address.startswith(" ")
    assert [len(line) for line in card.mrz] == [30, 29, 29]
    assert card.image.alarms == {}
    assert card.findings == ()


def test_bytes_text_body_and_result_give_the_same_card() -> None:
    content = specimen("response_200_full.json")
    body = json.loads(content)
    card = adapt_huawei(content)
    assert card == adapt_huawei(content.decode()) == adapt_huawei(body) == adapt_huawei(body["result"])


def test_no_picture_is_kept() -> None:
    picture = "/9j/picture"
    card = adapt_huawei({"portrait_image": picture, "adjusted_image": picture, "portrait_location": [[1, 2]]})
    assert card == RawCard()


@pytest.mark.parametrize(
    ("confidence", "kept"),
    [
        (1, 1.0),
        (0.0, 0.0),
        (Decimal("0.91185"), 0.91185),
        (Decimal("sNaN"), None),
        (Decimal("1E+400"), None),
        (math.nan, None),
        (math.inf, None),
        (-0.1, None),
        (10**400, None),
        (True, None),
        ("0.9", None),
    ],
)
def test_a_confidence_is_a_finite_number_from_0_to_1_or_is_not_kept(
    confidence: object, kept: float | None
) -> None:
    card = adapt_huawei({"sex": "ស្រី", "confidence": {"sex": confidence, "unknown": 7, "height": None}})
    assert confidences(card) == ({} if kept is None else {"sex": kept})
    assert len(card.findings) == (kept is None)


UNEXPECTED = [
    ({}, "no key 'result', no error and no field"),
    ({"lines": []}, "no key 'result', no error and no field"),
    ({"result": None}, "the key 'result' holds NoneType"),
    ({"result": [{"id_number": "010203040"}]}, "the key 'result' holds list"),
    ({"result": "010203040"}, "the key 'result' holds str"),
    ({"result": {"words_block_list": []}}, "none of the fields of this card"),
    (b"", "is empty"),
    ("[]", "list is nothing that the service"),
    (None, "NoneType is nothing"),
    (17, "int is nothing"),
    (object(), "object is nothing"),
    (ValueError("010203040"), "ValueError is not a failure"),
    (UnexpectedResponseError("as it came"), "as it came"),
]


@pytest.mark.parametrize(("response", "why"), UNEXPECTED)
def test_what_is_no_answer_of_the_service_is_refused(response: object, why: str) -> None:
    with pytest.raises(UnexpectedResponseError, match=why) as caught:
        adapt_huawei(response)
    assert "010203040" not in str(caught.value)


def test_an_empty_result_is_a_card_without_fields() -> None:
    assert adapt_huawei({"result": {}}) == RawCard()


def test_a_future_is_refused_with_a_word_on_what_to_pass() -> None:
    with pytest.raises(UnexpectedResponseError, match="Future is a call that is not finished"):
        adapt_huawei(concurrent.futures.Future())


def test_a_coroutine_is_refused_with_a_word_on_what_to_pass() -> None:
    waiting = asyncio.sleep(0)
    with pytest.raises(UnexpectedResponseError, match="coroutine is a call that is not finished"):
        adapt_huawei(waiting)
    waiting.close()


@pytest.mark.parametrize(
    ("response", "recognised"),
    [
        ({"result": {"id_number": "010203040"}}, True),
        ({"result": {}}, True),
        ({"result": None}, True),
        ({"result": {"words_block_list": []}}, False),
        ({"machine_code1": None}, True),
        ({"error_code": "AIS.0101"}, True),
        ({"error": {"code": "x"}}, True),
        ({"code": "x", "message": "y"}, True),
        ({"code": "x"}, False),
        ({"lines": [{"text": "SOK"}]}, False),
        ({"text": "SOK", "confidence": 0.9}, False),
        ({}, False),
        (b'{"result": {"sex": "M"}}', True),
        (b'["SOK"]', False),
        ("SOK SOPHEA", False),
        (["SOK"], False),
        (None, False),
        (TimeoutError(), True),
        (concurrent.futures.Future(), True),
    ],
)
def test_the_answers_of_this_service_are_recognised(response: object, recognised: bool) -> None:  # noqa: FBT001
    assert recognises(response) is recognised


def test_an_http_answer_needs_a_body_that_is_an_object() -> None:
    with pytest.raises(UnexpectedResponseError, match="is JSON, but list"):
        result_of_answer(b"[]", 200)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["result", "error", "error_code", "code", "message", "x", *sorted(OWN_KEYS)]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_answer_gives_a_card_or_one_of_the_two_errors(response: object) -> None:
    try:
        card = adapt_huawei(response)
    except (UnexpectedResponseError, ApiError):
        return
    assert all(isinstance(getattr(card, name), str | None) for name in TEXT_FIELDS)
    assert all(0.0 <= confidence <= 1.0 for confidence in confidences(card).values())
    assert recognises(response)


@given(st.dictionaries(st.sampled_from(sorted(OWN_KEYS)), JSON, min_size=1))
def test_any_value_of_a_field_is_kept_as_text_or_noted(result: dict[str, object]) -> None:
    card = adapt_huawei(result)
    kept = {value for name in TEXT_FIELDS if (value := getattr(card, name)) is not None}
    assert kept <= set(filter(lambda value: isinstance(value, str), result.values()))


@given(st.text(alphabet="QZJ", min_size=20, max_size=40))
def test_no_error_quotes_what_the_service_sent(secret: str) -> None:
    for response in (
        secret,
        '{"' + secret,
        {secret: secret},
        {"result": secret},
        {"error_code": f"{secret} {secret}", "error_msg": secret, "request_id": f"{secret}?"},
        {"error": secret},
    ):
        with pytest.raises((UnexpectedResponseError, ApiError)) as caught:
            adapt_huawei(response)
        assert secret not in repr(caught.value)
        assert secret not in str(caught.value)
