"""A request as whoever answers it receives it; the rest is tested through the servers that do."""

import base64
import json
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pictures import picture

from khmerid.huawei import build_request, wire
from khmerid.huawei.received import RefusedRequestError, read_wanted

IMAGE = picture()
CONTENT = "SOK KUMRU"


def test_what_our_client_builds_is_taken() -> None:
    wanted = read_wanted(json.dumps(build_request(image=IMAGE, detect_blur=True)).encode())
    assert wanted.image == IMAGE
    assert wanted.switches == {"detect_blur": True}
    assert repr(wanted) == "Wanted(image, detect_blur)"


@pytest.mark.parametrize("other", ["image", "url"])
def test_null_is_as_if_it_were_not_there(other: str) -> None:
    source: dict[str, str | None] = {
        "image": base64.b64encode(IMAGE).decode(),
        "url": "https://example.com/card.jpg",
    }
    wanted = read_wanted(json.dumps({**source, other: None}).encode())
    assert (wanted.image is None) is (other == "image")
    assert (wanted.url is None) is (other == "url")


@given(st.binary() | st.text().map(lambda text: json.dumps({"image": text}).encode()))
def test_whatever_is_sent_is_refused_and_not_quoted(content: bytes) -> None:
    with pytest.raises(RefusedRequestError) as caught:
        read_wanted(content)
    assert str(caught.value) == f"{caught.value.error.code}: {caught.value.error.meaning}"
    assert caught.value.__context__ is None


def test_a_traceback_holds_nothing_of_the_body() -> None:
    content = json.dumps({"image": CONTENT}).encode()
    with pytest.raises(RefusedRequestError) as caught:
        read_wanted(content)
    assert CONTENT not in "".join(traceback.format_exception(caught.value))


def test_more_structure_than_any_request_has_is_not_even_parsed() -> None:
    with pytest.raises(RefusedRequestError, match=wire.BAD_PARAMETER.code):
        read_wanted(b"[" * 10_000_000)
