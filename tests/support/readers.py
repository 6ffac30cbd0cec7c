"""Readers of pictures that read nothing: the card is a specimen's, and what goes wrong the picture says.

A picture is any that `support.pictures.picture` draws. Its width is the seed of the specimen, its height what
happens.
"""

import enum
import io
import os
import time
from collections.abc import Collection

import attrs
import imagesize

from khmerid.adapters import adapt
from khmerid.huawei import wire
from khmerid.raw_card import ALARMS, Box, ImageQuality, Line, Origin, RawCard
from khmerid.testing import make_specimen
from support.pictures import picture

CORNERS: Box = ((53.4, 341.0), (185.0, 340.0), (179.0, 504.0), (42.0, 505.0))
CONTENT = "SOK KUMRU 990000001"  # what must not stand in any log


class Problem(enum.Enum):
    FORMAT = wire.BAD_FORMAT
    DIMENSIONS = wire.BAD_SIDES
    NOT_LOCATED = wire.NOT_A_CARD

    @property
    def code(self) -> str:
        return self.value.code


class InventedPictureError(ValueError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(f"no card: {CONTENT}")
        self.problem = problem


@attrs.frozen(kw_only=True, repr=False)
class InventedScan:
    card: RawCard
    portrait: Box | None = CORNERS

    def portrait_image(self) -> bytes | None:
        return picture(form="JPEG") if self.portrait else None

    def adjusted_image(self) -> bytes:
        return picture(200, 120, form="JPEG")


# What happens, by the height of the picture.
NOT_LOCATED, WRONG_FORMAT, CRASHES, HANGS, RAISES, REFUSES_VALUE, EMPTY, NO_PORTRAIT, SLOW = range(101, 110)
SOUND = 60
READING_SECONDS = 0.5  # of a slow one


class InventedReader:
    """Reads the specimen whose seed is the width of the picture."""

    def scan(self, data: bytes, *, alarms: Collection[str] = ()) -> InventedScan:
        seed, height = imagesize.get(io.BytesIO(data))
        if height == NOT_LOCATED:
            raise InventedPictureError(Problem.NOT_LOCATED)
        if height == WRONG_FORMAT:
            raise InventedPictureError(Problem.FORMAT)
        if height == CRASHES:
            os._exit(11)
        if height == HANGS:
            time.sleep(3600)
        if height == RAISES:
            raise RuntimeError(CONTENT)
        if height == REFUSES_VALUE:
            raise ValueError(CONTENT)
        if height == SLOW:
            time.sleep(READING_SECONDS)
        if height == EMPTY:
            return InventedScan(card=RawCard(unplaced=(Line("ABC"),)))
        return InventedScan(
            card=attrs.evolve(_card(seed), image=_quality(alarms)),
            portrait=None if height == NO_PORTRAIT else CORNERS,
        )


def _card(seed: int) -> RawCard:
    card = adapt(make_specimen(seed=seed).lines())
    origins = {**card.origins, "image.type": Origin(confidence=0.75)}
    return attrs.evolve(card, origins=origins)


def _quality(alarms: Collection[str]) -> ImageQuality:
    """Return what is asked for; a glare is seen in every picture."""
    return ImageQuality(
        type="normal" if "type" in alarms else None,
        alarms={name: name == "glare" for name in ALARMS if name in alarms},
        scores={name: 80 if name == "glare" else 7 for name in alarms},
    )


def open_invented() -> InventedReader:
    print(CONTENT)  # noqa: T201 - a library may print what it reads
    return InventedReader()


def open_none() -> InventedReader:
    message = "Tesseract is missing: apt install it"
    raise RuntimeError(message)


def crash_on_opening() -> InventedReader:
    os._exit(9)


def open_slowly() -> InventedReader:
    time.sleep(3600)
    return InventedReader()
