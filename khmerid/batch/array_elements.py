"""The elements of arrays of JSON as they stand there, one by one, however long the array is.

>>> list(elements_of(iter([b'[{"a": [1, 2]}, ', b'"x,y", 3]']), longest=100))
[b'{"a": [1, 2]}', b'"x,y"', b'3']

A malformed element is one, too. After it the next is found by the brackets or, where a text does not end in
its line, by a line that begins as the other elements do. What is outside an array is taken line by line, and
an array without elements is itself one: nothing is lost.

>>> list(elements_of(iter([b'[{"a": [1}, ', b'{"b": 2}']), longest=100))
[b'{"a": [1}', b'{"b": 2}', ('malformed_row', 'the array does not end: the file is cut short')]
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

#: The text of a row, or the code and the message of the error row in its place.
Text = bytes | tuple[str, str]

_STRING: Final = rb'"(?:[^"\\\n]++|\\[^\n])*+"'
# What comes next that is no string which ends here: a bracket, a quote; between elements also a comma.
_NEXT: Final = re.compile(rb'(?:[^"\[\]{},]++|%s)*+(["\[\]{},])' % _STRING)
_NEXT_WITHIN: Final = re.compile(rb'(?:[^"\[\]{}]++|%s)*+(["\[\]{}])' % _STRING)
_IN_STRING: Final = re.compile(rb'["\\\n]')
_QUOTE, _COMMA, _NEWLINE = b'",\n'
_OPENING: Final = dict(zip(b"]}", b"[{", strict=True))
_BLANK: Final = b" \t\r\n"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
#: Brackets within brackets that are told apart; those farther in are counted. No JSON is parsed so deep.
_DEEPEST: Final = 1000
_EMPTY: Final = "malformed_row", "an element of the array is empty"
_ENDLESS: Final = "malformed_row", "the array does not end: the file is cut short"


def elements_of(chunks: Iterable[bytes], longest: int) -> Iterator[Text]:
    """Yield the text of each element; of one longer than ``longest`` bytes, one byte more than that.

    A chunk is a line or a part of one.
    """
    splitting = _Splitting(longest)
    for chunk in chunks:
        yield from splitting.feed(chunk)
    yield from splitting.end()


class _Splitting:
    """Where the splitting is: in which brackets, whether in a string, and what there is of the element."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._element = bytearray()  # without blanks before it
        self._open = bytearray()  # the brackets, of which the first is the array's
        self._deeper = 0
        self._is_empty = True  # the array, so far
        self._in_string = self._is_escaped = False
        self._is_broken = False  # a string of the element has not ended in its line
        self._at_line = True
        self._beginning = b""  # of a line with which an element begins

    def feed(self, chunk: bytes) -> Iterator[Text]:  # noqa: C901, PLR0912 - a case for each kind of token, in one place
        """Take a chunk and yield the elements that end in it."""
        at_line, self._at_line = self._at_line, chunk.endswith(b"\n")
        if self._is_broken and at_line and self._beginning and chunk.startswith(self._beginning):
            yield self._emitted()
            del self._open[1:]
            self._deeper = 0
        start = at = 0
        while True:
            if not self._open:
                at = start = self._opened(chunk, start)
                if not self._open:
                    yield from self._line(chunk[start:])
                    return
            is_between = len(self._open) == 1 and not self._deeper
            found = (_NEXT if is_between else _NEXT_WITHIN).match(chunk, self._after_string(chunk, at))
            if not found:
                self._add(chunk[start:])
                return
            begins, at = found.span(1)
            character = chunk[begins]
            if character == _QUOTE:
                self._in_string = True
            elif character in _OPENING:
                self._close(character)
                if not self._open:
                    yield self._last(chunk[start:begins])
                    start = at
            elif character != _COMMA:
                if is_between:
                    if self._element or chunk[start:begins].strip(_BLANK):  # a comma is missing
                        yield self._emitted(chunk[start:begins])
                        start = begins
                    if at_line and not chunk[:begins].strip(_BLANK):
                        self._beginning = chunk[:at]
                self._go_deeper(character)
            else:
                yield self._emitted(chunk[start:begins])
                start = at

    def end(self) -> Iterator[Text]:
        """Yield what is left, and that the array has no end."""
        is_whole = len(self._open) == 1 and not self._in_string
        if self._element:
            yield self._emitted()
        if is_whole:
            yield _ENDLESS

    def _opened(self, chunk: bytes, start: int) -> int:
        """Return where the elements begin, if an array begins there; if none does, the same place."""
        rest = chunk[start:].removeprefix(_BYTE_ORDER_MARK).lstrip(_BLANK)
        if self._element or not rest.startswith(b"["):
            return start
        self._open.append(rest[0])
        self._is_empty = True
        return len(chunk) - len(rest) + 1

    def _line(self, rest: bytes) -> Iterator[Text]:
        """Yield a line outside an array, once it ends."""
        self._add(rest)
        if self._element and self._at_line:
            yield self._emitted()

    def _after_string(self, chunk: bytes, at: int) -> int:
        """Return where the string ends that this is in, or where the chunk does."""
        if not self._in_string:
            return at
        if self._is_escaped:
            self._is_escaped = False
            at += chunk[at] != _NEWLINE
        while found := _IN_STRING.search(chunk, at):
            at = found.end()
            if found[0] != b"\\":
                self._in_string = False
                self._is_broken = self._is_broken or found[0] == b"\n"
                return at
            if at == len(chunk):
                self._is_escaped = True
            elif chunk[at] != _NEWLINE:
                at += 1
        return len(chunk)

    def _go_deeper(self, bracket: int) -> None:
        if len(self._open) < _DEEPEST:
            self._open.append(bracket)
        else:
            self._deeper += 1

    def _close(self, bracket: int) -> None:
        """Close what the bracket closes, and whatever is open within it; a stray one closes nothing."""
        if self._deeper:
            self._deeper -= 1
        elif _OPENING[bracket] in self._open:
            while self._open.pop() != _OPENING[bracket]:
                pass

    def _last(self, piece: bytes) -> Text:
        """Return the last element of an array, or an array that has none."""
        self._add(piece)
        return b"[]" if self._is_empty and not self._element else self._emitted()

    def _add(self, piece: bytes) -> None:
        more = piece if self._element else piece.lstrip(_BLANK)
        self._element += more[: self._longest + 1 - len(self._element)]

    def _emitted(self, piece: bytes = b"") -> Text:
        self._add(piece)
        is_long = len(self._element) > self._longest
        if is_long:
            self._element[-1:] = b" "  # no line end, which would not be counted
        text = bytes(self._element)
        self._element.clear()
        self._is_empty = self._is_broken = False
        return text if is_long else text.rstrip(_BLANK) or _EMPTY
