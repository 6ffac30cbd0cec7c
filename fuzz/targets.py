"""What is done with bytes that anyone may send, and what is promised of it: one function for each way in.

A target takes bytes, brings them to what its part of khmerid takes, and asserts the promises. What it raises
is a find. Documented errors are none. `TARGETS` has them by name; ``run.py`` gives them to the fuzzer, and
``tests/test_fuzz.py`` runs each over its seeds.
"""

import asyncio
import contextlib
import datetime as dt
import itertools
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import jsonschema
import numpy as np

import khmerid
from khmerid.answering.examining import Terms, examine_row
from khmerid.batch.sources import rows_in, trouble_with
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.gazetteer.search import find_place
from khmerid.gazetteer.units import gazetteer
from khmerid.huawei.request import fault_of_image
from khmerid.layout import adapt_lines
from khmerid.limits import MOST_RESPONSES
from khmerid.mrz.parsing import parse_mrz
from khmerid.picture.image import PictureError, decode_picture
from khmerid.raw_card import Box, Line
from khmerid.recovery.recovered import Recovery, RecoveryOutcome
from khmerid.report.report import Report
from khmerid.report.schema import report_schema
from khmerid.serve.application import make_app
from khmerid.serve.settings import ServeSettings
from khmerid.text.cleaning import clean
from khmerid.text.normal_form import explain, to_normal_form

Target = Callable[[bytes], None]

TODAY: Final = dt.date(2026, 11, 22)
_SCHEMA: Final = jsonschema.Draft202012Validator(report_schema())
#: A text that tells of a person where it is found again: long enough not to stand there by chance, and with
#: what no message of ours has.
_TELLING: Final = re.compile(r"(?=.{8})(?:.*[ក-៿]|.*[0-9]{6}|.*[A-Z<]{6})", re.DOTALL)
#: The same of a text that some adapter takes apart: a part of it must not be told either.
_PARTS: Final = re.compile(r"[ក-៿]{4,}|[0-9]{6,}|[A-Z<]{6,}")
READERS: Final = (
    khmerid.read_document_number,
    khmerid.read_name_khmer,
    khmerid.read_name_latin,
    khmerid.read_date,
    khmerid.read_sex,
    khmerid.read_height,
    khmerid.read_place,
    khmerid.read_address,
    khmerid.read_marks,
)
#: What a file of rows may be called; a name tells how text is to be taken.
FILES: Final = ("rows.jsonl", "rows.json", "rows.csv", "rows.jsonl.gz", "rows.csv.zst", "rows.parquet")
_STATUSES: Final = frozenset({200, 400, 401, 403, 404, 405, 413, 429, 503})
_TOKEN: Final = "a-token-of-the-fuzzer"  # noqa: S105 - of no server that anyone can reach


def responses(data: bytes) -> None:
    """Examine what a service may have sent, as bytes and as text."""
    text = data.decode("utf-8", "surrogateescape")
    for response in (data, text):
        report = _report_of([response])
        if report is not None:
            _require_sound(report, text)


def several(data: bytes) -> None:
    """Examine several responses of one card as one, each of them a line; one alone is examined as ever."""
    texts = _text(data).splitlines()[:MOST_RESPONSES]
    report = _report_of(texts) if texts else None
    if report is not None:
        _require_sound(report, "\n".join(texts))
        if len(texts) == 1:
            assert report == khmerid.examine(texts[0], today=TODAY)


def lines(data: bytes) -> None:
    """Examine lines of an OCR, with boxes that the bytes settle, and with a ledger."""
    texts = _text(data[1:]).splitlines()
    if data[:1] > b"\x7f":
        with_boxes = [Line(text, box=_box(number, data)) for number, text in enumerate(texts)]
    else:
        with_boxes = [*map(Line, texts)]
    card = adapt_lines(with_boxes)
    placed = {index for origin in card.origins.values() for index in origin.lines}
    unplaced = [line for index, line in enumerate(with_boxes) if index not in placed and line.text.strip()]
    assert sorted(map(id, card.unplaced)) == sorted(map(id, unplaced)), "a line is in no place"
    _require_sound(khmerid.examine_card(card, today=TODAY, evidence=True), "\n".join(texts))


def pictures(data: bytes) -> None:
    """Decode a picture, and look at its head as a request does."""
    fault_of_image(data)
    try:
        pixels = decode_picture(data)
    except PictureError:
        return
    assert pixels.dtype == np.uint8
    assert pixels.shape[2:] == (3,)


def readers(data: bytes) -> None:
    """Read a text as each field: the reader is the first byte's."""
    read = READERS[data[0] % len(READERS) if data else 0]
    text = _text(data[1:])
    reading = read(text)
    assert reading.raw == text
    assert (reading.value is None) == (reading.status >= khmerid.Status.REJECTED)
    assert read(text) == reading
    _require_nothing_told(repr(reading), [text])


def recovery(data: bytes) -> None:
    """Recover an MRZ; one that is recovered is found again as it stands."""
    text = _text(data)
    for recover in (khmerid.recover_mrz, khmerid.recover_td1):
        found: Recovery = recover(text)
        _require_nothing_told(repr(found), text.splitlines())
        assert all(0.0 <= risk <= 1.0 for risk in found.risks.values())
        if found.mrz is not None:
            assert parse_mrz(found.lines or (), found.format).value == found.mrz
            again = recover([*found.mrz.lines])
            assert again.outcome is not RecoveryOutcome.NOTHING
            if found.mrz.verified and found.outcome is RecoveryOutcome.VALID:
                assert again.mrz == found.mrz


def text(data: bytes) -> None:
    """Clean a text, bring it to its normal form and its numerals to each script: twice is once."""
    raw = _text(data)
    cleaned, notes = clean(raw)
    assert not cleaned or clean(cleaned)[0] == cleaned
    _require_nothing_told(repr(notes), [raw])
    normal = to_normal_form(raw)
    assert to_normal_form(normal) == normal
    steps = explain(raw)
    assert bool(steps) == (normal != raw)
    assert all(0 <= step.start < step.end <= len(raw) for step in steps)
    for to_digits in (khmerid.to_western_digits, khmerid.to_khmer_digits):
        assert to_digits(to_digits(raw)) == to_digits(raw)
    assert khmerid.to_western_digits(khmerid.to_khmer_digits(raw)) == khmerid.to_western_digits(raw)


def places(data: bytes) -> None:
    """Find the units that a text names, which the gazetteer has."""
    cleaned, _ = clean(_text(data))
    found = find_place(cleaned)
    known = gazetteer()
    for path in (found.path, *found.candidates):
        assert path is None or known[path.code].code == path.code
    if found.village is not None and found.path is not None and found.path.commune is not None:
        assert found.village in known[found.path.commune.code].villages
    _require_nothing_told(repr(found), [cleaned])


def rows(data: bytes) -> None:
    """Read the rows of a file, and answer each: the first byte settles its name."""
    name = FILES[data[0] % len(FILES) if data else 0]
    terms = Terms(today=TODAY)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data[1:])
        with contextlib.suppress(OSError):  # what is compressed, or a table, is damaged
            trouble_with(file)
            for number, row in enumerate(rows_in([file]), 1):
                assert row.number == number
                answer = examine_row(row, terms)
                json.dumps(answer, allow_nan=False)
                if "error" in answer:
                    _require_nothing_told(json.dumps(answer["error"], ensure_ascii=False), [_text(data)])
                else:
                    _require_valid(answer)


def profiles(data: bytes) -> None:
    """Read a profile; what is written of it is read as the same."""
    try:
        profile = khmerid.Profile.from_json(_text(data))
    except ValueError:
        return
    assert khmerid.Profile.from_json(profile.to_json()) == profile
    assert profile.used.digest


def policies(data: bytes) -> None:
    """Read a policy, and decide by it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "policy.toml")
        file.write_bytes(data)
        try:
            policy = khmerid.Policy.from_toml(file)
        except (TypeError, ValueError):
            return
    _require_sound(khmerid.examine({"id_number": "010203040"}, today=TODAY, policy=policy), "")


def requests(data: bytes) -> None:
    """Send a request to the server: a line of method, path and token, then its body.

    No process reads pictures here: one that is sound is answered like one that waited too long.
    """
    head, _, body = data.partition(b"\n")
    method, path, token = [*head.split(b" ", 2), b"", b""][:3]
    status, content = asyncio.run(_sent(method, path, token.replace(b"%", _TOKEN.encode()), body))
    assert status in _STATUSES, status
    if status >= 400 and path != b"/readyz":
        assert {"error_code", "error_msg"} <= set(json.loads(content))
    _require_nothing_told(content.decode(), [_text(body)])


TARGETS: Final[Mapping[str, Target]] = {
    target.__name__: target
    for target in (
        responses,
        several,
        lines,
        pictures,
        readers,
        recovery,
        text,
        places,
        rows,
        profiles,
        policies,
        requests,
    )
}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _box(number: int, data: bytes) -> Box:
    """Return the box of a line, which a byte moves from where it would stand under the others."""
    moved = data[number % len(data)]
    left, top = 10.0 * (moved % 16), 20.0 * number + moved // 16
    return (left, top), (left + 100, top), (left + 100, top + 18), (left, top + 18)


def _report_of(responses: Sequence[object]) -> Report | None:
    """Return the report on responses of one card, ``None`` where they are refused as documented."""
    try:
        report = khmerid.examine_all(responses, today=TODAY)
    except (ApiError, UnexpectedResponseError) as error:
        told = f"{error} {error!r}"
        if isinstance(error, ApiError):  # which has what it was that the service refused
            for of_service in filter(None, (error.code, error.request_id)):
                told = told.replace(of_service, "")
        _require_nothing_told(told, itertools.chain.from_iterable(map(_leaves, responses)))
        hidden = error.__context__
    else:
        return report
    assert hidden is None, "an error hangs on the error"
    return None


def _require_sound(report: Report, said: str) -> None:
    """Assert that a report is valid, is read as it was written, and shows nothing where it is logged."""
    _require_valid(report.to_dict())
    written = report.to_json()
    assert Report.from_json(written).to_json() == written
    told = f"{report!r} {[repr(finding) for finding in report.findings]} {json.dumps(report.redacted())}"
    _require_nothing_told(told, said.splitlines())


def _require_valid(plain: Mapping[str, Any]) -> None:
    _SCHEMA.validate(json.loads(json.dumps(plain, allow_nan=False)))


def _require_nothing_told(told: str, said: Iterable[str]) -> None:
    for text in said:
        for part in [text, *_PARTS.findall(text)]:
            assert not (_TELLING.match(part) and part in told), "a text of the card is told"


def _leaves(response: object) -> Iterator[str]:
    """Yield the texts in a response, and all of one that is no JSON."""
    if isinstance(response, bytes):
        response = response.decode("utf-8", "replace")
    if not isinstance(response, str):
        return
    try:
        found: list[Any] = [json.loads(response)]
    except (ValueError, RecursionError):
        yield response
        return
    while found:
        one = found.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            found += one
        elif isinstance(one, dict):
            found += one.values()


_APP: Final = make_app(ServeSettings(token=_TOKEN, seconds=0.001))


async def _sent(method: bytes, path: bytes, token: bytes, body: bytes) -> tuple[int, bytes]:
    """Return the status and the content with which the application answers a request."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method.decode("latin-1").upper() or "POST",
        "scheme": "http",
        "path": path.decode("latin-1"),
        "raw_path": path,
        "query_string": path.partition(b"?")[2],
        "headers": [(b"x-auth-token", token), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "root_path": "",
    }
    half = len(body) // 2
    parts = [(body[:half], True), (body[half:], False)]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not parts:
            await asyncio.sleep(1.0)
            return {"type": "http.disconnect"}
        part, more = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": more}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await _APP(scope, receive, send)
    content = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], content
