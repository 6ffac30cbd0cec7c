"""The card as received, text under our names; and the card as read, both zones.

The ``repr`` of either says only which fields are there and how they were read, because it ends up in logs.

>>> RawCard(document_number="012345678", mrz=("IDKHM0123456784",))
RawCard(document_number, mrz[1])

"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from khmerid.card_mrz import CardMrz, merge_card_mrz, read_card_mrz
from khmerid.fields.dates import read_date
from khmerid.fields.document_number import read_document_number
from khmerid.fields.height import read_height
from khmerid.fields.marks import DistinguishingMarks, read_marks
from khmerid.fields.names import read_name_khmer, read_name_latin
from khmerid.fields.places import Address, Place, read_address, read_place
from khmerid.fields.sex import Sex, read_sex
from khmerid.notes import Finding, Status
from khmerid.reading import Reading
from khmerid.recovery.issuers import CAMBODIA
from khmerid.recovery.recover import recover_td1

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


@attrs.frozen(kw_only=True, repr=False)
class Card:
    """Readings of the printed fields, and of the machine readable zone beside them.

    ``besides`` are the cards of which this is the best of each, where there are several pictures or engines.
    """

    document_number: Reading[str]
    name_khmer: Reading[str]
    name_latin: Reading[str]
    date_of_birth: Reading[dt.date]
    sex: Reading[Sex]
    height_cm: Reading[int]
    place_of_birth: Reading[Place]
    address: Reading[Address]
    date_of_issue: Reading[dt.date]
    date_of_expiry: Reading[dt.date]
    distinguishing_marks: Reading[DistinguishingMarks]
    mrz: CardMrz
    besides: tuple["Card", ...] = ()

    @property
    def sightings(self) -> tuple["Card", ...]:
        """The cards as they were read, each text once: the evidence for this one."""
        return self.besides or (self,)

    def __repr__(self) -> str:
        names = [field.name for field in attrs.fields(Card)[:-2]]
        return f"Card({', '.join(f'{name}={getattr(self, name).status}' for name in names)})"


def read_card(raw: RawCard, *, latest_issue: dt.date) -> Card:
    """Read every field of both zones; no field that cannot be read loses the others."""
    return Card(
        document_number=read_document_number(raw.document_number),
        name_khmer=read_name_khmer(raw.name_khmer),
        name_latin=read_name_latin(raw.name_latin),
        date_of_birth=read_date(raw.date_of_birth),
        sex=read_sex(raw.sex),
        height_cm=read_height(raw.height),
        place_of_birth=read_place(raw.place_of_birth),
        address=read_address(raw.address),
        date_of_issue=read_date(raw.date_of_issue),
        date_of_expiry=read_date(raw.date_of_expiry),
        distinguishing_marks=read_marks(raw.distinguishing_marks),
        mrz=read_card_mrz(recover_td1(raw.mrz, issuer=CAMBODIA), latest_issue=latest_issue),
    )


def merge_cards(cards: Sequence[Card]) -> Card:
    """Take the best reading of each field and of each element of the zone, and keep the cards as evidence."""
    names = [field.name for field in attrs.fields(Card)[:-2]]
    best = {name: min((getattr(card, name) for card in cards), key=_status) for name in names}
    mrz = merge_card_mrz([card.mrz for card in cards])
    return Card(**best, mrz=mrz, besides=tuple(cards))


def _status(reading: Reading[object]) -> Status:
    return reading.status
