import pytest

from khmerid.errors import UnexpectedResponseError
from khmerid.json_text import parse_json

TEXT = '{"sex": "ស្រី"}'


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "\ufeff" + TEXT,
        TEXT.encode(),
        bytearray(TEXT.encode()),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-32"),
    ],
)
def test_json_is_read_from_text_and_from_bytes_with_or_without_a_mark(text: str | bytes | bytearray) -> None:
    assert parse_json(text) == {"sex": "ស្រី"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        (b" \n", "is empty"),
        (" " * 200 + "x", "not JSON"),
        ("<!DOCTYPE html>", "HTML"),
        (b"\xef\xbb\xbf{", "cut short"),
        ("[1, 2", "cut short"),
        ('{"sex": "M", "sex": "F"}', "a key twice"),
        (b'[{"a": {"b": 1, "b": 1}}]', "a key twice"),
        ("[" * 100_000, "cut short"),
        ('{"height": ' + "1" * 10_000 + "}", "malformed"),
        ("SOK SOPHEA", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
    ],
)
def test_what_is_not_json_is_refused_with_a_word_on_what_it_is(text: str | bytes, why: str) -> None:
    with pytest.raises(UnexpectedResponseError, match=why) as caught:
        parse_json(text)
    assert "SOK" not in str(caught.value)
    assert caught.value.__context__ is None  # the error of json holds the document
