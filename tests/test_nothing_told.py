"""What was on a card is told to whoever asks for a value, and to nobody else.

A marker is planted in every field of every shape of response that the repository has, whole, misshapen and
broken, and then looked for in all that ends up in logs: messages of exceptions and what hangs on them, logs,
warnings, every ``repr``, redacted reports, the command's errors and the output of the plugin.
"""

import asyncio
import datetime as dt
import json
import logging
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import httpx
import pytest
from support.loopback import Answer, Loopback
from support.paths import SPECIMENS

import khmerid
from khmerid.adapters import adapt
from khmerid.card import read_card
from khmerid.cli import main
from khmerid.huawei import adapt_huawei
from khmerid.huawei.client import AsyncHuaweiOcr, Backoff, HuaweiOcr
from khmerid.recovery.issuers import CAMBODIA

AT_ONCE = Backoff(attempts=2, first=0.0, longest=0.0, throttled=(0.0, 0.0))
TODAY = dt.date(2026, 11, 22)
MARKER = "QXZVJKWY"  # letters that an MRZ and a name can have
KHMER = "ឆឺឡៅឋាញ់"
PLUGIN = ("-p", "no:khmerid", "-p", "khmerid.testing.pytest_plugin", "-p", "no:cacheprovider")
FILES = sorted(
    path
    for path in [*SPECIMENS.iterdir(), *(SPECIMENS / "lines").iterdir()]
    if path.suffix in {".json", ".tsv"}
)
SHAPES = (MARKER, KHMER, f"{MARKER} {KHMER}\n{MARKER}", {MARKER: MARKER}, [MARKER], {"text": MARKER})
BROKEN = (
    f'{{"result": {{"name_en": "{MARKER}"',
    f'[{{"txt": "{MARKER}", "score": ]',
    f'{{"result": "{{\\"name_en\\": \\"{MARKER}"}}',
    f'{{"Data": "{{\\"{MARKER}"}}',
    f'{{"Data": {{"Content": "{MARKER}"}}}}',
    f"<html>{MARKER}</html>",
    f'"{MARKER}"',
    f'{{"{MARKER}": "{MARKER}"}}',
    f'[["{MARKER}"]]',
    f"{MARKER} {KHMER}",
)


def leaves(found: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths of the leaves of plain data; of a list, only the first and the last item's."""
    if isinstance(found, dict):
        for key, item in found.items():
            yield from leaves(item, (*path, key))
    elif isinstance(found, list) and found:
        for place in sorted({0, len(found) - 1}):
            yield from leaves(found[place], (*path, place))
    yield path


def planted(found: Any, path: tuple[str | int, ...], marker: Any) -> Any:
    """Return plain data with a marker in one place."""
    if not path:
        return marker
    copied: Any = list(found) if isinstance(found, list) else dict(found)
    copied[path[0]] = planted(copied[path[0]], path[1:], marker)
    return copied


def everywhere(found: Any, marker: str) -> Any:
    """Return plain data with a marker in place of every text."""
    if isinstance(found, dict):
        return {key: everywhere(item, marker) for key, item in found.items()}
    if isinstance(found, list):
        return [everywhere(item, marker) for item in found]
    return marker if isinstance(found, str) else found


def marked(path: Path) -> Iterator[object]:
    """Yield the response of a file with the marker in each of its places, and in all of them."""
    text = path.read_text("utf-8")
    if path.suffix == ".tsv":
        head, *lines = text.splitlines()
        for marker in (MARKER, KHMER):
            rows = [line.split("\t") for line in lines]
            yield "\n".join([head, *("\t".join([*row[:-1], marker]) for row in rows)])
            yield "\n".join([head, *("\t".join([*row[:10], marker, *row[11:]]) for row in rows)])
        return
    found = json.loads(text)
    for number, place in enumerate(leaves(found)):
        yield planted(found, place, SHAPES[number % len(SHAPES)])
    for marker in (MARKER, KHMER):
        everything = everywhere(found, marker)
        yield everything
        whole = json.dumps(everything, ensure_ascii=False)
        yield from (whole, whole.encode(), whole.encode("utf-16"), whole[:-3], whole[:-3].encode())
        yield whole.encode().replace(marker.encode(), marker.encode() + b"\xff")
        yield json.dumps(whole)
        yield SimpleNamespace(raw_content=whole.encode(), status_code=200, result=None)
        yield SimpleNamespace(raw_content=whole.encode(), status_code=400, result=None)
        yield SimpleNamespace(to_dict=lambda self=everything: self)
        yield failed(marker, whole)


def failed(code: str, message: str) -> Exception:
    """Return an exception as the official SDK has them."""
    error = RuntimeError(message)
    error.__dict__.update(status_code=400, error_code=code, error_msg=message, request_id=code)
    return error


def of_error(error: BaseException | None) -> Iterator[object]:
    """Yield all that hangs on an exception."""
    while error is not None:
        yield from (str(error), repr(error), error.args, getattr(error, "__notes__", ()))
        yield from (value for value in getattr(error, "__dict__", {}).values())
        yield from (error.__cause__, getattr(error, "doc", None), getattr(error, "object", None))
        error = error.__cause__ or error.__context__


def of_object(found: object) -> Iterator[str]:
    """Yield the ``repr`` of every object of ours within an object."""
    if attrs.has(type(found)):
        yield repr(found)
        for field in attrs.fields(type(found)):  # type: ignore[arg-type]  # it has just been asked
            yield from of_object(getattr(found, field.name))
    elif isinstance(found, Mapping):
        for item in found.values():
            yield from of_object(item)
    elif isinstance(found, list | tuple | frozenset):
        for item in found:
            yield from of_object(item)


def told(response: object) -> Iterator[object]:
    """Yield what is told of a response on each way that it can take."""
    ways: list[Any] = [
        lambda: khmerid.examine(response, today=TODAY, evidence=True),
        lambda: khmerid.examine_all([response, response], today=TODAY),
        lambda: read_card(adapt(response), latest_issue=TODAY),
        lambda: khmerid.recover_td1(adapt(response).mrz, issuer=CAMBODIA),
        lambda: khmerid.parse_td1(adapt(response).mrz),
        lambda: adapt(response),
        lambda: adapt_huawei(response),
    ]
    for way in ways:
        try:
            found = way()
        except (khmerid.ApiError, khmerid.UnexpectedResponseError) as error:
            yield from of_error(error)
        else:
            yield from of_object(found)
            if isinstance(found, khmerid.Report):
                yield found.redacted()


def quotes(said: object) -> bool:
    text = said if isinstance(said, str) else repr(said)
    return MARKER in text or KHMER in text or KHMER[:4] in text


def test_the_marker_is_found_where_it_is() -> None:
    assert quotes(f"a {MARKER}")
    assert quotes((KHMER,))
    report = khmerid.examine({"name_en": f"{MARKER} {MARKER}"}, today=TODAY)
    assert quotes(report.to_dict())
    ledger = khmerid.examine({"name_en": MARKER}, today=TODAY, evidence=True).to_dict()["ledger"]
    assert quotes(ledger)


@pytest.mark.no_cover  # whole corpora take three times as long under the tracer; others cover the lines
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_of_a_response_is_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for response in marked(path):
            assert not [said for said in told(response) if quotes(said)], type(response)
    assert not [one for one in warned if quotes(str(one.message))]
    assert not quotes(caplog.text)


@pytest.mark.parametrize("text", BROKEN)
def test_nothing_of_a_broken_response_is_told(text: str) -> None:
    for response in (
        text,
        text.encode(),
        text.encode() + b"\xff",
        text.encode("utf-16"),
        bytearray(text.encode()),
    ):
        assert not [said for said in told(response) if quotes(said)]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the marked responses, one on each line, and the broken ones."""
    lines = []
    for path in FILES:
        plain = (response for response in marked(path) if isinstance(response, dict | list))
        lines += [json.dumps(response, ensure_ascii=False).encode() for response in plain]
    for text in BROKEN:
        lines += [text.replace("\n", " ").encode(), text.encode() + b"\xff"]
    file = tmp_path_factory.mktemp("marked") / "rows.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    return file


def test_the_command_tells_nothing_on_the_way(
    rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    for arguments in (["examine", str(rows), "--format", "jsonl", "--output", str(out)], ["mrz", str(rows)]):
        assert main(arguments) == 1  # some rows failed
        assert not quotes(capsys.readouterr().err)
    errors = [row["error"] for row in map(json.loads, out.read_text("utf-8").splitlines()) if "error" in row]
    assert errors
    assert not [error for error in errors if quotes(error)]


def test_the_plugin_tells_nothing(rows: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess(*PLUGIN, f"--khmerid-fixtures={rows}", "-q")
    assert not [line for line in result.outlines + result.errlines if quotes(line)]


@pytest.mark.parametrize("status", [200, 302, 400, 401, 429, 500])
@pytest.mark.parametrize(
    "body",
    [
        {"error_code": MARKER, "error_msg": MARKER, "request_id": MARKER},
        {"error": {"code": MARKER, "message": MARKER}},
        {"errors": [{"code": MARKER}]},
        {"error_code": "APIG.0308", "error_msg": f"{MARKER} time:1 minute"},
        {"result": MARKER},
        {"result": {MARKER: MARKER}},
    ],
)
def test_a_call_tells_nothing(
    loopback: Loopback, caplog: pytest.LogCaptureFixture, status: int, body: dict[str, object]
) -> None:
    caplog.set_level(logging.DEBUG)
    headers = {"X-Request-Id": MARKER, "Location": f"/{MARKER}"}
    answer = Answer(status=status, body=json.dumps(body).encode(), headers=headers)
    settings: Any = {"token": MARKER, "backoff": AT_ONCE, "timeout": 5.0}

    def directly() -> object:
        with HuaweiOcr(loopback.url, "project", client=httpx.Client(), **settings) as ocr:
            return ocr.recognise(url=f"https://example.com/{MARKER}")

    async def in_a_loop() -> object:
        async with AsyncHuaweiOcr(loopback.url, "project", client=httpx.AsyncClient(), **settings) as ocr:
            return await ocr.recognise(url=f"https://example.com/{MARKER}")

    for way in (directly, lambda: asyncio.run(in_a_loop())):
        loopback.answer(answer)
        with pytest.raises((khmerid.ApiError, khmerid.UnexpectedResponseError)) as caught:
            way()
        assert not [said for said in of_error(caught.value) if quotes(said)]
    # The client of HTTP logs nothing here that is not in its own settings.
    ours = [record for record in caplog.records if not record.name.startswith(("httpcore", "asyncio"))]
    assert not [record for record in ours if quotes(record.__dict__)]
