"""The ledger of a card gathered from what was received, read and resolved. It chooses and changes nothing."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from khmerid.card import Card
from khmerid.card_mrz import composite_sum, in_mrz, with_check_digit
from khmerid.checks.crosscheck import Rule
from khmerid.fields.places import Place
from khmerid.ledger.records import (
    Alternative,
    BlindSpot,
    CoveringDigit,
    LaidText,
    Ledger,
    LedgerField,
    LedgerVersions,
    Unseen,
)
from khmerid.ledger.texts import PictureTexts
from khmerid.ledger.unseen import ReadDigits, blind_spots, said_by
from khmerid.misreading import Misreadings
from khmerid.misreading.channel import Channel
from khmerid.misreading.noise import likelihoods, numerals_of
from khmerid.mrz.check_digit import VALUES, check_digit
from khmerid.mrz.formats import TD1
from khmerid.mrz.two_digit_years import read_mrz_date
from khmerid.outcome import Outcome
from khmerid.raw_card import RawCard
from khmerid.recovery.recovered import WITH_A_DIGIT
from khmerid.resolve.card_noise import CardNoise
from khmerid.resolve.resolution import Resolution, WeighedResolution
from khmerid.resolve.resolved import Resolved, Source
from khmerid.rules import FIRST_ISSUE, earliest_birth, expiries_of, issues_of, latest_birth

_FIELDS: Final = tuple(field.name for field in attrs.fields(Resolution))
_DIGIT_OF: Final = {
    "document_number": Rule.NUMBER_CHECK_DIGIT,
    "date_of_birth": Rule.BIRTH_CHECK_DIGIT,
    "date_of_expiry": Rule.EXPIRY_CHECK_DIGIT,
}


def gather_ledger(  # noqa: PLR0913 - all that a value is made of
    pictures: Sequence[tuple[RawCard, Card]],
    card: Card,
    resolution: WeighedResolution,
    *,
    latest_issue: dt.date,
    misreadings: Misreadings,
    versions: LedgerVersions,
) -> Ledger:
    """Return the ledger of a card, which is made of ``pictures``, each as received and as read."""
    best = {field: _best(getattr(resolution, field)) for field in _FIELDS}
    texts: dict[str, list[LaidText]] = {field: [] for field in _FIELDS}
    noise = resolution.noise
    for picture, (raw, one) in enumerate(pictures):
        of_picture = PictureTexts(
            raw=raw, card=one, picture=picture, best=best, noise=noise, misreadings=misreadings
        )
        for field, text in of_picture.told():
            texts[field].append(text)
    digits = _Digits(card=card, best=best, texts=texts, noise=noise, misreadings=misreadings)
    fields = {
        field: LedgerField(
            texts=tuple(of_field),
            alternatives=_alternatives(getattr(resolution, field)),
            digits=digits.of(field),
            unseen=tuple(digits.unseen(field, latest_issue)),
        )
        for field, of_field in texts.items()
        if of_field
    }
    sides = {
        "printed_khmer": misreadings.printed_khmer,
        "printed_latin": misreadings.printed_latin,
        "mrz": misreadings.mrz,
    }
    misread = {side: _rate_misread(channel, noise) for side, channel in sides.items()}
    return Ledger(versions=versions, noise=misread, fields=fields)


def _best(resolved: Resolved[Any]) -> Any:
    return next(iter(resolved.candidates), None) if resolved.value is None else resolved.value


def _alternatives(resolved: Resolved[Any]) -> tuple[Alternative, ...]:
    if isinstance(resolved.value, Place):
        return tuple(Alternative(path.printed) for path in resolved.value.candidates)
    probabilities = resolved.probabilities or [None] * len(resolved.candidates)
    pairs = zip(resolved.candidates, probabilities, strict=True)
    return tuple(Alternative(_text(value), probability) for value, probability in pairs)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _rate_misread(channel: Channel, noise: CardNoise) -> float:
    """Return how often a numeral is not read as itself, of all ten alike."""
    rates = noise.rates(channel, ())
    right = [likelihoods(channel, numeral, rates)[at] for at, numeral in enumerate(numerals_of(channel))]
    return 1.0 - math.fsum(right) / len(right)


@attrs.frozen(kw_only=True, repr=False)
class _Digits:
    """The check digits of the card, and the values and texts that they are held against."""

    card: Card
    best: Mapping[str, Any]
    texts: Mapping[str, Sequence[LaidText]]
    noise: CardNoise
    misreadings: Misreadings

    def of(self, field: str) -> tuple[CoveringDigit, ...]:
        """Return what each check digit says that covers a field which has a value."""
        value, composite = self.best[field], self.card.mrz.composite_digit
        if field not in _DIGIT_OF or value is None:
            return ()
        demanded = check_digit(in_mrz(value))
        read = self._digit_read(field)
        of_three = self._composite_demanded()
        return (
            CoveringDigit(_DIGIT_OF[field], read, demanded, said_by(read, demanded)),
            CoveringDigit(Rule.COMPOSITE_CHECK_DIGIT, composite, of_three, said_by(composite, of_three)),
        )

    def _digit_read(self, field: str) -> str:
        """Return what was read in the place of a field's own digit, of the picture that read it best."""
        raw = getattr(self.card.mrz, field).raw
        of_mrz = [text for text in self.texts[field] if text.side is Source.MRZ and text.text == raw]
        slots = [one.read for text in of_mrz[:1] for one in text.positions if one.printed]
        return slots[-1] if slots else ""

    def _composite_demanded(self) -> str:
        values = [self.best[field] for field in WITH_A_DIGIT]
        if None in values:
            return ""
        return str(composite_sum(*map(with_check_digit, values)))

    def unseen(self, field: str, latest_issue: dt.date) -> Iterator[BlindSpot]:
        """Yield what no check digit sees of a field."""
        value = self.best[field]
        if field not in _DIGIT_OF:
            yield BlindSpot(Unseen.NO_DIGIT)
        elif value is not None:
            yield from self._letters_of_same_value(field)
            own, composite = (digit.outcome is not Outcome.UNDECIDED for digit in self.of(field))
            read = ReadDigits(own=own, before=TD1.before[field] if composite else None)
            is_printed = any(text.side is Source.VIZ for text in self.texts[field])
            number, day = self.misreadings.printed_latin, self.misreadings.printed_khmer
            channels = [number if field == "document_number" else day] if is_printed else []
            channels.append(self.misreadings.mrz)
            looks = [(channel, self.noise.rates(channel, (field,))) for channel in channels]
            yield from blind_spots(
                in_mrz(value), read, looks, lambda numerals: self._value_of(field, numerals, latest_issue)
            )

    def _letters_of_same_value(self, field: str) -> Iterator[BlindSpot]:
        for text in self.texts[field]:
            slots = [one for one in text.positions if one.printed] if text.side is Source.MRZ else []
            places = [at for at, one in enumerate(slots[:-1], 1) if _counts_as(one.printed, one.read)]
            if places:
                yield BlindSpot(Unseen.SAME_VALUE, tuple(places))

    def _value_of(self, field: str, numerals: str, latest_issue: dt.date) -> str | None:
        """Return the value that these numerals of the MRZ are, ``None`` for a day that no card can have."""
        if field == "document_number":
            return numerals
        expiry = self.best["date_of_expiry"]
        if field == "date_of_expiry":
            earliest, latest = expiries_of(FIRST_ISSUE)[0], expiries_of(latest_issue)[-1]
        else:
            issue = latest_issue if expiry is None else issues_of(expiry)[0]
            earliest, latest = earliest_birth(issue), latest_birth(issue)
        day = read_mrz_date(numerals, latest=latest).value
        return None if day is None or day < earliest else day.isoformat()


def _counts_as(numeral: str, read: str) -> bool:
    """Return whether another character was read that a check digit takes for this numeral."""
    return read != numeral and read in VALUES and VALUES[read] % 10 == int(numeral)
