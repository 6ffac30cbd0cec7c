"""The card as received: text under our names, before anything is read.

The ``repr`` of a raw card says only which fields are there, because it ends up in logs.

>>> RawCard(document_number="012345678", mrz=("IDKHM0123456784",))
RawCard(document_number, mrz[1])

"""

from collections.abc import Mapping
from typing import Final

import attrs

from khmerid.notes import Finding

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
    """

    type: str | None = None
    alarms: Mapping[str, bool] = attrs.field(factory=dict)
    scores: Mapping[str, int] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True, repr=False)
class RawCard:
    """The text of each field as an OCR returned it, ``None`` where it returned nothing.

    ``mrz`` has the lines of the machine readable zone as received, of any number and length.
    ``confidences`` are the service's own, 0 to 1, under our names of the fields; they never decide anything.
    ``origins`` says, where known, which line of the OCR output a field came from, counted from 0.
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
    confidences: Mapping[str, float] = attrs.field(factory=dict)
    origins: Mapping[str, int] = attrs.field(factory=dict)
    image: ImageQuality = attrs.field(factory=ImageQuality)
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        present = [name for name in TEXT_FIELDS if getattr(self, name) is not None]
        if self.mrz:
            present.append(f"mrz[{len(self.mrz)}]")
        return f"RawCard({', '.join(present)})"
