"""The names: in Khmer and in Latin letters as printed, and in the MRZ's lower line, which no digit covers."""

import attrs

from khmerid.card import Card
from khmerid.checks.name_comparison import compare_names
from khmerid.checks.name_line import NameLineComparison
from khmerid.notes import Code, Note, Status
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.resolved import Assurance, Resolved, Source, absent, as_read, confirmed


def resolve_names(
    card: Card, comparison: NameLineComparison
) -> tuple[Resolved[str], Resolved[str], Resolved[str]]:
    """Return the Khmer name, the surname and the given names.

    The Khmer name is held against the Latin one, unless that is doubtful itself. A comparison that does not
    agree is noted with the Khmer name, and leaves the Latin one no more than read: print and MRZ may have
    been misread alike.
    """
    khmer, latin = card.name_khmer, _resolve_latin(card, comparison)
    surname, given_names = latin
    if khmer.value is not None and all(
        part.value is not None and part.assurance is not Assurance.DOUBTFUL for part in latin
    ):
        notes = compare_names(khmer.value, f"{surname.value} {given_names.value}").notes
        khmer = Reading(khmer.raw, khmer.value, (*khmer.notes, *notes))
        if any(note.status >= Status.DOUBTFUL for note in notes):
            surname, given_names = (
                attrs.evolve(part, assurance=Assurance.READ) if part.assurance.is_sure else part
                for part in latin
            )
    return as_read(khmer), surname, given_names


def _resolve_latin(card: Card, comparison: NameLineComparison) -> tuple[Resolved[str], Resolved[str]]:
    """Return surname and given names; the MRZ tells where the surname ends."""
    printed = card.name_latin
    if printed.value is None:
        return as_read(card.mrz.surname, Source.MRZ), as_read(card.mrz.given_names, Source.MRZ)
    words = comparison.words
    end = comparison.words_of_surname
    # A line that is damaged in one part may have misread the other just as the print was.
    # So may one whose print has a sign instead of a letter, and it was left out.
    is_whole = all(note.code is not Code.OTHER_SCRIPT for note in printed.notes)
    whole_agrees = comparison.outcome is Outcome.AGREES and is_whole
    parts = ((words[:end], comparison.surname), (words[end:], comparison.given_names))
    surname, given_names = (
        _resolve_part(" ".join(part), printed, outcome, whole_agrees=whole_agrees) for part, outcome in parts
    )
    return surname, given_names


def _resolve_part(text: str, printed: Reading[str], outcome: Outcome, *, whole_agrees: bool) -> Resolved[str]:
    if not text:
        return absent(printed)
    if whole_agrees:
        return confirmed(text, printed.notes)
    assurance, notes = Assurance.READ, printed.notes
    if outcome is Outcome.CONFLICTS:
        assurance, notes = Assurance.DOUBTFUL, (*notes, Note(Code.NAMES_CONFLICT))
    elif not printed.is_well_formed:
        assurance = Assurance.DOUBTFUL
    return Resolved(value=text, assurance=assurance, sources=(Source.VIZ,), notes=notes)
