"""The height: one printed sight, nothing to prove it; a misread one is offered with a doubt."""

from typing import Final

import regex

from khmerid.card import Card
from khmerid.fields.height import USUAL_CM
from khmerid.misreading import Misreadings
from khmerid.misreading.sights import pricing_of, see
from khmerid.notes import Code, Note
from khmerid.resolve.evidence import as_printed
from khmerid.resolve.resolved import Assurance, Resolved, Source

#: By how much, in natural logarithms, a height has to fit better than any other to be offered, as doubtful.
_CLEARLY: Final = 1.0
_UNIT = regex.compile(r"[ .,:]*[សល][ .,:]*[មបជ]?[ .,:]*$|[ .,:]*$")


def resolve_height(card: Card, misreadings: Misreadings) -> Resolved[int]:
    """Take the height as read, or the usual height that the text is likeliest to have been."""
    reading = card.height_cm
    if reading.is_well_formed:
        return as_printed(reading)
    likeliest = _likeliest(reading.cleaned, misreadings)
    if likeliest is not None:
        notes = (*reading.notes, Note(Code.LIKELIEST_TAKEN))
        return Resolved(value=likeliest, assurance=Assurance.DOUBTFUL, sources=(Source.VIZ,), notes=notes)
    return as_printed(reading)


def _likeliest(cleaned: str, misreadings: Misreadings) -> int | None:
    sight = see(misreadings.printed_khmer, "000", _UNIT.sub("", cleaned))
    if sight is None:
        return None
    cost_of = pricing_of(sight)
    ranked = sorted((cost_of(str(height)), height) for height in USUAL_CM)
    return ranked[0][1] if ranked[1][0] - ranked[0][0] >= _CLEARLY else None
