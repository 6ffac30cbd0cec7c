"""The Latin name: printed, and in the lower line of the MRZ, which no check digit covers."""

from khmerid.card import Card
from khmerid.checks.name_line import NameLineComparison
from khmerid.notes import Code, Note, Status
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.resolved import Assurance, Resolved, Source


def resolve_latin(card: Card, comparison: NameLineComparison) -> tuple[Resolved[str], Resolved[str]]:
    """Return surname and given names; the MRZ tells where the surname ends."""
    printed = card.name_latin
    if printed.value is None:
        return _of_mrz(card.mrz.surname), _of_mrz(card.mrz.given_names)
    words = printed.value.split()
    end = comparison.words_of_surname
    surname, given = " ".join(words[:end]), " ".join(words[end:])
    # A line that is damaged in one part may have misread the other just as the print was.
    # So may one whose print has a sign in the place of a letter, which was left out.
    is_whole = all(note.code is not Code.OTHER_SCRIPT for note in printed.notes)
    whole_agrees = comparison.outcome is Outcome.AGREES and is_whole
    return (
        _resolve_part(surname, printed, comparison.surname, whole_agrees=whole_agrees),
        _resolve_part(given, printed, comparison.given_names, whole_agrees=whole_agrees),
    )


def _of_mrz(reading: Reading[str]) -> Resolved[str]:
    """Return an identifier of the MRZ where no Latin name was printed, or none was read."""
    if reading.value is None:
        return Resolved(value=None, assurance=Assurance.ABSENT, notes=reading.notes)
    assurance = Assurance.READ if reading.is_well_formed else Assurance.DOUBTFUL
    return Resolved(value=reading.value, assurance=assurance, sources=(Source.MRZ,), notes=reading.notes)


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
