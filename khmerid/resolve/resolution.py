"""Every field of a card brought to one value."""

import datetime as dt
from typing import Any

import attrs

from khmerid.card import Card
from khmerid.checks.name_line import NameLineComparison
from khmerid.fields.marks import DistinguishingMarks
from khmerid.fields.places import Address, Place
from khmerid.fields.sex import Sex
from khmerid.misreading import Misreadings
from khmerid.outcome import Outcome
from khmerid.resolve.as_printed import resolve_as_printed
from khmerid.resolve.card_noise import CardNoise
from khmerid.resolve.contradicted import contradicted
from khmerid.resolve.critical import resolve_critical
from khmerid.resolve.issuer import is_confirmed_in_khmer, resolve_issuer
from khmerid.resolve.names import resolve_names
from khmerid.resolve.one_person import doubted
from khmerid.resolve.printed_once import resolve_height, resolve_place
from khmerid.resolve.resolved import Resolved, as_read


@attrs.frozen(kw_only=True, repr=False)
class Resolution:
    """The resolved fields, under the names that JSON gives them."""

    document_number: Resolved[str]
    surname: Resolved[str]
    given_names: Resolved[str]
    name_khmer: Resolved[str]
    date_of_birth: Resolved[dt.date]
    sex: Resolved[Sex]
    height_cm: Resolved[int]
    place_of_birth: Resolved[Place]
    address: Resolved[Address]
    issuing_state: Resolved[str]
    nationality: Resolved[str]
    date_of_issue: Resolved[dt.date]
    date_of_expiry: Resolved[dt.date]
    distinguishing_marks: Resolved[DistinguishingMarks]


@attrs.frozen(kw_only=True, repr=False)
class WeighedResolution(Resolution):
    """The resolved fields, and how noisily the card was read, as it shows itself."""

    noise: CardNoise


def resolve(  # noqa: PLR0913 - the card, what its names say, and what it is judged by
    card: Card,
    name_line: NameLineComparison,
    names: Outcome,
    *,
    latest_issue: dt.date,
    misreadings: Misreadings,
    risk: float,
) -> WeighedResolution:
    """Choose each value from all the evidence, and say how sure it is.

    ``names`` is what the check of the names says, ``name_line`` what is behind it.
    """
    critical = resolve_as_printed(card, misreadings, risk) or resolve_critical(
        card, latest_issue=latest_issue, misreadings=misreadings, risk=risk
    )
    dates = critical.date_of_birth, critical.date_of_expiry
    is_borne_out = any(is_confirmed_in_khmer(date) for date in dates)
    issuing_state, nationality = resolve_issuer(card, misreadings, risk, is_borne_out=is_borne_out)
    name_khmer, surname, given_names = resolve_names(card, name_line, misreadings)
    fields: dict[str, Any] = {
        "document_number": critical.document_number,
        "surname": surname,
        "given_names": given_names,
        "name_khmer": name_khmer,
        "date_of_birth": critical.date_of_birth,
        "sex": critical.sex,
        "height_cm": resolve_height(card.height_cm, misreadings),
        "place_of_birth": resolve_place(card.place_of_birth),
        "address": resolve_place(card.address),
        "issuing_state": issuing_state,
        "nationality": nationality,
        "date_of_issue": critical.date_of_issue,
        "date_of_expiry": critical.date_of_expiry,
        "distinguishing_marks": as_read(card.distinguishing_marks),
    }
    fields |= doubted(fields, card, names)
    fields |= contradicted(fields, card.pictures)
    return WeighedResolution(**fields, noise=critical.noise)
