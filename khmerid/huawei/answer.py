"""A card as an answer of the service, written by the table that answers are read by.

>>> from khmerid.raw_card import Origin
>>> card = RawCard(sex="ស្រី", origins={"sex": Origin(confidence=0.9876543)})
>>> write_answer(card, {"detect_blur": True})
{'result': {'sex': 'ស្រី', 'confidence': {'sex': 0.98765}}}
>>> write_error(wire.BAD_SIDES, "0" * 32)
{'error_code': 'AIS.0103', 'error_msg': 'The image size does not meet the requirements.'}
"""

import base64
from collections.abc import Mapping
from typing import Any, Final

import attrs

from khmerid.huawei import wire
from khmerid.huawei.wire import KeyShape
from khmerid.raw_card import Box, RawCard

_IMAGE: Final = "image."  # our names of what is said of the picture begin so
_PICTURES: Final = "pictures."  # and so those of `CardPictures`
_LINES: Final = tuple(wire.MRZ.values())
_DIGITS: Final = 5  # of a confidence, as in the documented example
_OF_THE_GATEWAY: Final = "APIG"


@attrs.frozen(kw_only=True, repr=False)
class CardPictures:
    """What an answer can have of a card besides its texts; what there is none of is ``None``.

    The portrait and the card, cut out and put straight, are the bytes of files; the corners of the portrait
    are in pixels of the picture that was sent.
    """

    portrait: bytes | None = None
    portrait_corners: Box | None = None
    adjusted: bytes | None = None


NO_PICTURES: Final = CardPictures()


def write_answer(
    card: RawCard, switches: wire.Switches, pictures: CardPictures = NO_PICTURES
) -> dict[str, Any]:
    """Return an answer with what was read, and of what the switches ask for what there is.

    A field in which nothing was read is left out, and so is an alarm that the card does not have.
    """
    texts, shares = _texts(card)
    asked = {name for name, wanted in switches.items() if wanted}
    result: dict[str, Any] = {**texts, wire.CONFIDENCE: shares}
    scores: dict[str, int] = {}
    for key in wire.RESULT_KEYS:
        if key.switch not in asked:
            continue
        value = _of_the_picture(key, card, pictures)
        if value is None:
            continue
        result[key.name] = value
        name = key.ours.removeprefix(_IMAGE)
        if key.score and name in card.image.scores:
            scores[key.score] = card.image.scores[name]
        if key.shape is KeyShape.KIND:
            shares |= _share(key.name, key.ours, card)
    if scores:
        result[wire.SCORES] = scores
    return {wire.RESULT: result}


def write_error(error: wire.ServiceError, request_id: str) -> dict[str, str]:
    """Return the body of an error; the gateway adds the id of the request to its own."""
    body = {wire.ERROR_CODE: error.code, wire.ERROR_MESSAGE: error.message}
    return body | {wire.REQUEST_ID: request_id} if error.code.startswith(_OF_THE_GATEWAY) else body


def _texts(card: RawCard) -> tuple[dict[str, str], dict[str, float]]:
    """Return the texts that were read, and how sure of each the engine is, under the service's names."""
    texts: dict[str, str] = {}
    shares: dict[str, float] = {}
    for theirs, ours in wire.TEXTS.items():
        if text := getattr(card, ours):
            texts[theirs] = text
            shares |= _share(theirs, ours, card)
    for number, (theirs, line) in enumerate(zip(wire.MRZ, card.mrz, strict=False)):
        if line:
            texts[theirs] = line
            named = _LINES[number] if _LINES[number] in card.origins else f"mrz.{number}"
            shares |= _share(theirs, named, card)
    return texts, shares


def _share(theirs: str, ours: str, card: RawCard) -> Mapping[str, float]:
    origin = card.origins.get(ours)
    if origin is None or origin.confidence is None:
        return {}
    return {theirs: round(origin.confidence, _DIGITS)}


def _of_the_picture(key: wire.ResultKey, card: RawCard, pictures: CardPictures) -> object:
    if key.shape is KeyShape.KIND:
        return card.image.type
    if key.shape is KeyShape.FLAG:
        return card.image.alarms.get(key.ours.removeprefix(_IMAGE))
    found = getattr(pictures, key.ours.removeprefix(_PICTURES))
    if found is None or key.shape is KeyShape.CORNERS:
        return found and [[round(x), round(y)] for x, y in found]
    return base64.b64encode(found).decode("ascii")
