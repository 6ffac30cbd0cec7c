"""The critical fields of a clean card: its MRZ is, letter by letter, the one that its printed fields demand.

Print and MRZ agree on every value, and every text is as the card has it. So nothing is left to be weighed:
the noise is that of a card on which nothing was misread, which is worked out once for an engine. What comes
out is what `khmerid.resolve.critical` says of such a card, and tests hold the two against each other.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Final

import attrs

from khmerid.card import Card
from khmerid.card_mrz import in_mrz
from khmerid.fields.sex import WORDS, Sex
from khmerid.misreading import Misreadings
from khmerid.reading import Reading
from khmerid.resolve.card_noise import CardNoise, card_noise
from khmerid.resolve.critical import (
    PRINTED_DATE,
    Critical,
    resolve_issue,
    risk_of_field,
    witness_of_day_of_rule,
    witnesses_of_agreed,
)
from khmerid.resolve.posterior import AgreementRisk
from khmerid.resolve.resolved import ON_BOTH_AND_BY_RULE
from khmerid.resolve.sex import posterior_of_sex
from khmerid.resolve.verdict import agreed
from khmerid.rules import issues_of

_FIELDS: Final = ("document_number", "date_of_birth", "date_of_expiry")
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
    clean = _clean_texts(misreadings)
    of_number, of_birth, of_expiry = clean.risks
    expires = agreed(
        expiry, card.date_of_expiry.notes, of_expiry.of(in_mrz(expiry)), risk, sources=ON_BOTH_AND_BY_RULE
    )
    return Critical(
        document_number=agreed(number, card.document_number.notes, of_number.of(number), risk),
        date_of_birth=agreed(birth, card.date_of_birth.notes, of_birth.of(in_mrz(birth)), risk),
        sex=agreed(sex, card.sex.notes, clean.risks_of_sex[sex], risk),
        date_of_issue=resolve_issue(card.date_of_issue, expires, clean.noise, misreadings, risk),
        date_of_expiry=expires,
        noise=clean.noise,
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


@attrs.frozen(eq=False, repr=False)
class _CleanTexts:
    """The noise where nothing was misread, and the risks of what is printed and in the MRZ alike."""

    noise: CardNoise
    risks: tuple[AgreementRisk, ...]  # of the number, the birth and the expiry
    risks_of_sex: Mapping[Sex, float]


@functools.lru_cache(maxsize=16)  # one for each profile in use
def _clean_texts(misreadings: Misreadings) -> _CleanTexts:
    """Work out what is the same for every card on which nothing was misread."""
    witnesses = [
        witness
        for field in _FIELDS
        for witness in witnesses_of_agreed(
            field, () if field == "document_number" else _FULL_STOPS, misreadings
        )
    ]
    witnesses.append(witness_of_day_of_rule(_FULL_STOPS, misreadings))
    noise = card_noise(tuple(witnesses), misreadings.conditions)
    return _CleanTexts(
        noise=noise,
        risks=tuple(risk_of_field(field, noise, misreadings) for field in _FIELDS),
        risks_of_sex={
            sex: posterior_of_sex(word, sex.value, noise, misreadings)[0].risk for sex, word in WORDS.items()
        },
    )
