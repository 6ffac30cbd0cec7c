"""What stands on the card once: height, places, marks. Nothing proves it but the gazetteer a place."""

import re
from typing import Final, TypeVar

from khmerid.fields.height import USUAL_CM
from khmerid.fields.places import Place, protected_parts
from khmerid.misreading import Misreadings
from khmerid.misreading.sights import Pricing, see
from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.resolve.resolved import DOUBTFUL, READ, VIZ, Assurance, Resolved, absent, as_read

P = TypeVar("P", bound=Place)

#: By how much, in natural logarithms, a height has to fit better than any other to be offered, as doubtful.
#: Set by hand; higher, and fewer misread heights are offered. None of them is ever sure.
_CLEARLY: Final = 1.0
# Of an address, lowest first; a place of birth has the last four.
_PARTS: Final = ("house", "street", "group", "village", "commune", "district", "province")
_PROTECTED: Final = Assurance.PROTECTED  # an enumeration's member is slow to look up
#: The unit of the height, which is none of its numerals.
BEHIND_HEIGHT = re.compile(r"[ .,:]*[សល][ .,:]*[មបជ]?[ .,:]*$|[ .,:]*$")


def resolve_height(reading: Reading[int], misreadings: Misreadings) -> Resolved[int]:
    """Take the height as read, or the usual height that the text is likeliest to have been."""
    likeliest = None if reading.is_well_formed else _likeliest(reading.cleaned, misreadings)
    if likeliest is None:
        return as_read(reading)
    notes = (*reading.notes, Note(Code.LIKELIEST_TAKEN))
    return Resolved(value=likeliest, assurance=DOUBTFUL, sources=(VIZ,), notes=notes)


def _likeliest(cleaned: str, misreadings: Misreadings) -> int | None:
    sight = see(misreadings.printed_khmer, "000", BEHIND_HEIGHT.sub("", cleaned))
    if sight is None:
        return None
    pricing = Pricing(sight)
    ranked = sorted((pricing.cost(str(height)), height) for height in USUAL_CM)
    return ranked[0][1] if ranked[1][0] - ranked[0][0] >= _CLEARLY else None


def resolve_place(reading: Reading[P]) -> Resolved[P]:
    """Return a place as read; what the gazetteer bears out of its path is protected by it."""
    place = reading.value
    if place is None:
        return absent(reading)
    assurance = READ if reading.is_well_formed else DOUBTFUL
    parts = {part: assurance for part in _PARTS if getattr(place, part, None)}
    parts |= dict.fromkeys(protected_parts(reading), _PROTECTED)
    return Resolved(
        value=place,
        assurance=parts.get("commune", assurance),
        parts=parts,
        sources=(VIZ,),
        notes=reading.notes,
    )
