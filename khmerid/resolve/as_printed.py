"""The critical fields of a clean card: its MRZ is, letter by letter, the one that its printed fields demand.

Print and MRZ agree on every value, and every text is as the card has it. So nothing is left to be weighed:
the noise is that of a card on which nothing was misread, which is worked out once for an engine. What comes
out is what `khmerid.resolve.critical` says of such a card, and tests hold the two against each other.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Final, TypeVar

from khmerid.card import Card
from khmerid.fields.sex import WORDS, Sex
from khmerid.misreading import Misreadings
from khmerid.reading import Reading
from khmerid.resolve.card_noise import CardNoise, card_noise
from khmerid.resolve.critical import (
    PRINTED_DATE,
    Critical,
    resolve_issue,
    risk_of_agreed,
    with_rule,
    witness_of_day_of_rule,
    witnesses_of_agreed,
)
from khmerid.resolve.resolved import Resolved
from khmerid.resolve.sex import posterior_of_sex
from khmerid.resolve.verdict import agreed
from khmerid.rules import issues_of

T = TypeVar("T")

_FULL_STOPS: Final = tuple((one, one) for one in PRINTED_DATE if one != "0")
_BEHIND_DAY, _BEHIND_MONTH = (at for at, one in enumerate(PRINTED_DATE) if one != "0")
_WORDS: Final = frozenset(WORDS.values())


def resolve_as_printed(card: Card, misreadings: Misreadings, risk: float) -> Critical | None:
    """Return the critical fields if the card is clean in all of them and in its issue, else ``None``.

    ``risk`` is the most that a value called sure may have.
    """
    number, birth, sex, expiry = (
        card.document_number.value,
        card.date_of_birth.value,
        card.sex.value,
        card.date_of_expiry.value,
    )
    if not card.mrz.is_as_printed or card.pictures:
        return None
    if number is None or birth is None or sex is None or expiry is None or not _is_clean(card, expiry):
        return None
    noise, risks_of_sex = _of_clean_texts(misreadings)

    def settled(field: str, value: T) -> Resolved[T]:
        notes = getattr(card, field).notes
        return agreed(value, notes, risk_of_agreed(field, value, noise, misreadings), risk)

    of_expiry = with_rule(settled("date_of_expiry", expiry))
    return Critical(
        document_number=settled("document_number", number),
        date_of_birth=settled("date_of_birth", birth),
        sex=agreed(sex, card.sex.notes, risks_of_sex[sex], risk),
        date_of_issue=resolve_issue(card.date_of_issue, of_expiry, noise, misreadings, risk),
        date_of_expiry=of_expiry,
        noise=noise,
    )


def _is_clean(card: Card, expiry: dt.date) -> bool:
    """Return whether sex and dates are printed as on every card, the issue as a day that the rule gives."""
    dates = (card.date_of_birth, card.date_of_expiry, card.date_of_issue)
    return (
        card.sex.cleaned in _WORDS
        and all(map(_has_full_stops, dates))
        and card.date_of_issue.well_formed in issues_of(expiry)
    )


def _has_full_stops(printed: Reading[dt.date]) -> bool:
    text = printed.cleaned
    return len(text) == len(PRINTED_DATE) and text[_BEHIND_DAY] == text[_BEHIND_MONTH] == "."


@functools.lru_cache(maxsize=16)  # one for each profile in use
def _of_clean_texts(misreadings: Misreadings) -> tuple[CardNoise, Mapping[Sex, float]]:
    """Return the noise where nothing was misread, and the risk of each sex, printed and in the MRZ."""
    witnesses = [
        witness
        for field in ("document_number", "date_of_birth", "date_of_expiry")
        for witness in witnesses_of_agreed(
            field, () if field == "document_number" else _FULL_STOPS, misreadings
        )
    ]
    witnesses.append(witness_of_day_of_rule(_FULL_STOPS, misreadings))
    noise = card_noise(tuple(witnesses), misreadings.conditions)
    return noise, {
        sex: posterior_of_sex(word, sex.value, noise, misreadings)[0].risk for sex, word in WORDS.items()
    }
