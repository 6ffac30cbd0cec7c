"""The height: one printed sight, nothing to prove it; a misread one is offered with a doubt."""

from typing import Final

import regex

from khmerid.card import Card
from khmerid.misreading.sights import pricing_of, see
from khmerid.notes import Code, Note, Status
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.text.cleaning import clean

_USUAL_CM: Final = range(130, 221)
_CLEARLY: Final = 1.0  # by how much a height has to fit better than any other to be offered
_UNIT = regex.compile(r"[ .,:]*[សល][ .,:]*[មបជ]?[ .,:]*$|[ .,:]*$")


def resolve_height(card: Card) -> Resolved[int]:
    """Take the height as read, or the usual height that the text is likeliest to have been."""
    reading = card.height_cm
    if reading.value is not None and reading.status <= Status.REPAIRED:
        return Resolved(
            value=reading.value, assurance=Assurance.READ, sources=(Source.VIZ,), notes=reading.notes
        )
    likeliest = _likeliest(reading.raw)
    if likeliest is not None:
        notes = (*reading.notes, Note(Code.LIKELIEST_TAKEN))
        return Resolved(value=likeliest, assurance=Assurance.DOUBTFUL, sources=(Source.VIZ,), notes=notes)
    if reading.value is None:
        return Resolved(value=None, assurance=Assurance.ABSENT, notes=reading.notes)
    return Resolved(
        value=reading.value, assurance=Assurance.DOUBTFUL, sources=(Source.VIZ,), notes=reading.notes
    )


def _likeliest(raw: str | None) -> int | None:
    text, _ = clean(raw)
    sight = see("khmer", "000", _UNIT.sub("", text))
    if sight is None:
        return None
    cost_of = pricing_of(sight)
    ranked = sorted((cost_of(str(height)), height) for height in _USUAL_CM)
    return ranked[0][1] if ranked[1][0] - ranked[0][0] >= _CLEARLY else None
