"""Whether two Latin names are too different to be one name, misread.

The letters of the one are laid along those of the other. What counts is how many letters need an edit, those
included that are too many, as a share of the letters of the name. A letter that engines return for a filler,
as any small one, may be one where it is too many: it counts little in a name, and nothing behind it.

>>> round(difference("PISEY CHENDA", "PLSEPCKCHENDACCKKKKCCKEEEKKKKE"), 2)
0.24
>>> round(difference("PISEY CHENDA", "SOK<<SAMNANG<<<<<<<<<<<<<<<<<<"), 2)
0.82
>>> difference("PISEY CHENDA", "60#<<<<<<<<<<<<<<<<<<<<<<<<<<<") is None
True
"""

import re
from typing import Final

from khmerid.misreading import SHIPPED, Misreadings
from khmerid.misreading.aligner import Slot, fill

#: The difference beyond which a damaged line is that of another name. In the corpora it is at most 0.44 on
#: cards that are accepted; of two people it is above 0.6 in 19 of 20 pairs, of relatives with one surname in
#: half of them. Lower, and names of one card that were misread on both sides are called two; higher, and more
#: mixtures of two cards pass.
_OF_ANOTHER: Final = 0.45
#: The same where surname and given names stand in the line as a line has them, between clean fillers: what is
#: misread there is seldom more than a letter of a name.
_OF_ANOTHER_IN_ORDER: Final = 0.3
_IN_ORDER: Final = re.compile(r"[A-Z]{2,}(?:<[A-Z]+)*<<[A-Z]{2,}(?:<[A-Z]+)*<<")
#: What a letter or sign counts that is too many and may be a filler. More, and noise between surname and
#: given names makes another name of them.
_MAY_BE_A_FILLER: Final = 0.3
#: What it counts where a sign stands for a letter: it may be that letter. More, and signs make another name.
_UNREADABLE: Final = 0.5
#: Letters of a name that are looked at, as many as a line of the MRZ has for them, and characters of a line.
_MOST: Final = 26
_LONGEST: Final = 40
#: A line is held against a name if it has this share of its letters, or if nearly all of it is there, with
#: so few signs and so many letters. Lower, and a name is held against what is left of a line; higher, and
#: damaged lines say nothing.
_LEGIBLE: Final = 0.7
_NEARLY_ALL: Final = 24
_FEW_SIGNS: Final = 3
_FEWEST: Final = 4


def difference(name: str, line: str, misreadings: Misreadings = SHIPPED) -> float | None:
    """Return how different a name and a line are: about 0 for one name, about 1 for those of two people.

    ``None`` where the line cannot be read so far that it is the line of any name.
    """
    letters = [character for character in name.upper() if _is_letter(character)][:_MOST]
    line = misreadings.look_alikes.without_small_fillers(line.replace(" ", ""))[:_LONGEST]
    as_read = line.replace("<", "")
    read = as_read.upper()
    signs = sum(not _is_letter(character) for character in read)
    count = len(read) - signs
    is_there = len(line) >= _NEARLY_ALL and signs <= _FEW_SIGNS and count >= _FEWEST
    if not letters or not (is_there or count >= _LEGIBLE * len(letters)):
        return None
    fillers = misreadings.look_alikes.letters_for_filler(seldom=2)
    may_be_filler = [character in fillers or not _is_letter(character) for character in as_read]
    name = "".join(letters)
    if name.startswith(read):  # a long name that the line has no room for
        return (len(name) - len(read)) / len(name)
    if read.startswith(name):
        return may_be_filler[len(name) :].count(False) / len(name)
    slots: list[Slot] = [(1.0, [_cost(letter, character) for character in read], ()) for letter in letters]
    row = fill(slots, [_MAY_BE_A_FILLER if may_be else 1.0 for may_be in may_be_filler])[-1]
    behind = (may_be_filler[end:].count(False) for end in range(len(row)))
    return min(map(float.__add__, row, map(float, behind))) / len(letters)


def is_another_name(name: str, line: str, misreadings: Misreadings = SHIPPED) -> bool:
    """Return whether a line of the MRZ, however damaged, is not that of a printed name.

    >>> is_another_name("KEO NARY", "KEO<<SREY<MOM<PONLEURATAN&<<<<")
    True
    >>> is_another_name("SOPHEAP SOKKHIM", "ROPHEAP<<CEOKMMINGCCCKKKKCCCKEE")
    False
    """
    in_order = _IN_ORDER.match(line)
    if in_order:  # what stands behind them is no name
        names = in_order[0].ljust(len(line), "<")
        return (difference(name, names, misreadings) or 0.0) > _OF_ANOTHER_IN_ORDER
    return (difference(name, line, misreadings) or 0.0) > _OF_ANOTHER


def _is_letter(character: str) -> bool:
    return "A" <= character <= "Z"


def _cost(letter: str, read: str) -> float:
    if letter == read:
        return 0.0
    return 1.0 if _is_letter(read) else _UNREADABLE
