"""The sex: one of two words, and one of two letters in the zone that no check digit covers."""

from typing import Final

import attrs

from khmerid.card import Card
from khmerid.fields.sex import Sex, nearest_sex
from khmerid.misreading.sights import DEAREST
from khmerid.misreading.tables import CONFUSIONS, SEX_WORDS
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.decoder import Candidate
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.resolve.verdict import Evidence, confirmed, conflicting, sources_of, values_of_clean, weigh
from khmerid.text.cleaning import clean

_LONGEST_CELL: Final = 3  # characters in the cell of the zone, its neighbours' surplus included


def resolve_sex(card: Card) -> Resolved[Sex]:
    """Choose the sex; both zones have to bear it out."""
    printed, zone = card.sex, card.mrz.sex
    clean_values = values_of_clean(reading for one in card.sightings for reading in (one.sex, one.mrz.sex))
    if printed.value is not None and zone.value is not None and printed.is_well_formed:
        if printed.value is not zone.value:
            return conflicting(printed, zone)
        if len(clean_values) == 1:
            return confirmed(printed, Source.VIZ, Source.MRZ)
    costs = {sex: _cost_of_word(printed.raw, sex) + _cost_of_letter(zone, sex) for sex in Sex}
    best, other = sorted(Sex, key=lambda sex: costs[sex])
    if costs[best] == costs[other]:
        return Resolved(value=None, assurance=Assurance.ABSENT, notes=printed.notes)
    # No digit covers the letter; that of a date beside it shows that the line was read cleanly there.
    beside = (card.mrz.date_of_birth_check, card.mrz.date_of_expiry_check)
    evidence = Evidence(
        printed=printed,
        zone=zone,
        clean=clean_values,
        check=Outcome.AGREES if Outcome.AGREES in beside else Outcome.UNDECIDED,
        sources=sources_of(bool(printed.raw), bool(zone.raw)),
        characters=len(printed.raw or zone.raw or ""),
    )
    found = weigh([Candidate(best, costs[best]), Candidate(other, costs[other])], evidence)
    if found.assurance.is_sure and not (printed.raw and zone.raw):
        # The word or the letter may weigh enough, but what one zone alone says is not proven.
        return attrs.evolve(found, assurance=Assurance.READ)
    return found


def _cost_of_word(raw: str | None, sex: Sex) -> float:
    """Return what it costs to have misread the printed word as this text, against the other word."""
    text, _ = clean(raw)
    if not text:
        return 0.0
    nearer, distance, ahead = nearest_sex(text)
    weight = SEX_WORDS.get((distance, ahead), 0) / 10
    return 0.0 if sex is nearer else weight


def _cost_of_letter(zone: Reading[Sex], sex: Sex) -> float:
    cell = (zone.raw or "")[:_LONGEST_CELL]
    if not cell:
        return 0.0
    table = CONFUSIONS["mrz"][sex.value]
    return min(min(table.get(read, 99) / 10, DEAREST) for read in cell)
