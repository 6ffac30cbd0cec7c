"""The card as read: the printed fields, and the MRZ beside them.

The ``repr`` says only how each field was read, because it ends up in logs.

>>> read_card(RawCard(sex="ស្រី"), latest_issue=dt.date(2020, 6, 1)).sex.value
<Sex.F: 'F'>
"""

import datetime as dt
from collections.abc import Sequence

import attrs

from khmerid.card_mrz import CardMrz, merge_card_mrz, read_card_mrz
from khmerid.card_others import NO_OTHERS, Others, read_others
from khmerid.fields.dates import read_date
from khmerid.fields.document_number import read_document_number
from khmerid.fields.height import read_height
from khmerid.fields.marks import DistinguishingMarks, read_marks
from khmerid.fields.names import read_name_khmer, read_name_latin
from khmerid.fields.places import Address, Place, read_address, read_place
from khmerid.fields.sex import Sex, read_sex
from khmerid.misreading import SHIPPED, Misreadings
from khmerid.mrz_as_printed import mrz_as_printed
from khmerid.notes import Status
from khmerid.raw_card import RawCard
from khmerid.reading import Reading
from khmerid.recovery.issuers import CAMBODIA
from khmerid.recovery.recover import align_td1


@attrs.frozen(kw_only=True, repr=False)
class Card:
    """Readings of the printed fields, and of the MRZ beside them.

    ``others`` is what else was read of number, dates and names.
    ``pictures`` are the cards of which this is the best of each, where there are several pictures or engines.
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
    others: Others = NO_OTHERS
    pictures: tuple["Card", ...] = ()

    @property
    def sightings(self) -> tuple["Card", ...]:
        """The cards as they were read, each text once: the evidence for this one."""
        return self.pictures or (self,)

    def __repr__(self) -> str:
        names = [field.name for field in attrs.fields(Card)[:-3]]
        return f"Card({', '.join(f'{name}={getattr(self, name).status}' for name in names)})"


def read_card(raw: RawCard, *, latest_issue: dt.date, misreadings: Misreadings = SHIPPED) -> Card:
    """Read every printed field and the MRZ; no field that cannot be read loses the others."""
    number, sex = read_document_number(raw.document_number), read_sex(raw.sex)
    birth, expiry = read_date(raw.date_of_birth), read_date(raw.date_of_expiry)
    looks = misreadings.look_alikes
    mrz = mrz_as_printed(
        raw.mrz, number=number, birth=birth, sex=sex, expiry=expiry, looks=looks
    ) or read_card_mrz(align_td1(raw.mrz, CAMBODIA, misreadings=misreadings), latest_issue=latest_issue)
    return Card(
        document_number=number,
        name_khmer=read_name_khmer(raw.name_khmer),
        name_latin=read_name_latin(raw.name_latin),
        date_of_birth=birth,
        sex=sex,
        height_cm=read_height(raw.height),
        place_of_birth=read_place(raw.place_of_birth),
        address=read_address(raw.address),
        date_of_issue=read_date(raw.date_of_issue),
        date_of_expiry=expiry,
        distinguishing_marks=read_marks(raw.distinguishing_marks),
        mrz=mrz,
        others=read_others(raw),
    )


def merge_cards(cards: Sequence[Card]) -> Card:
    """Take the best reading of each field and of each element of the MRZ, and keep the cards as evidence.

    In which order the cards are given changes nothing.
    """
    names = [field.name for field in attrs.fields(Card)[:-3]]
    cards = sorted(cards, key=_texts)
    best = {name: min((getattr(card, name) for card in cards), key=_status) for name in names}
    mrz = merge_card_mrz([card.mrz for card in cards])
    return Card(**best, mrz=mrz, pictures=tuple(cards))


def _texts(card: Card) -> list[str]:
    """Return all texts of a card, by which it has its place among others."""
    of_print = attrs.astuple(card, recurse=False)[:-3]
    parts = (*of_print, *attrs.astuple(card.mrz, recurse=False), *attrs.astuple(card.others))
    return [part.raw or "" if isinstance(part, Reading) else str(part) for part in parts]


def _status(reading: Reading[object]) -> Status:
    return reading.status
