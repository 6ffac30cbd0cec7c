"""The fields of the card in the service's own names, brought to a ``RawCard``.

The service documents all 26 as optional. Pictures and the place of the portrait are left where they are.

>>> card = read_result({"name_en": "SOK KUMRU", "sex": 1, "confidence": {"name_en": 0.9191}})
>>> card.name_latin, card.origins["name_latin"].confidence
('SOK KUMRU', 0.9191)
>>> [(finding.where, str(finding.note.code), finding.note.detail) for finding in card.findings]
[('sex', 'not_text', 'int')]

"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from khmerid.huawei.image import FLAGS, read_image
from khmerid.notes import Code, Finding, Note
from khmerid.raw_card import Origin, RawCard

_TEXTS: Final = {
    "id_number": "document_number",
    "name_kh": "name_khmer",
    "name_en": "name_latin",
    "birth_date": "date_of_birth",
    "sex": "sex",
    "height": "height",
    "birth_place": "place_of_birth",
    "address": "address",
    "issue_date": "date_of_issue",
    "expiry_date": "date_of_expiry",
    "description": "distinguishing_marks",
}
_MRZ: Final = {
    "machine_code1": "mrz.upper",
    "machine_code2": "mrz.middle",
    "machine_code3": "mrz.lower",
}
_CONFIDENCES: Final = _TEXTS | _MRZ | {"idcard_type": "image.type"}
_UNREAD: Final = ("portrait_image", "portrait_location", "adjusted_image")

# All but "confidence", which other services have too: by these a result of this one is known.
FIELDS: Final = frozenset((*_CONFIDENCES, *FLAGS, "score_info", *_UNREAD))


def read_result(result: Mapping[str, object]) -> RawCard:
    """Bring the fields of a result to a ``RawCard``; what is not text becomes ``None`` and a finding."""
    findings: list[Finding] = []
    texts = {ours: _text(result.get(theirs), ours, findings) for theirs, ours in _TEXTS.items()}
    lines = [_text(result.get(theirs), ours, findings) for theirs, ours in _MRZ.items()]
    confidences = _confidences(result.get("confidence"), findings)
    image = read_image(result, findings)
    return RawCard(
        **texts,  # type: ignore[arg-type]  # each name is that of a field of text
        # A line that is missing leaves its place empty, so that the others keep theirs.
        mrz=tuple(line or "" for line in lines) if any(lines) else (),
        origins={name: Origin(confidence=confidence) for name, confidence in confidences.items()},
        image=image,
        findings=tuple(findings),
    )


def _text(value: object, where: str, findings: list[Finding]) -> str | None:
    if value is None or isinstance(value, str):
        return value
    findings.append(Finding(where, Note(Code.NOT_TEXT, type(value).__name__)))
    return None


def _confidences(sent: object, findings: list[Finding]) -> dict[str, float]:
    """Keep the finite numbers from 0 to 1; the SDK gives decimals, and strings as they came."""
    if sent is None:
        return {}
    if not isinstance(sent, Mapping):
        findings.append(Finding("confidences", Note(Code.CONFIDENCE_UNUSABLE, type(sent).__name__)))
        return {}
    kept = {}
    for theirs, value in sent.items():
        ours = _CONFIDENCES.get(theirs)
        if ours is None or value is None:
            continue
        if type(value) is float and 0.0 <= value <= 1.0:
            kept[ours] = value
        elif _is_share(value):
            kept[ours] = float(value)
        else:
            findings.append(Finding(ours, Note(Code.CONFIDENCE_UNUSABLE, type(value).__name__)))
    return kept


def _is_share(value: object) -> bool:
    """Tell a number from 0 to 1; a decimal that is not finite cannot even be compared."""
    if isinstance(value, Decimal):
        return value.is_finite() and 0 <= value <= 1
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1
