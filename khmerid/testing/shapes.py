"""A card as the recognition service answers it, and as lines of any other OCR.

The order of the lines is that of the card: three fields share the line of the date of birth, the Latin name
and the second line of the address have no label.
"""

import copy
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from khmerid.huawei import Switches
from khmerid.raw_card import ALARMS

# Our name of a field, and the service's.
SERVICE_NAMES: Final = {
    "document_number": "id_number",
    "name_khmer": "name_kh",
    "name_latin": "name_en",
    "date_of_birth": "birth_date",
    "sex": "sex",
    "height": "height",
    "place_of_birth": "birth_place",
    "address": "address",
    "date_of_issue": "issue_date",
    "date_of_expiry": "expiry_date",
    "distinguishing_marks": "description",
}
MRZ_NAMES: Final = ("machine_code1", "machine_code2", "machine_code3")

# A PNG of one grey pixel in base64, in the place of a face.
_PICTURE: Final = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
_RETURNED: Final[dict[str, tuple[str, Any]]] = {
    "return_portrait_image": ("portrait_image", _PICTURE),
    "return_portrait_location": ("portrait_location", [[53, 341], [185, 340], [179, 504], [42, 505]]),
    "return_idcard_type": ("idcard_type", "normal"),
    "return_adjusted_image": ("adjusted_image", _PICTURE),
}
_LEFT, _TOP, _STEP, _HEIGHT, _LETTER = 240, 30, 50, 32, 12  # pixels


def to_response(
    printed: Mapping[str, str], mrz: Sequence[str], *, alarms: Sequence[str], switches: Switches
) -> dict[str, Any]:
    """Return the service's answer; see `Specimen.response`."""
    _refuse_unknown("switch", switches, Switches.__annotations__)
    _refuse_unknown("alarm", alarms, ALARMS)
    asked = {name for name, wanted in switches.items() if wanted}
    result: dict[str, Any] = {theirs: printed[ours] for ours, theirs in SERVICE_NAMES.items()}
    result |= dict(zip(MRZ_NAMES, mrz, strict=True))
    result["confidence"] = {name: _confidence(text) for name, text in result.items()}
    scores = {}
    for switch, (name, value) in _RETURNED.items():
        if switch in asked:
            result[name] = copy.deepcopy(value)
    if "return_idcard_type" in asked:
        result["confidence"]["idcard_type"] = 0.998
        scores["idcard_type_score"] = 3
    for alarm in ALARMS:
        if alarm in alarms or f"detect_{alarm}" in asked:
            result[f"detect_{alarm}_result"] = alarm in alarms
            scores[f"{alarm}_score"] = 87 if alarm in alarms else 4
    if scores:
        result["score_info"] = scores
    return {"result": result}


def _refuse_unknown(kind: str, given: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        message = f"the service has no {kind} {unknown[0]!r}; it has {', '.join(known)}"
        raise TypeError(message)


def _confidence(text: str) -> float:
    """Return a figure as a service gives one: from 0.8 to 0.99999, and the same for the same text."""
    return (80_000 + zlib.crc32(text.encode()) % 20_000) / 100_000


def to_lines(printed: Mapping[str, str], address_lines: Sequence[str], mrz: Sequence[str]) -> dict[str, Any]:
    """Return the lines in printed order in the neutral shape; see `Specimen.lines`."""
    texts = (
        printed["document_number"],
        f"គោត្តនាមនិងនាម: {printed['name_khmer']}",
        printed["name_latin"],
        f"ថ្ងៃខែឆ្នាំកំណើត: {printed['date_of_birth']} ភេទ: {printed['sex']} កំពស់: {printed['height']}",
        f"ទីកន្លែងកំណើត: {printed['place_of_birth']}",
        f"អាសយដ្ឋាន: {address_lines[0]}",
        address_lines[1],
        f"សុពលភាព: {printed['date_of_issue']} ដល់ថ្ងៃ {printed['date_of_expiry']}",
        f"ភិនភាគ: {printed['distinguishing_marks']}",
        *mrz,
    )
    return {
        "lines": [
            {"text": text, "confidence": _confidence(text), "box": _box(number, text)}
            for number, text in enumerate(texts)
        ]
    }


def _box(number: int, text: str) -> list[int]:
    """Return left, top, right and bottom: the number at the right, the zone over the whole width."""
    top = _TOP + number * _STEP
    if number == 0:
        return [740, top, 740 + _LETTER * len(text), top + _HEIGHT]
    left, letter = (60, 29) if text.isascii() and len(text) == 30 else (_LEFT, _LETTER)
    return [left, top, left + letter * len(text), top + _HEIGHT]
