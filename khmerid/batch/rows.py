r"""Rows of JSON from a file: one response per line, or one response as the whole file.

A line is one row; a blank line is none. Where not even the first line is JSON by itself, the file is one
response written over several lines, unless it is not JSON either and one of its lines is.

>>> import io
>>> list(rows_of(io.BytesIO(b'{"a": 1}\n\n{"a": 2}')))
[b'{"a": 1}\n', b'{"a": 2}']
>>> list(rows_of(io.BytesIO(b'{\n  "a": 1\n}')))
[b'{\n  "a": 1\n}']

"""

import itertools
import json
from collections.abc import Iterator
from typing import BinaryIO, Final

# Two pictures of 10 MB each in base64, and all else that a response has, stay well below.
LONGEST_ROW: Final = 64 * 1024 * 1024


def rows_of(stream: BinaryIO, *, one_per_line: bool = False, longest: int = LONGEST_ROW) -> Iterator[bytes]:
    """Yield the text of each row, in order; of one longer than ``longest`` bytes, one byte more than that."""
    lines = _lines(stream, longest)
    first = next(lines, b"")
    if one_per_line or len(first) > longest or _is_json(first):
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


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    while line := stream.readline(longest + 1):
        rest = line
        while len(rest) > longest and not rest.endswith(b"\n"):
            rest = stream.readline(longest + 1)
        if line.strip():
            yield line


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
