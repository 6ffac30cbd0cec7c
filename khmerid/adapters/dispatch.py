"""Which OCR a response is of, by its shape, and the lines or the raw card in it.

>>> to_lines([{"txt": "SOK KUMRU", "score": 0.9193}])
[Line(9 characters, page 0)]
>>> adapt({"temperature": 21})
Traceback (most recent call last):
khmerid.errors.UnexpectedResponseError: unknown response shape: dict with the key temperature; expected one \
of: Huawei Cambodian ID card, Huawei general text, Google Vision, Google Document AI, Azure Image Analysis, \
Azure Document Intelligence, AWS Textract, Tencent general, Alibaba general, PaddleOCR, EasyOCR, RapidOCR, \
Tesseract, docTR, Surya, kiri-ocr, netra-ocr, neutral lines
>>> adapt("responses/card-17.json")
Traceback (most recent call last):
khmerid.errors.UnexpectedResponseError: this is where a file is, not a response: pass what the file holds
"""

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, NoReturn

from khmerid.adapters import (
    alibaba,
    azure_document_intelligence,
    azure_image_analysis,
    doctr,
    easyocr,
    google_document_ai,
    google_vision,
    huawei_text,
    kiri_ocr,
    netra_ocr,
    neutral,
    paddleocr,
    rapidocr,
    surya,
    tencent,
    tesseract,
    textract,
)
from khmerid.adapters.response import MAPPING
from khmerid.errors import UnexpectedResponseError
from khmerid.huawei import adapt_huawei
from khmerid.huawei import recognises as is_of_huawei
from khmerid.json_text import parse_json
from khmerid.layout import adapt_lines
from khmerid.raw_card import Line, RawCard


class Engine(NamedTuple):
    """The name of an engine, how its response is recognised, and how its lines are taken out."""

    name: str
    recognises: Callable[[object], bool]
    to_lines: Callable[[object], list[Line]]


ENGINES: Final = tuple(
    Engine(module.NAME, module.recognises, module.to_lines)
    for module in (
        huawei_text,
        google_vision,
        google_document_ai,
        azure_image_analysis,
        azure_document_intelligence,
        textract,
        tencent,
        alibaba,
        paddleocr,
        easyocr,
        rapidocr,
        tesseract,
        doctr,
        surya,
        kiri_ocr,
        netra_ocr,
        neutral,
    )
)

# What a client's object offers to become plain data: pydantic, the clients of Google and Huawei, of Azure,
# docTR, and those of Alibaba and Tencent.
_TO_PLAIN: Final = ("model_dump", "to_dict", "as_dict", "export", "to_map", "to_json_string")
_LOOKS_LIKE_JSON = re.compile(r'\ufeff?\s*(?:\{\s*["}]|\[\s*(?:[\[\]{"]|null)|<[!?A-Za-z])')
# One line that begins as a path or an address does, or ends as the name of a file: in small letters, or as
# that of a camera.
_LOOKS_LIKE_A_PATH = re.compile(
    r"(?:[A-Za-z]:[\\/]|[a-z]{2,9}:/{1,3}|\\\\|~?/|\.{1,2}[\\/])[^\s\\/]{2}.*"
    r"|.*[^\s.]\.(?:[a-z][a-z0-9]{1,6}|JPE?G|PNG|TIFF?|BMP|PDF|JSONL?|TXT|[CT]SV)"
)
# A mapping besides a dict takes longer to tell, and a union is made anew at each call.
_PLAIN: Final = (dict, str, bytes, bytearray, list, tuple, Mapping)
_LONGEST_PATH: Final = 4096  # that of Linux; Windows has less, and nothing but the refusal of a path needs it
# A key in which no text of a card can be: an English word, as services write them. A card has capitals alone.
_SAFE_KEY = re.compile(r"(?=.*[a-z])[A-Za-z_][A-Za-z_0-9]{0,39}")
_MOST_KEYS: Final = 12  # enough to see which service it is; a message with more is not read
_MOST_LISTS: Final = 4  # the same of lists in lists; no service has more


def adapt(response: object) -> RawCard:
    """Return the raw card of a response of any OCR: JSON, text, plain data, or an object of a client.

    A raw card, such as that of a picture, is returned as it is.

    Raises ``ApiError`` where the service answered with an error, and ``UnexpectedResponseError`` where the
    response has an unknown shape, could be of two engines that would read it differently, or is malformed;
    also for a path, and for text of one line that looks like a path or is the name of a file.
    """
    if isinstance(response, RawCard):
        return response
    if not _is_plain(response) and is_of_huawei(response):
        return adapt_huawei(response)
    plain = _plain(response)
    if isinstance(plain, MAPPING) and is_of_huawei(plain) and not huawei_text.recognises(plain):
        return adapt_huawei(plain)
    return adapt_lines(_lines(plain))


def to_lines(response: object) -> list[Line]:
    """Return the lines of a response of any OCR that returns lines; see ``adapt`` for what is raised."""
    return _lines(_plain(response))


def _lines(plain: object) -> list[Line]:
    found = [engine for engine in ENGINES if engine.recognises(plain)]
    if not found:
        known = ", ".join(["Huawei Cambodian ID card", *(engine.name for engine in ENGINES)])
        message = f"unknown response shape: {_shape(plain)}; expected one of: {known}"
        if isinstance(plain, Mapping) and "response" in plain:
            message = (
                'this is a row of the command, not a response: pass what it has under "response", and its '
                '"today" as a date; or give the row to examine_many'
            )
        raise UnexpectedResponseError(message)
    lines, *others = [engine.to_lines(plain) for engine in found]
    if any(other != lines for other in others):
        names = " and ".join(engine.name for engine in found)
        message = f"{type(plain).__name__} could be a response of {names}"
        raise UnexpectedResponseError(message)
    return lines


def _shape(plain: object, deep: int = _MOST_LISTS) -> str:
    """Return the type and the keys; not those that may themselves be text of a card."""
    name = type(plain).__name__
    if isinstance(plain, list | tuple) and plain:
        return f"{name} of {_shape(plain[0], deep - 1)}" if deep else name
    if not isinstance(plain, Mapping) or not plain:
        return name
    shown = [key for key in plain if isinstance(key, str) and _SAFE_KEY.fullmatch(key)][:_MOST_KEYS]
    others = [f"{len(plain) - len(shown)} not shown"] if len(plain) > len(shown) else []
    return f"{name} with the key{'s' * (len(plain) > 1)} {', '.join([*shown, *others])}"


def _is_path(text: str) -> bool:
    if len(text) > _LONGEST_PATH or "\n" in text:
        return False
    return _LOOKS_LIKE_A_PATH.fullmatch(text) is not None


def _refuse_path() -> NoReturn:
    message = "this is where a file is, not a response: pass what the file holds"
    raise UnexpectedResponseError(message)


def _is_plain(response: object) -> bool:
    return response is None or isinstance(response, _PLAIN)


def _plain(response: object) -> Any:
    """Return plain data: JSON is parsed, an object asked for what it offers."""
    if isinstance(response, bytes | bytearray):
        return _plain_bytes(bytes(response))
    if isinstance(response, str):
        if _LOOKS_LIKE_JSON.match(response):
            return parse_json(response)
        if _is_path(response):
            _refuse_path()
        return response
    if isinstance(response, list):
        return [item if _is_plain(item) else _plain_object(item) for item in response]
    return response if _is_plain(response) else _plain_object(response)


def _plain_object(response: object) -> Any:
    if isinstance(response, os.PathLike):
        _refuse_path()
    if rapidocr.is_result_object(response):
        return response
    for name in _TO_PLAIN:
        method = getattr(type(response), name, None)
        if callable(method) and _is_plain(offered := method(response)):
            return _plain(offered)
    return response


def _plain_bytes(response: bytes) -> Any:
    text = ""
    with contextlib.suppress(
        UnicodeDecodeError
    ):  # left before anything is raised: it holds the whole response
        text = response.decode("utf-8")
    return (
        _plain(text) if text.strip() else parse_json(response)
    )  # JSON in UTF-16, or nothing that can be read
