"""Stored responses of invented people's cards, some of an engine that errs in a way of its own."""

import random
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from khmerid.adapters import adapt
from khmerid.calibration.learning import StoredCard
from khmerid.frozen import EMPTY
from khmerid.report.plain import to_plain
from khmerid.report.report import Report
from khmerid.resolve.resolution import Resolution
from khmerid.testing import Specimen, damage, make_specimen

Response = dict[str, Any]
Read = tuple[Specimen, Response]  # a card, and what an engine read of it

AS_M, AS_Q = 0.15, 0.1  # how often the odd engine reads a printed ៣ as m, and a 0 of the MRZ as Q
_PRINTED: Final = ("birth_date", "issue_date", "expiry_date")
_MRZ: Final = ("machine_code1", "machine_code2")
_WITH_TEXT_AS_RECEIVED: Final = {"place_of_birth", "address", "distinguishing_marks"}
_FIELDS: Final = tuple(
    field.name for field in attrs.fields(Resolution) if field.name not in _WITH_TEXT_AS_RECEIVED
)


def odd_card(number: int, times: int = 1) -> Read:
    """Return a specimen, and what an engine reads of it that takes ៣ for m and, in the MRZ, 0 for Q.

    It does so many times as often as said above.
    """
    chance = random.Random(f"odd {number}")  # noqa: S311 - repeatable, not secret
    specimen = make_specimen(seed=chance.getrandbits(48))
    texts = dict(specimen.response()["result"])
    for keys, printed, read, rate in ((_PRINTED, "៣", "m", AS_M), (_MRZ, "0", "Q", AS_Q)):
        for key in keys:
            texts[key] = "".join(
                read if one == printed and chance.random() < times * rate else one for one in texts[key]
            )
    return specimen, {"result": texts}


def clean_card(number: int) -> Read:
    """Return a specimen, and what an engine without a fault reads of it."""
    specimen = make_specimen(seed=number)
    return specimen, specimen.response()


def noisy_card(number: int) -> Read:
    """Return a specimen, and what an engine such as those of the corpora reads of it."""
    specimen = make_specimen(seed=number)
    return specimen, damage(specimen.response(), seed=number, severity=1.0)


def changed(response: Response, **texts: str) -> Response:
    """Return a response with other texts under some keys."""
    return {"result": response["result"] | texts}


def stored(read: Read, known: Mapping[str, Any] = EMPTY) -> StoredCard:
    """Return a card as a profile is learned from it."""
    specimen, response = read
    return StoredCard(adapt(response), specimen.today, known)


def all_stored(cards: Iterable[Read]) -> list[StoredCard]:
    return [stored(card) for card in cards]


def silently_wrong(report: Report, specimen: Specimen) -> list[str]:
    """Return the fields that are sure and not what the specimen has; places and marks have a text beside."""
    values = {name: getattr(report, name) for name in _FIELDS}
    return [
        name
        for name, found in values.items()
        if found.assurance.is_sure and to_plain(found.value) != specimen.truth[name]
    ]
