"""Whether two Latin names are too different to be one name, misread.

The letters of the one are looked for in the other, in their order and close together, whatever stands before
and behind them: fillers, what engines return for fillers, more names. What counts is the share of the letters
that need an edit. In corpora of noisy cards it is at most 0.43 for names of cards that are accepted; for names
of two people it is mostly 0.6 to 0.9.

>>> round(share_misread("PISEY CHENDA", "PLSEPCKCHENDACCKKKKCCKEEEKKKKE"), 2)
0.36
>>> round(share_misread("PISEY CHENDA", "SOK<<SAMNANG<<<<<<<<<<<<<<<<<<"), 2)
0.82
>>> share_misread("PISEY CHENDA", "60#<<<<<<<<<<<<<<<<<<<<<<<<<<<") is None
True
"""

from typing import Final

from khmerid.misreading.aligner import nearest_part

#: Letters of a name that are looked at: so many a line of the MRZ has for them. More, and a name that was cut
#: off is another one.
_MOST: Final = 26
#: The share of its letters that a line has to have to be compared at all. Lower, and a name is held against
#: what is left of a line; higher, and lines that lost some letters say nothing.
_LEGIBLE: Final = 0.7
#: The shares beyond which the line is that of another name: of the whole name, and of the given names alone,
#: which are shorter and where relatives differ. Lower, and names of one card that were misread on both sides
#: are called two; higher, and more mixtures of two cards pass.
_WHOLE: Final = 0.45
_GIVEN_NAMES: Final = 0.6
#: Given names of fewer letters are not looked at alone: of three letters two are soon misread.
_SHORTEST: Final = 4


def share_misread(name: str, line: str) -> float | None:
    """Return the share of the letters of a name that need an edit to stand in a line, from 0 to 1.

    ``None`` where the line has too few letters to be a reading of any such name.
    """
    letters, in_line = _letters(name)[:_MOST], _letters(line)
    if not letters or len(in_line) < _LEGIBLE * len(letters):
        return None
    return _share(letters, in_line)


def is_another_name(name: str, line: str, words_of_surname: int) -> bool:
    """Return whether a line of the MRZ, however damaged, is not that of a printed name.

    >>> is_another_name("KEO NARY", "KEO<<SREY<MOM<PONLEURATAN&<<<<", 1)
    True
    >>> is_another_name("SOPHEAP SOKKHIM", "ROPHEAP<<CEOKMMINGCCCKKKKCCCKEE", 1)
    False
    """
    whole = share_misread(name, line)
    if whole is None or whole > _WHOLE:
        return whole is not None
    surname = _letters("".join(name.split()[:words_of_surname]))
    given_names = _letters(name)[len(surname) : _MOST]
    if len(given_names) < _SHORTEST:
        return False
    in_line = _letters(line)
    found = nearest_part(surname, in_line, len(surname) - 1)
    return _share(given_names, in_line[found.end :] if found else in_line) > _GIVEN_NAMES


def _letters(text: str) -> str:
    return "".join(character for character in text.upper() if "A" <= character <= "Z")


def _share(letters: str, text: str) -> float:
    found = nearest_part(letters, text, len(letters) - 1)
    return found.edits / len(letters) if found else 1.0
