"""Rows of text: lines, one response, the elements of an array."""

import io
import itertools
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import ROOT

from khmerid.batch.array_elements import Text, elements_of
from khmerid.batch.json_rows import rows_of
from khmerid.batch.unpacking import Looked

ENDLESS = ("malformed_row", "the array does not end: the file is cut short")
EMPTY = ("malformed_row", "an element of the array is empty")


def found(text: bytes, *, one_per_line: bool = False, longest: int = 1000) -> list[Text]:
    return list(rows_of(io.BytesIO(text), one_per_line=one_per_line, longest=longest))


def rows(text: bytes, *, one_per_line: bool = False, longest: int = 1000) -> list[bytes]:
    texts = found(text, one_per_line=one_per_line, longest=longest)
    assert all(isinstance(one, bytes) for one in texts)
    return [one for one in texts if isinstance(one, bytes)]


@pytest.mark.parametrize("text", [b"", b"\n", b" \n\r\n\t"])
def test_nothing_has_no_rows(text: bytes) -> None:
    assert rows(text) == []
    assert rows(text, one_per_line=True) == []


def test_blank_lines_are_no_rows() -> None:
    assert rows(b'{"a": 1}\r\n\r\n{"a": 2}\n \n') == [b'{"a": 1}\r\n', b'{"a": 2}\n']


def test_a_line_separator_within_a_value_ends_no_row() -> None:
    text = json.dumps({"a": "\u2028\u0085"}, ensure_ascii=False).encode()
    assert rows(text) == [text]


def test_a_response_over_several_lines_is_one_row() -> None:
    text = json.dumps({"result": {"lines": [1, 2, {}]}}, indent=1).encode()
    assert rows(text) == [text]


def test_what_is_no_json_at_all_is_one_row() -> None:
    assert rows(b"<html>\n<body>502</body>\n</html>\n") == [b"<html>\n<body>502</body>\n</html>\n"]
    assert len(rows(json.dumps({"result": {"lines": [1, 2, {}]}}, indent=1).encode()[:-3])) == 1


def test_a_bad_first_row_leaves_the_others_rows() -> None:
    assert rows(b'{"a": \n{"a": 2}\nnonsense\n') == [b'{"a": \n', b'{"a": 2}\n', b"nonsense\n"]


def test_in_a_file_of_lines_every_line_is_a_row() -> None:
    assert rows(b"{\n}\n", one_per_line=True) == [b"{\n", b"}\n"]


def test_nesting_without_end_is_not_json() -> None:
    deep = b'{"a":' * 200_000
    assert rows(deep + b'\n{"a": 2}', longest=2_000_000) == [deep + b"\n", b'{"a": 2}']


@pytest.mark.parametrize("one_per_line", [True, False])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_that_is_too_long_is_cut_and_the_next_is_whole(place: int, *, one_per_line: bool) -> None:
    lines = [b'{"a": 1}\n', b'{"a": 2}\n']
    lines.insert(place, b'{"a": "' + b"x" * 100 + b'"}\n')
    texts = rows(b"".join(lines), one_per_line=one_per_line, longest=20)
    lines[place] = lines[place][:21]
    assert texts == lines


def test_a_row_of_the_greatest_length_is_whole() -> None:
    assert rows(b"1234567890\n1\n", one_per_line=True, longest=10) == [b"1234567890\n", b"1\n"]


def test_many_short_lines_that_are_no_json_are_rows_when_they_are_long_together() -> None:
    assert rows(b"no\n" * 50, longest=20) == [b"no\n"] * 50


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers()), min_size=1))
def test_what_was_written_line_by_line_comes_back_row_by_row(values: list[dict[str, object]]) -> None:
    text = "\n".join(json.dumps(value) for value in values).encode()
    assert [json.loads(row) for row in rows(text, longest=100_000)] == values


@given(st.binary())
def test_any_bytes_have_rows(text: bytes) -> None:
    assert b"".join(rows(text, one_per_line=True)) == b"".join(
        line for line in io.BytesIO(text) if line.strip()
    )
    assert (not text.removeprefix(b"\xef\xbb\xbf").strip()) == (not found(text))


def row(number: int) -> dict[str, object]:
    return {"id": number, "response": {"result": {"sex": "M"}}}


ARRAY = [row(1), {"id": "2", "response": [], "x": 'quoted " \\ ]},{'}, row(3)]
LAYOUTS = [
    json.dumps(ARRAY).encode(),
    json.dumps(ARRAY, indent=2).encode(),
    json.dumps(ARRAY, indent=0).encode(),
    json.dumps(ARRAY, separators=(",", ":")).encode(),
    b"\xef\xbb\xbf \n [\n" + b",\n".join(json.dumps(one).encode() for one in ARRAY) + b"\n]\n",
    b"\r".join(json.dumps(ARRAY, indent=1).encode().split(b"\n")),
]


@pytest.mark.parametrize("text", LAYOUTS)
def test_the_elements_of_an_array_are_rows(text: bytes) -> None:
    assert [json.loads(one) for one in rows(text)] == ARRAY


@pytest.mark.parametrize("text", LAYOUTS)
def test_of_an_array_that_is_cut_short_nothing_is_lost(text: bytes) -> None:
    for end in range(len(text)):
        texts = found(text[:end])
        known = [one for one in texts if isinstance(one, bytes)]
        whole = [json.loads(one) for one in known[:-1]]
        assert whole == ARRAY[: len(whole)]
        begun = text[:end].removeprefix(b"\xef\xbb\xbf").strip()
        # What is cut short is told: by an element that is none, or by an error of its own.
        if begun:
            assert texts[-1] == ENDLESS or not is_json(known[-1]) or begun[-1:] == b"]"
        squeezed = b"".join(b"".join(known).split())
        assert len(squeezed) >= len(b"".join(begun.split())) - 1 - len(ARRAY)


def is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def test_an_array_cut_between_elements_has_an_error_at_its_end() -> None:
    assert found(b'[{"id": 1}, {"id": 2}') == [b'{"id": 1}', b'{"id": 2}', ENDLESS]
    assert found(b'[{"id": 1},') == [b'{"id": 1}', ENDLESS]
    assert found(b"[") == [ENDLESS]
    assert found(b'[{"id": 1}, {"id": ') == [b'{"id": 1}', b'{"id":']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'[{"a": [1}, {"b": 2}]', [b'{"a": [1}', b'{"b": 2}']),
        (b'[{"a": 1}}, {"b": 2}]', [b'{"a": 1}}', b'{"b": 2}']),
        (b'[{"a": 1} {"b": 2}]', [b'{"a": 1}', b'{"b": 2}']),
        (b'[{"a": 1},, {"b": 2},]', [b'{"a": 1}', EMPTY, b'{"b": 2}', EMPTY]),
        (b'[{"a": 1}]\n[{"a": 2}]\n', [b'{"a": 1}', b'{"a": 2}']),
        (b'[{"a": 1}] {"a": 2}\nx\n[{"a": 3}]', [b'{"a": 1}', b'{"a": 2}', b"x", b'{"a": 3}']),
        (b'[{"a": 1}]\n[]\n', [b'{"a": 1}', b"[]"]),
        (b'[\n{"a": "x},\n{"a": 2},\n{"a": 3}\n]', [b'{"a": "x},', b'{"a": 2}', b'{"a": 3}']),
        (b'[\n {"a": "x\\\n {"a": 2}\n]', [b'{"a": "x\\', b'{"a": 2}']),
        (b'[{"a": "x\n{"a": 2}]', [b'{"a": "x\n{"a": 2}']),
        (b"[1, 2]", [b"1", b"2"]),
        (b'[nonsense, {"a": 2}]', [b"nonsense", b'{"a": 2}']),
        (b'[{"a": 1, "a": 2}]', [b'{"a": 1, "a": 2}']),
    ],
)
def test_after_a_malformed_element_the_next_is_found(text: bytes, expected: list[Text]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_element_that_is_too_long_is_cut_and_the_next_is_whole(place: int) -> None:
    elements = [b'{"a": 1}', b'{"a": 2}']
    elements.insert(place, b'{"a": "' + b"x" * 200_000 + b'"}')
    texts = rows(b"[" + b",".join(elements) + b"]", longest=20)
    elements[place] = elements[place][:20] + b" "
    assert texts == elements


def test_nesting_without_end_takes_no_more_than_a_row() -> None:
    texts = found(b"[" * 300_000 + b"]" * 299_999 + b', {"a": 2}]', longest=1000)
    assert texts == [b"[" * 1000 + b" ", b'{"a": 2}']
    assert found(b'[{"id": 1},' + b"[" * 300_000, longest=1000) == [b'{"id": 1}', b"[" * 1000 + b" "]


def test_a_long_string_may_end_anywhere_in_what_is_read_at_once() -> None:
    element = json.dumps({"a": '\\" ]' * 300}).encode()
    for size in range(1, 12):
        text = b"[" + element + b"," + element + b"]"
        chunks = [text[at : at + size] for at in range(0, len(text), size)]
        assert list(elements_of(chunks, longest=10_000)) == [element, element]


def test_an_array_of_many_elements_takes_time_by_its_length() -> None:
    def seconds(count: int) -> float:
        text = json.dumps([row(number) for number in range(count)]).encode()
        begin = time.process_time()
        assert len(rows(text)) == count
        return time.process_time() - begin

    seconds(1000)
    assert seconds(100_000) < 50 * max(seconds(10_000), 0.01)


LISTS = sorted(
    file
    for file in (ROOT / "data/specimens/lines").glob("*.json")
    if isinstance(json.loads(file.read_bytes()), list)
)
ONE_LINE = [
    ["012345678", "SOK KUMRU"],
    ['{"boxes": [[1, 2]], "text": "SOK", "confident": 0.9}'],
    [[[[[1, 2], [3, 2], [3, 4], [1, 4]], "SOK", 0.9]], 0.1],
    [[[[[1, 2], [3, 2], [3, 4], [1, 4]], "SOK", 0.9]], [0.1, 0.2, 0.3]],
    [{"text": "SOK"}, {"text": "KUMRU"}],
    [None, [[[[1, 2], [3, 4]], ["SOK", 0.9]]]],
    [],
    [None],
]
RESPONSES = [*(json.loads(file.read_bytes()) for file in LISTS), *ONE_LINE]


def test_there_are_lists_of_several_engines() -> None:
    assert {file.stem for file in LISTS} >= {
        "easyocr_standard",
        "paddleocr_2x_ocr",
        "rapidocr_3x_json",
        "kiri_ocr",
    }


@pytest.mark.parametrize("response", RESPONSES)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_response_that_is_a_list_is_one_row(response: list[object], indent: int | None) -> None:
    text = json.dumps(response, indent=indent).encode()
    assert rows(text, longest=1_000_000) == [text]
    lines = b"\n".join([json.dumps(response).encode()] * 3)
    assert len(rows(lines, longest=1_000_000)) == 3


@pytest.mark.parametrize("response", RESPONSES)
@pytest.mark.parametrize("indent", [None, 1])
def test_an_array_of_responses_that_are_lists_has_a_row_for_each(
    response: list[object], indent: int | None
) -> None:
    if response in ([], [None]):  # which say nothing, so many as there are
        return
    for array in ([response, response, response], [None, response], [[], response, None]):
        text = json.dumps(array, indent=indent).encode()
        assert [json.loads(one) for one in rows(text, longest=1_000_000)] == array
    envelopes = [{"id": 1, "response": response}, {"id": 2, "response": response}]
    assert [
        json.loads(one) for one in rows(json.dumps(envelopes, indent=indent).encode(), longest=1_000_000)
    ] == envelopes


EVERY = sorted(
    [*(ROOT / "data/specimens/lines").glob("*.json"), *(ROOT / "data/specimens").glob("response_*.json")]
)


@pytest.mark.parametrize("file", EVERY, ids=lambda file: file.stem)
def test_an_array_of_any_engine_s_responses_has_a_row_for_each(file: Path) -> None:
    response = json.loads(file.read_bytes())
    for text in (json.dumps([response, response]), json.dumps([response] * 3, indent=1)):
        assert all(json.loads(one) == response for one in rows(text.encode(), longest=1_000_000))
    assert len(rows(json.dumps([response] * 3).encode(), longest=1_000_000)) == 3


def test_an_array_of_texts_of_whole_cards_has_a_row_for_each() -> None:
    texts = ["SOK\nKUMRU", "KEO\nDARA", '{"result": {}}']
    assert [json.loads(one) for one in rows(json.dumps(texts).encode())] == texts


def test_rows_are_rows_where_they_could_be_lines_of_a_response() -> None:
    envelopes = [{"id": 1, "response": None, "text": "x"}, {"id": 2, "response": None, "text": "x"}]
    assert [json.loads(one) for one in rows(json.dumps(envelopes).encode())] == envelopes
    errors = [json.dumps({"error_code": "AIS.0104", "error_msg": "poor image"})] * 2
    assert [json.loads(one) for one in rows(json.dumps(errors).encode())] == errors


def test_a_list_that_is_longer_than_a_row_is_told_as_rows() -> None:
    line = json.dumps({"txt": "S" * 40, "score": 0.9})
    assert len(rows(f"[{', '.join([line] * 9)}]".encode(), longest=70)) == 9


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(
    values=st.lists(st.fixed_dictionaries({"id": st.integers(), "response": VALUES}), min_size=1),
    separators=st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", " : ")]),
    indent=st.none() | st.integers(0, 3),
    ascii_only=st.booleans(),
)
def test_what_was_written_as_an_array_comes_back_row_by_row(
    values: list[dict[str, object]], separators: tuple[str, str], indent: int | None, *, ascii_only: bool
) -> None:
    text = json.dumps(values, separators=separators, indent=indent, ensure_ascii=ascii_only)
    texts = rows(text.encode("utf-8", "surrogatepass"), longest=100_000)
    assert [json.loads(one.decode("utf-8", "surrogatepass")) for one in texts] == values


@given(st.lists(st.sampled_from([*'[]{},:"\\\n 1a', "null", '{"a"', '{"id":1}'])).map("".join))
def test_no_text_of_an_array_is_lost(text: str) -> None:
    packed = ("[" + text).encode()
    texts = found(packed, longest=100_000)
    assert texts
    kept = "".join(one.decode() for one in texts if isinstance(one, bytes))
    lost = [len([one for one in part if one not in "[], \n"]) for part in (packed.decode(), kept)]
    assert lost[0] == lost[1]


def test_rows_come_as_they_are_read() -> None:
    """An array is read on only when the row before was taken."""
    endless = (b'{"id": 1, "response": "' + b"x" * 1000 + b'"}' for _ in itertools.count())

    size = 0

    def read(_: int) -> bytes:
        nonlocal size
        size += 1
        return (b"," if size > 1 else b"[") + next(endless)

    texts = rows_of(io.BufferedReader(Looked(read), 4096))
    for one in itertools.islice(texts, 5000):
        assert isinstance(one, bytes)
        assert json.loads(one)["id"] == 1
    assert size < 5100
