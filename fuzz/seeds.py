"""What the fuzzer begins with: for each target some bytes made of ``data``, where the people are invented.

Nothing here is random: the tests run each target over them.
"""

import base64
import csv
import gzip
import io
import itertools
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image
from targets import FILES, READERS

ROOT: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOT / "data"
sys.path.append(str(DATA))

from corpora import CARDS, FIELDS, HEAVY, labelled_cards

from khmerid.misreading.profile import SHIPPED_PROFILES, Profile

#: Cards of a corpus, spread over it: enough for each kind of noise, and few enough for every run of tests.
_CARDS: Final = 8
_CASES: Final = (
    "document_number",
    "name_khmer",
    "name_latin",
    "date",
    "sex",
    "height",
    "place",
    "address",
    "distinguishing_marks",
)


def seeds_of(target: str) -> list[bytes]:
    """Return the seeds of a target, each once."""
    return [*dict.fromkeys(_SEEDS[target]())]


def _responses() -> Iterator[bytes]:
    for folder in (DATA / "specimens", DATA / "specimens" / "lines", DATA / "cards"):
        for file in sorted([*folder.glob("*.json"), *folder.glob("*.tsv")]):
            yield file.read_bytes()
    yield from (_json(response) for response in _of_corpora())
    yield from (b"", b"[]", b"null", b"[" * 2000, b'{"result": ' * 200, b"<html></html>", b"card.jpg")


def _several() -> Iterator[bytes]:
    readings = [*map(_json, _of_corpora())]
    yield from (b"\n".join(pair) for pair in itertools.pairwise(readings))  # of two cards as of one
    yield from (b"\n".join([reading] * 3) for reading in readings[::_CARDS])
    yield from (readings[0], b"\n".join(readings[:20]), b"", b"{}\n[]", b'{"id_number": "010203040"}\nnull')


def _lines() -> Iterator[bytes]:
    texts = ["\n".join(line["text"] for line in card["lines"]) for card in _of_corpora() if "lines" in card]
    texts += [case["lines"] for case in _cases("lines") if isinstance(case["lines"], str)]
    for text in texts:
        yield from (b"\0" + text.encode(), b"\xff" + text.encode())
    yield b"\xff" + "\n".join(["ថ្ងៃខែឆ្នាំកំណើត:", "A" * 1001, "ភេទ: ស្រី"]).encode()


def _pictures() -> Iterator[bytes]:
    for mode in ("RGB", "L", "1", "RGBA", "P", "I;16", "CMYK"):
        for form in ("PNG", "JPEG", "BMP", "TIFF"):
            stream = io.BytesIO()
            try:
                Image.new(mode, (40, 24)).save(stream, form)
            except OSError:  # a form that has no such pixels
                continue
            yield stream.getvalue()
    yield from (b"", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def _readers() -> Iterator[bytes]:
    for number, name in enumerate(_CASES[: len(READERS)]):
        for case in _cases(name):
            yield bytes([number]) + case["raw"].encode()


def _recovery() -> Iterator[bytes]:
    for case in _cases("mrz"):
        lines = case["lines"]
        yield (lines if isinstance(lines, str) else "\n".join(lines)).encode()
    for path in (FIELDS, HEAVY):
        yield from ("\n".join(card.mrz).encode() for card in labelled_cards(path)[::60][:_CARDS])
    yield b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def _text() -> Iterator[bytes]:
    fixtures = (DATA / "khmer" / "sil_normalize_fixtures.tsv").read_text("utf-8").splitlines()
    yield from (line.encode() for line in fixtures if line and not line.startswith("#"))
    yield from (case["raw"].encode() for name in ("name_khmer", "date") for case in _cases(name))


def _places() -> Iterator[bytes]:
    yield from (case["raw"].encode() for name in ("place", "address") for case in _cases(name))


def _rows() -> Iterator[bytes]:
    responses = _of_corpora()[:3]
    table = [{"id": number, "response": json.dumps(one)} for number, one in enumerate(responses)]
    jsonl = b"\n".join(map(_json, responses))
    text, parquet = io.StringIO(), io.BytesIO()
    writer = csv.DictWriter(text, ["id", "response"])
    writer.writeheader()
    writer.writerows(table)
    pq.write_table(pa.Table.from_pylist(table), parquet)
    contents = (
        jsonl,
        _json(responses),
        text.getvalue().encode(),
        gzip.compress(jsonl, mtime=0),
        b"\x28\xb5\x2f\xfd",
        parquet.getvalue(),
    )
    for number, content in enumerate(contents):
        yield bytes([number]) + content
    yield from (bytes([number]) for number in range(len(FILES)))


def _profiles() -> Iterator[bytes]:
    yield from (Profile.shipped(name).to_json().encode() for name in SHIPPED_PROFILES)
    yield from (b"{}", b"[" * 2000, b"{" * 10)


def _policies() -> Iterator[bytes]:
    yield b'name = "adults"\nminimum_age = 18\nrisk = 1e-5\nreject = ["expired"]\nignore = []\n'
    yield from (b"", b"minimum_age = -1", b"risk = nan", b"reject = 1", b"\xff", b"a = " + b"[" * 2000)


def _requests() -> Iterator[bytes]:
    project = "0123456789abcdef0123456789abcdef"
    image = base64.b64encode(next(_pictures())).decode()
    bodies: list[Any] = [{}, {"url": "https://example.com/card.jpg"}, {"url": 1}, {"image": "A"}, []]
    bodies += [
        {"image": image},
        {"image": image, "detect_blur": True},
        {"image": image, "today": "2026-01-01"},
    ]
    for path in (f"/v2/{project}/ocr/cambodian-idcard", "/v1/report"):
        for body in bodies:
            yield f"POST {path} %\n{json.dumps(body)}".encode()
        yield from (f"POST {path} \n{{}}".encode(), f"GET {path} %\n".encode())
    yield from (
        f"GET {path} %\n".encode() for path in ("/healthz", "/readyz", "/metrics", "/openapi.json", "/")
    )


_SEEDS: Final = {
    "responses": _responses,
    "several": _several,
    "lines": _lines,
    "pictures": _pictures,
    "readers": _readers,
    "recovery": _recovery,
    "text": _text,
    "places": _places,
    "rows": _rows,
    "profiles": _profiles,
    "policies": _policies,
    "requests": _requests,
}


def _of_corpora() -> list[dict[str, Any]]:
    """Return some responses of each corpus, fields first."""
    return [card.response for path in (FIELDS, HEAVY, CARDS) for card in labelled_cards(path)[::60][:_CARDS]]


def _cases(name: str) -> list[dict[str, Any]]:
    cases: Iterable[dict[str, Any]] = tomllib.loads((DATA / "cases" / f"{name}.toml").read_text("utf-8"))[
        "case"
    ]
    return [case for case in cases if case.get("raw", "") is not None and case.get("lines", case.get("raw"))]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
