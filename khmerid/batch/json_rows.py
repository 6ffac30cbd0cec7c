r"""Rows of text: one per line, or one response as the whole file, or the elements of an array.

A line is one row; a blank line is none. Where not even the first line is JSON by itself, the file is one
response written over several lines, unless it is not JSON either and one of its lines is.

>>> list(rows_of(io.BytesIO(b'{"a": 1}\n\n{"a": 2}')))
[b'{"a": 1}\n', b'{"a": 2}']
>>> list(rows_of(io.BytesIO(b'{\n  "a": 1\n}')))
[b'{\n  "a": 1\n}']

The elements of an array are rows. But some engines return a list for one picture; that is one row.

>>> list(rows_of(io.BytesIO(b'[{"id": 1, "response": null}, {"id": 2, "response": null}]')))
[b'{"id": 1, "response": null}', b'{"id": 2, "response": null}']
>>> list(rows_of(io.BytesIO(b'[{"txt": "SOK", "score": 0.9}, {"txt": "KUMRU", "score": 0.9}]')))
[b'[{"txt": "SOK", "score": 0.9}, {"txt": "KUMRU", "score": 0.9}]']
"""

import io
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final, Protocol

from khmerid.adapters import adapt
from khmerid.adapters.dispatch import ENGINES
from khmerid.answering.input_row import LONGEST_ROW
from khmerid.batch.array_elements import Text, elements_of
from khmerid.errors import ApiError, UnexpectedResponseError

_AT_ONCE: Final = 64 * 1024
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
#: What a list says nothing by: an engine returns it for a picture or a page without text.
_SAYS_NOTHING: Final[tuple[object, ...]] = (None, [])
#: Elements by which a list is known: of a response, one may be recognised as another's by itself.
_ELEMENTS: Final = 2
_NOT_JSON: Final = object()


class _HasLines(Protocol):
    """What has lines."""

    def readline(self, size: int, /) -> bytes: ...


def rows_of(stream: IO[bytes], *, one_per_line: bool = False, longest: int = LONGEST_ROW) -> Iterator[Text]:
    """Yield the text of each row, in order; of one longer than ``longest`` bytes, one byte more than that."""
    if one_per_line:
        yield from _lines(stream, longest)
        return
    at_once = min(_AT_ONCE, longest + 1)
    begun = stream.readline(at_once)
    while begun and not _after_mark(begun):
        begun = stream.readline(at_once)
    if _after_mark(begun).startswith(b"["):
        yield from _rows_of_list(begun, stream, longest)
    else:
        yield from _rows_or_one(_Again(begun, stream), longest)


def is_one_response(values: Sequence[object]) -> bool:
    r"""Return whether the first elements of a list are those of one response, not rows each for itself.

    A text of one line is a line; one of several lines, or of JSON, is a row.

    >>> is_one_response(["SOK", "KUMRU"]), is_one_response(["SOK\nKUMRU", "KEO\nDARA"])
    (True, False)
    """
    return any(engine.recognises(list(values)) for engine in ENGINES) and not all(map(_is_row, values))


class _Again:
    """Lines of a stream of which something was read already."""

    def __init__(self, read: bytes, stream: _HasLines) -> None:
        self._read, self._stream = io.BytesIO(read), stream

    def readline(self, size: int, /) -> bytes:
        line = self._read.readline(size)
        return line if line.endswith(b"\n") else line + self._stream.readline(size - len(line))


def _rows_of_list(begun: bytes, stream: _HasLines, longest: int) -> Iterator[Text]:
    """Yield the elements of an array; all of it as one, or as lines, where the first elements are no rows."""
    read, size = [begun], len(begun)

    def chunks() -> Iterator[bytes]:
        nonlocal size
        yield begun
        while chunk := stream.readline(min(_AT_ONCE, longest + 1)):
            size += len(chunk)
            if size <= longest:
                read.append(chunk)
            yield chunk

    elements = elements_of(chunks(), longest)
    first: list[Text] = []
    values: list[object] = []
    is_sound = True
    while is_sound and len(values) < _ELEMENTS and size <= longest:
        if not (element := next(elements, None)):
            break
        first.append(element)
        try:
            value = json.loads(element) if isinstance(element, bytes) else _NOT_JSON
        except (ValueError, RecursionError):
            value = _NOT_JSON
        is_sound = value is not _NOT_JSON
        if is_sound and value not in _SAYS_NOTHING:
            values.append(value)
    if size <= longest and (is_one_response(values) if values else is_sound):
        yield from _rows_or_one(_Again(b"".join(read), stream), longest)
        return
    size = longest  # from here on nothing is kept
    read.clear()
    yield from itertools.chain(first, elements)


def _rows_or_one(stream: _HasLines, longest: int) -> Iterator[bytes]:
    """Yield the lines, or all of them as one."""
    lines = _lines(stream, longest)
    first = next(lines, b"")
    if len(first) > longest or _is_json(first):
        yield from itertools.chain([first] if first else [], lines)
        return
    head, size = [first], len(first)
    while size <= longest and (line := next(lines, None)):
        head.append(line)
        size += len(line)
    text = b"".join(head)
    if size <= longest and (
        _is_json(text) or not any(line.startswith(b"{") and _is_json(line) for line in head)
    ):
        yield from [text] if text else []
    else:
        yield from itertools.chain(head, lines)


def _lines(stream: _HasLines, longest: int) -> Iterator[bytes]:
    while line := stream.readline(longest + 1):
        if len(line) > longest:
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(_AT_ONCE)
        if line.strip():
            yield line


def _after_mark(text: bytes) -> bytes:
    """Return what is not blank after a byte order mark."""
    return text.removeprefix(_BYTE_ORDER_MARK).strip()


def _is_row(value: object) -> bool:
    if isinstance(value, str) and "\n" not in value and not value.lstrip().startswith(("{", "[")):
        return False
    if isinstance(value, Mapping) and "response" in value:
        return True
    try:
        adapt(value)
    except ApiError:
        return True
    except UnexpectedResponseError:
        return False
    return True


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
