"""The names: in Khmer and in Latin letters as printed, and in the MRZ's lower line, which no digit covers.

Print and MRZ that agree prove the Latin name, as far as the Khmer name does not speak against it. Where they
differ in a letter, the Khmer name is the third witness: for the print against an MRZ that was misread, and
for a letter behind the name in the MRZ that the print may have lost.
"""

from typing import Final

import attrs

from khmerid.card import Card
from khmerid.checks.name_comparison import agrees_in_parts, bears_out, compare_names, ends_in
from khmerid.checks.name_line import NameLineComparison
from khmerid.misreading import Misreadings
from khmerid.notes import Code, Note, Status
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.resolved import Assurance, Resolved, Source, absent, as_read, confirmed

Names = tuple[Resolved[str], Resolved[str]]  # surname and given names

#: The words of a name that can be divided in one way only.
_DIVIDED_IN_ONE_WAY: Final = 2
# A letter was not read as it is printed, but made of a sign or a small letter that looks like it.
_SIGNS_FOR_LETTERS: Final = frozenset((Code.LOOK_ALIKE_REPLACED, Code.MIXED_CASE))
_MATCHES: Final = (Note(Code.MATCHES_LATIN),)
_DOUBTFUL: Final = Assurance.DOUBTFUL  # an enumeration's member is slow to look up


def resolve_names(
    card: Card, comparison: NameLineComparison, misreadings: Misreadings
) -> tuple[Resolved[str], Resolved[str], Resolved[str]]:
    """Return the Khmer name, the surname and the given names.

    The Khmer name is held against the Latin one, unless that is doubtful itself. A comparison that does not
    agree is noted with the Khmer name, and leaves the Latin one no more than read: print and MRZ may have
    been misread alike. So does a name that could be divided elsewhere, if the Khmer one does not bear it out.
    """
    khmer, latin = card.name_khmer, _resolve_latin(card, comparison, misreadings)
    is_divided = False
    notes: tuple[Note, ...] = ()
    surname, given_names = latin
    if khmer.value is not None and _is_comparable(surname) and _is_comparable(given_names):
        parts = _parts_of(khmer)
        is_divided = parts is not None and agrees_in_parts(parts, str(surname.value), str(given_names.value))
        notes = (
            _MATCHES
            if is_divided
            else compare_names(khmer.value, f"{surname.value} {given_names.value}").notes
        )
        khmer = Reading(khmer.raw, khmer.value, (*khmer.notes, *notes))
    # One of two fillers that is lost and one that is added elsewhere divide three words in another way.
    is_divided = is_divided or len(comparison.words) <= _DIVIDED_IN_ONE_WAY
    if not is_divided or any(note.status >= Status.DOUBTFUL for note in notes):
        surname, given_names = _no_more_than_read(surname), _no_more_than_read(given_names)
    return as_read(khmer), surname, given_names


def _is_comparable(part: Resolved[str]) -> bool:
    return part.value is not None and part.assurance is not _DOUBTFUL


def _no_more_than_read(part: Resolved[str]) -> Resolved[str]:
    return attrs.evolve(part, assurance=Assurance.READ) if part.assurance.is_sure else part


def _resolve_latin(card: Card, comparison: NameLineComparison, misreadings: Misreadings) -> Names:
    """Return surname and given names; the MRZ tells where the surname ends."""
    printed = card.name_latin
    if printed.value is None:
        return as_read(card.mrz.surname, Source.MRZ), as_read(card.mrz.given_names, Source.MRZ)
    if comparison.is_divided_by_line:
        printed = _with_blank(printed)
    end = comparison.words_of_surname
    texts = " ".join(comparison.words[:end]), " ".join(comparison.words[end:])
    # A line that is damaged in one part may have misread the other just as the print was.
    if comparison.outcome is Outcome.AGREES and _has_every_letter(printed, comparison.words, card):
        surname, given_names = (confirmed(text, printed.notes) if text else absent(printed) for text in texts)
        return surname, given_names
    outcomes = comparison.surname, comparison.given_names
    khmer = _parts_of(card.name_khmer)
    if khmer and comparison.letter_behind and ends_in(khmer[1], texts[1], comparison.letter_behind):
        outcomes = comparison.surname, Outcome.CONFLICTS
    is_by_khmer = (
        khmer is not None
        and printed.is_well_formed
        and comparison.outcome is Outcome.CONFLICTS
        and _is_borne_out(texts, khmer, comparison, misreadings)
    )
    surname, given_names = (
        _resolve_part(text, printed, outcome, is_by_khmer=is_by_khmer)
        for text, outcome in zip(texts, outcomes, strict=True)
    )
    return surname, given_names


def _has_every_letter(printed: Reading[str], words: tuple[str, ...], card: Card) -> bool:
    """Return whether each letter of a name was read on one side at least, and not only what looks like it.

    A letter that the print has a sign for has to stand in the line: 1 on both sides is an I or an L. A sign
    that was left out of the print may be a letter that both lost, and so may the first one where an engine
    drops what lines begin with.
    """
    codes = {note.code for note in printed.notes}
    if card.mrz.is_cut or Code.OTHER_SCRIPT in codes:
        return False
    in_line = card.mrz.name_line.replace("<", "").replace(" ", "")
    return codes.isdisjoint(_SIGNS_FOR_LETTERS) or in_line.startswith("".join(words))


def _with_blank(printed: Reading[str]) -> Reading[str]:
    """Return a name printed as one word with what its being divided means, which the MRZ tells."""
    notes = [note for note in printed.notes if note.code is not Code.ONE_NAME_ONLY]
    return Reading(printed.raw, printed.value, (*notes, Note(Code.BLANK_BY_MRZ)))


def _parts_of(khmer: Reading[str]) -> tuple[str, str] | None:
    """Return the surname and the given names of a Khmer name that is well formed."""
    surname, _, given_names = (khmer.well_formed or "").partition(" ")
    return (surname, given_names.replace(" ", "")) if given_names else None


def _is_borne_out(
    texts: tuple[str, str],
    khmer: tuple[str, str],
    comparison: NameLineComparison,
    misreadings: Misreadings,
) -> bool:
    """Return whether the Khmer name is that of the print, and bears it out where the line has another letter.

    Never the line against the print, of which letters are misread far less often: there the print may be
    altered, and of an engine that reads the line worse the Khmer name alone would have to prove it.
    """
    outcomes = comparison.surname, comparison.given_names
    return agrees_in_parts(khmer, *texts) and all(
        outcome is Outcome.AGREES
        or (
            outcome is Outcome.CONFLICTS
            and in_line is not None
            and bears_out(part, text, in_line, misreadings.look_alikes)
        )
        for text, part, outcome, in_line in zip(texts, khmer, outcomes, comparison.in_line, strict=True)
    )


def _resolve_part(text: str, printed: Reading[str], outcome: Outcome, *, is_by_khmer: bool) -> Resolved[str]:
    if not text:
        return absent(printed)
    assurance, notes = Assurance.READ, printed.notes
    if outcome is Outcome.CONFLICTS and is_by_khmer:
        assurance, notes = Assurance.PROTECTED, (*notes, Note(Code.NAME_BY_KHMER))
    elif outcome is Outcome.CONFLICTS:
        assurance, notes = Assurance.DOUBTFUL, (*notes, Note(Code.NAMES_CONFLICT))
    elif not printed.is_well_formed:
        assurance = Assurance.DOUBTFUL
    return Resolved(value=text, assurance=assurance, sources=(Source.VIZ,), notes=notes)
