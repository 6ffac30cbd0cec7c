"""Valid cards that belong to nobody.

>>> specimen = make_specimen(seed=1, surname="SOK", given_names="KUMRU", name_khmer="សុខ គំរូ")
>>> specimen
Specimen(996368886, presented on 2028-01-15)
>>> import khmerid
>>> report = khmerid.examine(specimen.response(), today=specimen.today)
>>> str(report.decision), report.surname.value
('accept', 'SOK')
"""

import base64
import datetime as dt
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Unpack

import attrs

from khmerid.fields.sex import WORDS
from khmerid.huawei import wire
from khmerid.huawei.answer import CardPictures, write_answer
from khmerid.huawei.wire import Switches
from khmerid.mrz.writing import format_td1
from khmerid.raw_card import ALARMS, ImageQuality, Origin, RawCard
from khmerid.rules import DOCUMENT_CODE, STATE, require_day
from khmerid.testing.choosing import Chooser, RandomChooser
from khmerid.testing.inventing import invent
from khmerid.testing.values import CardValues
from khmerid.text.numerals import to_khmer_digits

# A PNG of one grey pixel, instead of a face.
_PICTURE: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
_PICTURES: Final = CardPictures(
    portrait=_PICTURE,
    portrait_corners=((53, 341), (185, 340), (179, 504), (42, 505)),
    adjusted=_PICTURE,
)
_LEFT, _TOP, _STEP, _HEIGHT, _LETTER = 240, 30, 50, 32, 12  # pixels


@attrs.frozen(kw_only=True, repr=False)
class Specimen:
    """An invented person's card: its values, what is printed, and the day on which it is presented.

    >>> specimen = make_specimen(seed=1)
    >>> specimen.truth["document_number"], specimen.response()["result"]["id_number"], len(specimen.mrz)
    ('996368886', '996368886', 3)
    """

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
        return {**self.values.to_dict(), "issuing_state": STATE, "nationality": STATE}

    def response(self, *, alarms: tuple[str, ...] = (), **switches: Unpack[Switches]) -> dict[str, Any]:
        """Return the answer of the recognition service, with what these switches ask for.

        ``alarms`` are raised, whether asked for or not: ``"blur"``, ``"glare"`` and the others of
        ``khmerid.raw_card.ALARMS``. Raises ``TypeError`` for a switch or an alarm that the service lacks.
        """
        return to_response(self.printed, self.mrz, alarms=alarms, switches=switches)

    def lines(self) -> dict[str, Any]:
        """Return the lines of the card in the neutral shape, with boxes on a card of 1010 by 640 pixels."""
        return _to_lines(self.printed, self.address_lines, self.mrz)


def make_specimen(*, seed: int = 0, today: dt.date | None = None, **overrides: Any) -> Specimen:
    """Invent a person and their card, the same for the same seed.

    The card is valid on the day ``today``; without one, a day within its validity is chosen. ``overrides``
    are values of fields under the names of a report: dates as days or text, places by the code of a commune
    (an address also by that of a village), marks as text. An expiry or an issue given alone settles the
    other; otherwise what is given is printed as it is, consistent with the rest or not. A Latin name of words
    that are not in `khmerid.testing.choosing` wants its Khmer one beside it. The document number is in the
    range 990000000 to 999999999 unless given.

    Raises ``TypeError`` for a name that is not a field, for a value of another type and for a seed that is
    none, and ``ValueError`` for a place that the gazetteer lacks and for a name that no MRZ can hold.
    """
    return build(RandomChooser(seed), today=today, overrides=overrides)


def build(choose: Chooser, *, today: dt.date | None, overrides: Mapping[str, Any]) -> Specimen:
    """Invent a card by a chooser's choices."""
    if today is not None:
        require_day(today)
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
    """Return the MRZ of these values, with its check digits."""
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


def to_response(
    printed: Mapping[str, str], mrz: Sequence[str], *, alarms: Sequence[str] = (), switches: Switches
) -> dict[str, Any]:
    """Return the service's answer of a card with these texts; see `Specimen.response`."""
    _refuse_unknown("switch", switches, wire.SWITCHES)
    _refuse_unknown("alarm", alarms, ALARMS)
    texts = {
        **{ours: printed[ours] for ours in wire.TEXTS.values()},
        **dict(zip(wire.MRZ.values(), mrz, strict=True)),
    }
    origins = {ours: Origin(confidence=_confidence(text)) for ours, text in texts.items()}
    card = RawCard(
        **printed,  # type: ignore[arg-type]  # its fields of text
        mrz=tuple(mrz),
        origins=origins | {"image.type": Origin(confidence=0.998)},
        image=ImageQuality(
            type=wire.ORIGINAL,
            alarms={alarm: alarm in alarms for alarm in ALARMS},
            scores={"type": 3} | {alarm: 87 if alarm in alarms else 4 for alarm in ALARMS},
        ),
    )
    raised: Any = {f"detect_{alarm}": True for alarm in alarms}
    return write_answer(card, {**switches, **raised}, _PICTURES)


def _refuse_unknown(kind: str, given: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        message = f"the service has no {kind} {unknown[0]!r}; it has {', '.join(known)}"
        raise TypeError(message)


def _confidence(text: str) -> float:
    """Return a figure as a service gives one: from 0.8 to 0.99999, and the same for the same text."""
    return (80_000 + zlib.crc32(text.encode()) % 20_000) / 100_000


def _to_lines(printed: Mapping[str, str], address_lines: Sequence[str], mrz: Sequence[str]) -> dict[str, Any]:
    """Return the lines in printed order in the neutral shape; see `Specimen.lines`.

    Three fields share the line of the date of birth; the Latin name and the second line of the address have
    no label.
    """
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
    """Return left, top, right and bottom: the number at the right, the MRZ over the whole width."""
    top = _TOP + number * _STEP
    if number == 0:
        return [740, top, 740 + _LETTER * len(text), top + _HEIGHT]
    left, letter = (60, 29) if text.isascii() and len(text) == 30 else (_LEFT, _LETTER)
    return [left, top, left + letter * len(text), top + _HEIGHT]
