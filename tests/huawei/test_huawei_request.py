import base64
import contextlib
import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import specimen
from support.pictures import picture

from khmerid.huawei import Switches, build_request
from khmerid.huawei.wire import SIGNATURES

URL = "https://bucket.obs.ap-southeast-3.myhuaweicloud.com/specimen.jpg"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "TIFF"])
def test_an_image_of_each_supported_format_is_sent_as_base64(form: str) -> None:
    image = picture(form=form)
    assert build_request(image=image) == {"image": base64.b64encode(image).decode()}


@pytest.mark.parametrize("form", ["GIF", "WEBP", "JPEG2000"])
def test_another_format_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="not a PNG, JPG, BMP or TIFF"):
        build_request(image=picture(form=form))


@pytest.mark.parametrize("sides", [(15, 15), (15, 8192), (8192, 15)])
def test_sides_from_15_to_8192_are_sent(sides: tuple[int, int]) -> None:
    assert "image" in build_request(image=picture(*sides))


@pytest.mark.parametrize("sides", [(14, 100), (100, 14), (8193, 100), (100, 8193)])
def test_other_sides_are_refused(sides: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"{sides[0]} x {sides[1]} pixels"):
        build_request(image=picture(*sides))


def test_a_bitmap_stored_from_the_top_down_has_its_height() -> None:
    image = bytearray(picture(form="BMP"))
    image[22:26] = (-60).to_bytes(4, "little", signed=True)
    assert "image" in build_request(image=bytes(image))


def test_an_image_without_a_readable_header_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read from its header"):
        build_request(image=picture()[:12])


@given(st.sampled_from(SIGNATURES), st.binary(max_size=200))
def test_any_bytes_are_a_request_or_a_value_error(signature: bytes, rest: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert build_request(image=signature + rest)["image"]


def test_an_image_of_more_than_10_mb_in_base64_is_refused() -> None:
    largest = 10 * 1024 * 1024 // 4 * 3
    image = picture().ljust(largest, b"\0")
    assert len(str(build_request(image=image)["image"])) == 10 * 1024 * 1024
    with pytest.raises(ValueError, match="the service takes 10485760"):
        build_request(image=image + b"\0")


@pytest.mark.parametrize("arguments", [{}, {"image": b"x", "url": URL}])
def test_exactly_one_of_image_and_url_is_taken(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="exactly one of image and url"):
        build_request(**arguments)


@pytest.mark.parametrize(
    "arguments", [{"image": "card.jpg"}, {"url": b"x"}, {"url": URL, "detect_blur": "true"}]
)
def test_a_value_of_the_wrong_type_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"is (str|bytes), not"):
        build_request(**arguments)


def test_a_switch_that_the_service_does_not_have_is_refused() -> None:
    wrong: Any = {"detect_blurr": True}
    with pytest.raises(TypeError, match=r"no switch 'detect_blurr'; it has .*detect_blur,"):
        build_request(url=URL, **wrong)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "not an http"),
        ("card.jpg", "not an http"),
        ("ftp://example.com/card.jpg", "not an http"),
        ("https:///card.jpg", "not an http"),
        ("https://[::1/card.jpg", "not an http"),
        ("https://example.com/ប័ណ្ណ.jpg", "percent-encoded"),
        ("https://example.com/a card.jpg", "percent-encoded"),
        ("https://example.com/card.jpg\n", "percent-encoded"),
        ("http://localhost/card.jpg", "not public"),
        ("http://192.168.0.7/card.jpg", "not public"),
        ("http://[::1]/card.jpg", "not public"),
    ],
)
def test_an_address_that_the_service_cannot_use_is_refused(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        build_request(url=url)


@given(st.dictionaries(st.sampled_from(sorted(Switches.__annotations__)), st.booleans()))
def test_the_switches_that_are_given_are_sent_and_no_others(switches: Switches) -> None:
    assert build_request(url=URL, **switches) == {"url": URL, **switches}


def test_the_specimen_with_every_switch_is_what_is_built() -> None:
    body = json.loads(specimen("request_image_all_switches.json"))
    assert set(body) == {"image", *Switches.__annotations__}
    assert json.loads(specimen("request_url_minimal.json")) == build_request(url=URL)


def test_without_the_extra_a_picture_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "imagesize", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'khmerid\[huawei\]'"):
        build_request(image=picture(form="PNG"))
