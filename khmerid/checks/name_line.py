"""The printed Latin name held against the lower line of the zone.

The printed name is written as the zone writes it (Doc 9303-5, 4.2.2.3: primary identifier, two fillers,
secondary identifier, one filler between components) and laid along the line that was read. Only certain
repairs count as agreement: a numeral or sign that looks like its letter and has no place in a name, fillers
read as other characters or lost, blanks. In a clean line a letter in the place of another letter is a
conflict: it may be a misreading, it may be an altered card. In a line that is damaged elsewhere too, a letter
that is known to be misread so, or one too many, says nothing.

>>> compare_name_line("SOK SOPHEA", "SOKK<S0PHEA<<<<KKKEEC").outcome
<Outcome.AGREES: 'agrees'>
>>> compare_name_line("SOK SOPHEA", "SOM<<SOPHEA<<<<<<<<<<<<<<<<<<<").outcome
<Outcome.CONFLICTS: 'conflicts'>

"""

from typing import Final

import attrs
import regex

from khmerid.misreading.tables import CONFUSIONS
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


# Signs that have no place in a name and look like one letter of it.
_LOOK_ALIKES: Final = {
    "A": "4",
    "B": "8",
    "E": "€£é",
    "G": "6",
    "I": "1|l!í",
    "L": "£",
    "O": "0o°",
    "S": "5$s",
    "T": "7",
    "Z": "2",
}
# Capital letters that engines return for a filler, besides small letters, numerals and signs of any kind.
_FILLER_LETTERS: Final = frozenset("KCESXGLR")
_FILLERS: Final = frozenset("<«‹")
_LONGEST: Final = 60  # characters of a line that are looked at; a zone line has thirty
_MOST_MISREAD: Final = 0.3  # of the characters of a name: beyond, a damaged line is no reading of a name
_CLEAN_LINE = regex.compile(r"[A-Z]+(?:<[A-Z]+)*<<[A-Z]+(?:<[A-Z]+)*<*")
_SEEN: Final = 70  # tenths of a natural logarithm: misread so once in a thousand letters or oftener
_NEVER: Final = 99

_EXACT, _CERTAIN, _UNREADABLE, _LIKELY, _DIFFERENT = range(5)
_COSTS: Final = (0.0, 0.2, 1.2, 1.4, 2.0)
# Where nothing else is misread, noise beside a filler may be a letter, and a letter is that letter.
_IN_A_CLEAN_LINE: Final = {_CERTAIN: _UNREADABLE, _LIKELY: _DIFFERENT}
_LOST_FILLER: Final = 0.6
_SURPLUS_NOISE: Final = 0.7


def compare_name_line(printed: str, line: str) -> NameLineComparison:
    """Compare a printed Latin name, words with one blank between, with a lower line as it was read."""
    line = line.replace(" ", "")[:_LONGEST]
    words = printed.split()
    if not words or not line.strip("<"):
        return NameLineComparison(Outcome.UNDECIDED, Outcome.UNDECIDED, Outcome.UNDECIDED, 1)
    splits = range(1, len(words)) if len(words) > 1 else (1,)
    for split in splits:  # a line that is exactly that of one split can be that of no other
        if line.rstrip("<") == _expected(words, split)[:30]:
            return _compare(words, split, line)[1]
    return min((_compare(words, split, line) for split in splits), key=lambda found: found[0])[1]


def _compare(words: list[str], split: int, line: str) -> tuple[float, NameLineComparison]:
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
        cost, kinds, tail = _align(expected, line)
    is_clean = len(line) == 30 and _CLEAN_LINE.fullmatch(line) is not None
    if is_clean:
        kinds = [_IN_A_CLEAN_LINE.get(kind, kind) for kind in kinds]
    border = min(len(surname), len(expected))
    parts = [_outcome(kinds[:border]), _outcome(kinds[border:])]
    if _has_more_letters(tail):
        parts[1] = Outcome.CONFLICTS
    elif parts[1] is Outcome.AGREES and _may_go_on(tail):
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


_SEVERITY: Final = (Outcome.AGREES, Outcome.COMPATIBLE, Outcome.UNDECIDED, Outcome.CONFLICTS)


def _outcome(kinds: list[int]) -> Outcome:
    if _DIFFERENT in kinds:
        return Outcome.CONFLICTS
    return Outcome.COMPATIBLE if _UNREADABLE in kinds or _LIKELY in kinds else Outcome.AGREES


def _may_go_on(tail: str) -> bool:
    """Tell whether what follows the name at once may be a letter that was not printed.

    It may be a filler misread only if engines return it for fillers, and others of the line are misread too.
    """
    if not "A" <= tail[:1] <= "Z":
        return False
    return tail[0] not in _FILLER_LETTERS or all(read in _FILLERS for read in tail[1:])


def _has_more_letters(tail: str) -> bool:
    """Tell whether letters that no engine returns for fillers follow the name."""
    return sum("A" <= character <= "Z" and character not in _FILLER_LETTERS for character in tail) > 1


def _kind(slot: str, read: str) -> int:
    if slot == read:
        return _EXACT
    if slot == "<":
        is_noise = read in _FILLER_LETTERS or not "A" <= read <= "Z"
        return _CERTAIN if is_noise else _DIFFERENT
    if read in _LOOK_ALIKES.get(slot, "") or read.upper() == slot:
        return _CERTAIN
    if "A" <= read <= "Z":
        return _LIKELY if CONFUSIONS["name"].get(slot, {}).get(read, _NEVER) <= _SEEN else _DIFFERENT
    return _DIFFERENT if read in _FILLERS else _UNREADABLE


def _align(expected: str, line: str) -> tuple[float, list[int], str]:
    """Lay a text along the start of a line; return the cost, a kind for each slot, and what follows."""
    rows, columns = len(expected) + 1, len(line) + 1
    table = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if i or j:
                table[i][j] = min(step[0] for step in _steps(table, expected, line, i, j))
    # What follows the name is fillers and their noise, so the line may go on at no cost.
    end = min(range(columns), key=lambda j: (table[-1][j], j))
    kinds = [_EXACT] * len(expected)
    i, j = len(expected), end
    while i or j:
        _, i_before, j_before, kind = min(_steps(table, expected, line, i, j))
        # A surplus character that is not noise counts against the slot before it.
        slot = max(i - 1, 0)
        kinds[slot] = max(kinds[slot], kind)
        i, j = i_before, j_before
    return table[-1][end], kinds, line[end:]


def _steps(
    table: list[list[float]], expected: str, line: str, i: int, j: int
) -> list[tuple[float, int, int, int]]:
    steps = []
    if i and j:
        kind = _kind(expected[i - 1], line[j - 1])
        steps.append((table[i - 1][j - 1] + _COSTS[kind], i - 1, j - 1, kind))
    if i:
        is_filler = expected[i - 1] == "<"
        is_one_of_two = is_filler and "<<" in expected[max(i - 2, 0) : i + 1]
        cost, kind = (_LOST_FILLER, _CERTAIN) if is_filler else (_COSTS[_DIFFERENT], _DIFFERENT)
        if is_filler and not is_one_of_two:
            kind = _LIKELY
        steps.append((table[i - 1][j] + cost, i - 1, j, kind))
    if j:
        read = line[j - 1]
        among_fillers = 0 < i < len(expected) and expected[i - 1] == expected[i] == "<"
        beside_filler = 0 < i < len(expected) and "<" in expected[i - 1 : i + 1]
        if read in _FILLERS and not beside_filler:
            cost, kind = _COSTS[_DIFFERENT], _DIFFERENT
        elif among_fillers or read in _FILLERS or (beside_filler and read in _FILLER_LETTERS):
            cost, kind = _SURPLUS_NOISE, _CERTAIN
        else:
            cost, kind = (_SURPLUS_NOISE if beside_filler else _COSTS[_LIKELY]), _LIKELY
        steps.append((table[i][j - 1] + cost, i, j - 1, kind))
    return steps
