"""The printed Latin name held against the lower line of the MRZ.

The printed name is written as the MRZ writes it (Doc 9303-5, 4.2.2.3: primary identifier, two fillers,
secondary identifier, one filler between components) and laid along the line that was read. Only certain
repairs count as agreement: a numeral or sign that looks like its letter and has no place in a name, fillers
read as other characters or lost, blanks. In a clean line another letter is a conflict: it may be a
misreading, it may be an altered card. In a line that is damaged elsewhere too, a letter that is known to be
misread so, or one too many, says nothing.

>>> compare_name_line("SOK SOPHEA", "SOKK<S0PHEA<<<<KKKEEC").outcome
<Outcome.AGREES: 'agrees'>
>>> compare_name_line("SOK SOPHEA", "SOM<<SOPHEA<<<<<<<<<<<<<<<<<<<").outcome
<Outcome.CONFLICTS: 'conflicts'>
"""

from typing import Final

import attrs
import regex

from khmerid.misreading import SHIPPED, Misreadings
from khmerid.misreading.aligner import Slot, fill, trace
from khmerid.outcome import Outcome


@attrs.frozen(repr=False)
class NameLineComparison:
    """The outcome for the whole name, and where the surname ends: how many printed words it has."""

    outcome: Outcome
    surname: Outcome
    given_names: Outcome
    words_of_surname: int

    def __repr__(self) -> str:
        return f"NameLineComparison({self.outcome})"


# The filler, and the signs that are left of it.
_FILLERS: Final = frozenset("<«‹")
_CLEAN_LINE = regex.compile(r"[A-Z]+(?:<[A-Z]+)*<<[A-Z]+(?:<[A-Z]+)*<*")
#: Characters of a line that are looked at; a line of the MRZ has thirty.
_LONGEST: Final = 60
#: The share of the characters of a name beyond which a damaged line is not a reading of it. Higher, and noise
#: counts as a name that conflicts.
_MOST_MISREAD: Final = 0.3
#: The cost up to which a letter is known to be read for another: once in a thousand letters or oftener.
#: Higher, and more letters that differ in a damaged line say nothing; lower, and more are a conflict.
_SEEN: Final = 7.0

# What a character says of the letter in its place, from best to worst, and what each costs in an alignment.
#: The costs are set by hand: they only have to put a line along its name, so that two small faults go before
#: a letter. Other ones would lay a damaged line along its name elsewhere, and name other letters as misread.
_EXACT, _CERTAIN, _UNREADABLE, _LIKELY, _DIFFERENT = range(5)
_COSTS: Final = (0.0, 0.2, 1.2, 1.4, 2.0)
# Where nothing else is misread, noise beside a filler may be a letter, and a letter is that letter.
_IN_A_CLEAN_LINE: Final = {_CERTAIN: _UNREADABLE, _LIKELY: _DIFFERENT}
#: Costs of a filler that was lost and of noise that was added: set by hand like the others, between a
#: character that cannot be read and one that is certain.
_LOST_FILLER: Final = 0.6
_ADDED_NOISE: Final = 0.7
_SEVERITY: Final = (Outcome.AGREES, Outcome.COMPATIBLE, Outcome.UNDECIDED, Outcome.CONFLICTS)


def compare_name_line(printed: str, line: str, misreadings: Misreadings = SHIPPED) -> NameLineComparison:
    """Compare a printed Latin name, words with one blank between, with a lower line as it was read."""
    line = line.replace(" ", "")[:_LONGEST]
    words = printed.split()
    if not words or not line.strip("<"):
        return NameLineComparison(Outcome.UNDECIDED, Outcome.UNDECIDED, Outcome.UNDECIDED, 1)
    splits = range(1, len(words)) if len(words) > 1 else (1,)
    for split in splits:  # a line that is exactly that of one split can be that of no other
        if line.rstrip("<") == _expected(words, split)[:30]:
            return _compare(words, split, line, misreadings)[1]
    found = (_compare(words, split, line, misreadings) for split in splits)
    return min(found, key=lambda compared: compared[0])[1]


def _compare(
    words: list[str], split: int, line: str, misreadings: Misreadings
) -> tuple[float, NameLineComparison]:
    surname, given = "<".join(words[:split]), "<".join(words[split:])
    expected = _expected(words, split)
    cut = len(expected) > 30
    expected = expected[:30]
    if line.rstrip("<") == expected:
        best = Outcome.COMPATIBLE if cut else Outcome.AGREES
        return 0.0, NameLineComparison(best, best, best, split)
    if line.startswith(expected):
        cost, kinds, tail = 0.0, [_EXACT] * len(expected), line[len(expected) :]
    else:
        cost, kinds, tail = _align(expected, line, misreadings)
    is_clean = len(line) == 30 and _CLEAN_LINE.fullmatch(line) is not None
    if is_clean:
        kinds = [_IN_A_CLEAN_LINE.get(kind, kind) for kind in kinds]
    border = min(len(surname), len(expected))
    parts = [_outcome(kinds[:border]), _outcome(kinds[border:])]
    for_fillers = misreadings.look_alikes.letters_for_filler(seldom=2)
    if _has_more_letters(tail, for_fillers):
        parts[1] = Outcome.CONFLICTS
    elif parts[1] is Outcome.AGREES and _may_go_on(tail, for_fillers):
        parts[1] = Outcome.COMPATIBLE
    misread = sum(kind >= _UNREADABLE for kind in kinds)
    if not is_clean and misread > _MOST_MISREAD * len(expected):
        parts = [Outcome.UNDECIDED, Outcome.UNDECIDED]
    elif cut:
        parts = [Outcome.COMPATIBLE if part is Outcome.AGREES else part for part in parts]
    whole = max(parts, key=_SEVERITY.index)
    return cost, NameLineComparison(whole, parts[0], parts[1] if given else parts[0], split)


def _expected(words: list[str], split: int) -> str:
    """Return the line as Doc 9303-3, 4.6 has it, of any length."""
    identifiers = ["<".join(words[:split]), "<".join(words[split:])]
    return "<<".join(filter(None, identifiers))


def _outcome(kinds: list[int]) -> Outcome:
    if _DIFFERENT in kinds:
        return Outcome.CONFLICTS
    return Outcome.COMPATIBLE if _UNREADABLE in kinds or _LIKELY in kinds else Outcome.AGREES


def _may_go_on(tail: str, for_fillers: str) -> bool:
    """Return whether what follows the name at once may be a letter that was not printed.

    It may be a filler misread only if engines return it for fillers, and others of the line are misread too.
    """
    if not "A" <= tail[:1] <= "Z":
        return False
    return tail[0] not in for_fillers or all(read in _FILLERS for read in tail[1:])


def _has_more_letters(tail: str, for_fillers: str) -> bool:
    """Return whether letters that no engine returns for fillers follow the name."""
    return sum("A" <= character <= "Z" and character not in for_fillers for character in tail) > 1


def _align(expected: str, line: str, misreadings: Misreadings) -> tuple[float, list[int], str]:
    """Lay a text along the start of a line; return the cost, the worst kind for each slot, and the rest."""
    for_fillers = misreadings.look_alikes.letters_for_filler(seldom=2)
    kinds_of = [[_kind(slot, read, for_fillers, misreadings) for read in line] for slot in expected]
    lost = [_lost(expected, number) for number in range(len(expected))]
    added = [
        [_added(expected, number, read, for_fillers) for read in line] for number in range(len(expected) + 1)
    ]
    slots: list[Slot] = [
        (cost, [_COSTS[kind] for kind in row], ()) for (cost, _), row in zip(lost, kinds_of, strict=True)
    ]
    rows = fill(slots, [[cost for cost, _ in row] for row in added])
    # What follows the name is fillers and their noise, so the line may go on at no cost.
    end = min(range(len(line) + 1), key=rows[-1].__getitem__)
    worst = [_EXACT] * len(expected)
    for move, slot, place in trace(rows, slots, end):
        if move == "read":
            kind = kinds_of[slot][place]
        else:
            kind = lost[slot][1] if move == "lost" else added[slot + 1][place][1]
        # An added character counts against the slot before it.
        worst[max(slot, 0)] = max(worst[max(slot, 0)], kind)
    return rows[-1][end], worst, line[end:]


def _kind(slot: str, read: str, for_fillers: str, misreadings: Misreadings) -> int:
    if slot == read:
        return _EXACT
    if slot == "<":
        is_noise = read in for_fillers or not "A" <= read <= "Z"
        return _CERTAIN if is_noise else _DIFFERENT
    if read in misreadings.look_alikes.signs_of_names.get(slot, "") or read.upper() == slot:
        return _CERTAIN
    if "A" <= read <= "Z":
        return _LIKELY if misreadings.mrz_name.cost(slot, read) <= _SEEN else _DIFFERENT
    return _DIFFERENT if read in _FILLERS else _UNREADABLE


def _lost(expected: str, number: int) -> tuple[float, int]:
    """Return what a slot costs of which nothing was read, and its kind: one of two fillers is not lost."""
    if expected[number] != "<":
        return _COSTS[_DIFFERENT], _DIFFERENT
    is_one_of_two = "<<" in expected[max(number - 1, 0) : number + 2]
    return _LOST_FILLER, _CERTAIN if is_one_of_two else _LIKELY


def _added(expected: str, number: int, read: str, for_fillers: str) -> tuple[float, int]:
    """Return what a character costs that was added behind so many slots, and its kind."""
    inside = 0 < number < len(expected)
    among_fillers = inside and expected[number - 1] == expected[number] == "<"
    beside_filler = inside and "<" in expected[number - 1 : number + 1]
    if read in _FILLERS and not beside_filler:
        return _COSTS[_DIFFERENT], _DIFFERENT
    if among_fillers or read in _FILLERS or (beside_filler and read in for_fillers):
        return _ADDED_NOISE, _CERTAIN
    return (_ADDED_NOISE if beside_filler else _COSTS[_LIKELY]), _LIKELY
