"""The card as received: text under our names, each with its origin, and what was said of the picture.

The ``repr`` of a card, and of a line, says only what is there, because it ends up in logs.

>>> RawCard(document_number="012345678", mrz=("IDKHM0123456784",))
RawCard(document_number, mrz[1])
>>> Line("SOK KUMRU", 0.9193)
Line(9 characters, page 0)
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import attrs

from khmerid.frozen import EMPTY, freeze
from khmerid.notes import Finding

Point: TypeAlias = tuple[float, float]
# Upper left, upper right, lower right, lower left, as the text runs; pixels or parts of the page.
Box: TypeAlias = tuple[Point, Point, Point, Point]


@attrs.frozen(repr=False)
class Line:
    """A line of text, the engine's confidence from 0 to 1, its four corners, and its page, counted from 0."""

    text: str
    confidence: float | None = None
    box: Box | None = None
    page: int = 0

    def __repr__(self) -> str:
        return f"Line({len(self.text)} characters, page {self.page})"


@attrs.frozen(kw_only=True)
class Origin:
    """Where a text came from, as far as that is known.

    ``line`` is the line of the OCR output on which it begins, counted from 0; ``box`` and ``page`` are that
    line's, and so is ``confidence``, the service's own, from 0 to 1; it never decides anything. ``lines`` are
    all the lines that make up its printed line, its label and what stands beside it among them. A service
    that returns fields has only confidences.
    """

    line: int | None = None
    lines: tuple[int, ...] = ()
    box: Box | None = None
    page: int = 0
    confidence: float | None = None


# The text fields of the card, in printed order; `RawCard` has an attribute for each.
TEXT_FIELDS: Final = (
    "document_number",
    "name_khmer",
    "name_latin",
    "date_of_birth",
    "sex",
    "height",
    "place_of_birth",
    "address",
    "date_of_issue",
    "date_of_expiry",
    "distinguishing_marks",
)

ALARMS: Final = (
    "border_integrity",
    "blocking_within_border",
    "blur",
    "glare",
    "tampering",
    "reproduce",
)


@attrs.frozen(kw_only=True)
class ImageQuality:
    """What a service says about the image: its kind, six alarms, seven scores.

    ``type`` is ``"normal"``, ``"copy"`` or ``None``. An alarm is true when there is a problem; one that
    was not asked for is not in the mapping. Scores run from 0 (good) to 99.

    >>> image = ImageQuality(type="normal", alarms={"blur": False}, scores={"blur": 12})
    >>> image.type, image.alarms["blur"], "glare" in image.alarms
    ('normal', False, False)
    """

    type: str | None = None
    alarms: Mapping[str, bool] = EMPTY
    scores: Mapping[str, int] = EMPTY

    # Not converters: type checkers do not follow a generic one.
    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "alarms", freeze(self.alarms))
        object.__setattr__(self, "scores", freeze(self.scores))


_NOTHING_SAID: Final = ImageQuality()


def merge_images(images: Sequence[ImageQuality]) -> ImageQuality:
    """Take what is worst of several pictures: a copy, every alarm, the highest scores."""
    types = [image.type for image in images if image.type is not None]
    alarms: dict[str, bool] = {}
    scores: dict[str, int] = {}
    for image in images:
        for alarm, raised in image.alarms.items():
            alarms[alarm] = raised or alarms.get(alarm, False)
        for name, score in image.scores.items():
            scores[name] = max(score, scores.get(name, score))
    return ImageQuality(type=min(types, default=None), alarms=alarms, scores=scores)


@attrs.frozen(kw_only=True, repr=False)
class RawCard:
    """The text of each field as an OCR returned it, ``None`` where it returned nothing.

    ``mrz`` has the lines of the MRZ as received, of any number and length.
    ``others`` are, under the name of a field that was read more than once, the different texts of it, the one
    that was taken among them.
    ``origins`` says where a text came from, under the name of its field; those of the MRZ are
    ``mrz.upper``, ``mrz.middle`` and ``mrz.lower`` where they were received as such, else ``mrz.0`` and on.
    ``unplaced`` are the lines of the OCR output that are in no origin, as received, in the order of reading:
    what else stands on the card, a second reading of a field, a line that repeats the one before, a label
    without a value. A line without text is left out.
    ``findings`` are what the adapter had to note, such as a number where text belongs.
    """

    document_number: str | None = None
    name_khmer: str | None = None
    name_latin: str | None = None
    date_of_birth: str | None = None
    sex: str | None = None
    height: str | None = None
    place_of_birth: str | None = None
    address: str | None = None
    date_of_issue: str | None = None
    date_of_expiry: str | None = None
    distinguishing_marks: str | None = None
    mrz: tuple[str, ...] = ()
    others: Mapping[str, tuple[str, ...]] = EMPTY
    origins: Mapping[str, Origin] = EMPTY
    unplaced: tuple[Line, ...] = ()
    image: ImageQuality = _NOTHING_SAID
    findings: tuple[Finding, ...] = ()

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "others", freeze(self.others))
        object.__setattr__(self, "origins", freeze(self.origins))

    def __repr__(self) -> str:
        present = [name for name in TEXT_FIELDS if getattr(self, name) is not None]
        if self.mrz:
            present.append(f"mrz[{len(self.mrz)}]")
        if self.unplaced:
            present.append(f"unplaced[{len(self.unplaced)}]")
        return f"RawCard({', '.join(present)})"
