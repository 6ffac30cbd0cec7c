"""The names: printed in Khmer and Latin, and the Latin name in the lower line of the zone, which no check digit covers."""

from khmerid.card import Card
from khmerid.name_line import NameLineComparison
from khmerid.notes import Code, Note, Status
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.resolved import Assurance, Resolved, Source


def resolve_latin(card: Card, comparison: NameLineComparison) -> tuple[Resolved[str], Resolved[str]]:
    """Return surname and given names; the zone tells where the surname ends."""
    printed = card.name_latin
    words = printed.value.split() if printed.value is not None else []
    end = comparison.words_of_surname
    surname, given = " ".join(words[:end]), " ".join(words[end:])
    # A line that is damaged in one part may have misread the other just as the print was.
    whole_agrees = comparison.outcome is Outcome.AGREES
    return (
        _resolve_part(surname, printed, comparison.surname, whole_agrees=whole_agrees),
        _resolve_part(given, printed, comparison.given_names, whole_agrees=whole_agrees),
    )


def _resolve_part(text: str, printed: Reading[str], outcome: Outcome, *, whole_agrees: bool) -> Resolved[str]:
    if not text:
        return Resolved(value=None, assurance=Assurance.ABSENT, notes=printed.notes)
    if whole_agrees:
        return Resolved(
            value=text, assurance=Assurance.CONFIRMED, sources=(Source.VIZ, Source.MRZ), notes=printed.notes
        )
    if outcome is Outcome.CONFLICTS:
        notes = (*printed.notes, Note(Code.NAMES_CONFLICT))
        return Resolved(value=text, assurance=Assurance.DOUBTFUL, sources=(Source.VIZ,), notes=notes)
    assurance = Assurance.READ if printed.status <= Status.REPAIRED else Assurance.DOUBTFUL
    return Resolved(value=text, assurance=assurance, sources=(Source.VIZ,), notes=printed.notes)
