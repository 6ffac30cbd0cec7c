"""Valid cards that belong to nobody.

>>> specimen = make_specimen(seed=1, surname="SOK", given_names="KUMRU", name_khmer="សុខ គំរូ")
>>> specimen
Specimen(996368886, presented on 2028-01-15)
>>> import khmerid
>>> report = khmerid.examine(specimen.response(), today=specimen.today)
>>> str(report.decision), report.surname.value
('accept', 'SOK')

"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Unpack

import attrs

from khmerid.fields.sex import WORDS
from khmerid.huawei import Switches
from khmerid.mrz.writing import format_td1
from khmerid.raw_card import RawCard
from khmerid.rules import DOCUMENT_CODE, STATE
from khmerid.testing.choosing import Chooser, RandomChooser
from khmerid.testing.inventing import invent
from khmerid.testing.shapes import to_lines, to_response
from khmerid.testing.values import CardValues
from khmerid.text.numerals import to_khmer_digits


@attrs.frozen(kw_only=True, repr=False)
class Specimen:
    """An invented person's card: its values, what is printed, and the day on which it is presented."""

    today: dt.date
    values: CardValues
    printed: Mapping[str, str]  # the text of each field, under the names of `RawCard`
    address_lines: tuple[str, str]
    mrz: tuple[str, str, str]

    def __repr__(self) -> str:
        return f"Specimen({self.values.document_number}, presented on {self.today})"

    @property
    def card(self) -> RawCard:
        """The card as an OCR without a fault returns it."""
        return RawCard(**self.printed, mrz=self.mrz)  # type: ignore[arg-type]  # its fields of text

    @property
    def truth(self) -> dict[str, object]:
        """The value of each field, as a report's JSON has it."""
        return self.values.to_dict()

    def response(self, *, alarms: tuple[str, ...] = (), **switches: Unpack[Switches]) -> dict[str, Any]:
        """Return the answer of the recognition service, with what these switches ask for.

        ``alarms`` are raised, whether asked for or not: ``"blur"``, ``"glare"`` and the others of
        ``khmerid.card.ALARMS``. Raises ``TypeError`` for a switch or an alarm that the service does not have.
        """
        return to_response(self.printed, self.mrz, alarms=alarms, switches=switches)

    def lines(self) -> dict[str, Any]:
        """Return the lines of the card in the neutral shape, with boxes on a card of 1010 by 640 pixels."""
        return to_lines(self.printed, self.address_lines, self.mrz)


def make_specimen(*, seed: int = 0, today: dt.date | None = None, **overrides: Any) -> Specimen:
    """Invent a person and their card, the same for the same seed.

    The card is valid on the day ``today``; without one, a day within its validity is chosen. ``overrides``
    are values of fields under the names of a report: dates as days or text, places by the code of a commune
    (an address also by that of a village), marks as text. An expiry or an issue given alone settles the
    other; otherwise what is given is printed as it is, consistent with the rest or not. A Latin name of words
    that are not in `khmerid.testing.name_lists` wants its Khmer one beside it. The document number is in the
    range 990000000 to 999999999 unless given.

    Raises ``TypeError`` for a name that is no field, and ``ValueError`` for a place that the gazetteer does
    not have and for a name that no zone can hold.
    """
    return build(RandomChooser(seed), today=today, overrides=overrides)


def build(choose: Chooser, *, today: dt.date | None, overrides: Mapping[str, Any]) -> Specimen:
    """Invent a card by a chooser's choices."""
    values, presented, first_line = invent(choose, today=today, overrides=overrides)
    suffix = choose.choice(("", "", " (01)"))
    printed = {
        "document_number": values.document_number + suffix,
        "name_khmer": values.name_khmer,
        "name_latin": f"{values.surname} {values.given_names}".strip(),
        "date_of_birth": to_printed_date(values.date_of_birth),
        "sex": WORDS[values.sex],
        "height": f"{to_khmer_digits(str(values.height_cm))} ស.ម",
        "place_of_birth": values.place_of_birth.text,
        "address": values.address.text,
        "date_of_issue": to_printed_date(values.date_of_issue),
        "date_of_expiry": to_printed_date(values.date_of_expiry),
        "distinguishing_marks": values.distinguishing_marks.text,
    }
    return Specimen(
        today=presented,
        values=values,
        printed=printed,
        address_lines=(first_line, values.address.text.removeprefix(first_line).strip()),
        mrz=_mrz_lines(values),
    )


def to_printed_date(day: dt.date) -> str:
    """Return a day as the card prints it.

    >>> to_printed_date(dt.date(1990, 3, 15))
    '១៥.០៣.១៩៩០'

    """
    return to_khmer_digits(f"{day:%d.%m}.{day.year:04}")


def _mrz_lines(values: CardValues) -> tuple[str, str, str]:
    """Return the machine readable zone of these values, with its check digits."""
    return format_td1(
        document_code=DOCUMENT_CODE,
        issuing_state=STATE,
        document_number=values.document_number,
        date_of_birth=values.date_of_birth,
        sex=values.sex.value,
        date_of_expiry=values.date_of_expiry,
        nationality=STATE,
        primary_identifier=values.surname,
        secondary_identifier=values.given_names,
    )
