"""The printed Latin name held against the lower line of the MRZ.

The printed name is written as the MRZ writes it (Doc 9303-5, 4.2.2.3: primary identifier, two fillers,
secondary identifier, one filler between components) and laid along the line that was read. Only certain
repairs count as agreement: a numeral or sign that looks like its letter and has no place in a name, fillers
read as other characters or lost, blanks. In a clean line another letter is a conflict: it may be a
misreading, it may be an altered card. In a line that is damaged elsewhere too, a letter that is known to be
misread so, or one too many, says nothing.

A name agrees only where the line shows that it ends: by two fillers behind it, or as many as there is room
for. A letter there may be a filler misread, or the end of a name that the print lost. A name that fills the
line may have been cut (Doc 9303-3, 4.6).

>>> compare_name_line("SOK SOPHEA", "SOK<<S0PHEA<<<<<<<KKKEECECKKEEC").outcome
<Outcome.AGREES: 'agrees'>
>>> compare_name_line("SOK SOPHEA", "SOK<<SOPHEAK<<<<<<<<<<<<<<<<<<").outcome
<Outcome.COMPATIBLE: 'compatible'>
>>> compare_name_line("SOK SOPHEA", "SOM<<SOPHEA<<<<<<<<<<<<<<<<<<<").outcome
<Outcome.CONFLICTS: 'conflicts'>
"""

import itertools
from typing import Final

import attrs

from khmerid.misreading import SHIPPED, Misreadings
from khmerid.misreading.aligner import Slot, fill, trace
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import is_clean_name_line
from khmerid.outcome import Outcome


@attrs.frozen(kw_only=True, repr=False)
class NameLineComparison:
    """The outcome for the whole name and for each part, and what the Khmer name may settle.

    ``words`` are those of the name, the first ``words_of_surname`` of them the surname;
    ``is_divided_by_line`` says that the print has lost the blank between surname and given names.
    ``in_line`` has what a clean line reads for the surname and the given names, where that is the printed
    one but for a consonant that is often misread so. ``letter_behind`` is a letter that the line has
    directly behind the name.
    """

    outcome: Outcome
    surname: Outcome
    given_names: Outcome
    words: tuple[str, ...]
    words_of_surname: int = 1
    is_divided_by_line: bool = False
    in_line: tuple[str | None, str | None] = (None, None)
    letter_behind: str = ""

    def __repr__(self) -> str:
        return f"NameLineComparison({self.outcome})"


# The filler, and the signs that are left of it.
_FILLERS: Final = frozenset("<«‹")
#: Characters of a line that are looked at; a line of the MRZ has thirty.
_LONGEST: Final = 60
#: Fillers that end a name, where there is room for them. One alone divides components (Doc 9303-3, 4.6), so
#: another given name may follow. More than two would ask for what no issuer has to write.
_FILLERS_OF_END: Final = 2
#: The words of a name that can be divided in one way only.
_DIVIDED_IN_ONE_WAY: Final = 2
#: The share of the characters of a name beyond which a damaged line is not a reading of it. Higher, and noise
#: counts as a name that conflicts.
_MOST_MISREAD: Final = 0.3
#: The cost up to which a letter is known to be read for another: once in a thousand letters or oftener.
#: Higher, and more letters that differ in a damaged line say nothing; lower, and more are a conflict.
_SEEN: Final = 7.0
#: The cost up to which a consonant is often read for another: four times in a thousand. Higher, and more
#: letters pass for misread that may have been put there, and a misreading of the line is not much likelier
#: than one of print and Khmer name together; lower, and fewer conflicts are settled.
_OFTEN: Final = 5.5
_VOWELS: Final = frozenset("AEIOU")  # with which no Khmer vowel goes together so surely

# What a character says of the letter in its place, from best to worst, and what each costs in an alignment.
#: The costs are set by hand: they only have to put a line along its name, so that two small faults go before
#: a letter. Other ones would lay a damaged line along its name elsewhere, and name other letters as misread.
_EXACT, _CERTAIN, _EITHER, _UNREADABLE, _LIKELY, _DIFFERENT = range(6)
_COSTS: Final = (0.0, 0.2, 0.2, 1.2, 1.4, 2.0)
#: Costs of a filler that was lost and of noise that was added: set by hand like the others, between a
#: character that cannot be read and one that is certain.
_LOST_FILLER: Final = 0.6
_ADDED_NOISE: Final = 0.7
_SEVERITY: Final = (Outcome.AGREES, Outcome.COMPATIBLE, Outcome.UNDECIDED, Outcome.CONFLICTS)


def compare_name_line(printed: str, line: str, misreadings: Misreadings = SHIPPED) -> NameLineComparison:
    """Compare a printed Latin name, words with one blank between, with a lower line as it was read."""
    line = line.replace(" ", "")[:_LONGEST]
    words = tuple(printed.split())
    if not words or not line.strip("<"):
        return _alike(Outcome.UNDECIDED, words)
    splits = _splits(words)
    for split in splits:  # a line that is exactly that of one split can be that of no other
        expected = _expected(words, split)
        if line.rstrip("<") == expected[: TD1.length]:
            has_end = _has_end(line[len(expected) :], TD1.length - len(expected))
            return _alike(Outcome.AGREES if has_end else Outcome.COMPATIBLE, words, split)
    is_clean = is_clean_name_line(line)
    if is_clean and len(words) == 1:
        primary, secondary = (part.split("<") for part in line.rstrip("<").split("<<"))
        if "".join(primary + secondary) == words[0]:  # the print only says less
            found = _alike(Outcome.COMPATIBLE, (*primary, *secondary), len(primary))
            return attrs.evolve(found, is_divided_by_line=True)
    begun = [split for split in splits if line.startswith(_expected(words, split)[: TD1.length])]
    compared = (_compare(words, split, line, misreadings, is_clean=is_clean) for split in begun or splits)
    return min(compared, key=lambda each: each[0])[1]


def _splits(words: tuple[str, ...]) -> range:
    """Return how many words the surname may have: no more than fill the line, for then more are alike."""
    lengths = itertools.accumulate(len(word) + 1 for word in words)
    shorter = sum(1 for _ in itertools.takewhile(lambda length: length <= TD1.length, lengths))
    return range(1, max(min(shorter + 2, len(words)), 2))


def _alike(outcome: Outcome, words: tuple[str, ...], split: int = 1) -> NameLineComparison:
    return NameLineComparison(
        outcome=outcome, surname=outcome, given_names=outcome, words=words, words_of_surname=split
    )


def _has_end(tail: str, room: int) -> bool:
    """Return whether the line shows that a name with so much room behind it ends there."""
    fillers = sum(1 for _ in itertools.takewhile(_FILLERS.__contains__, tail))
    return room > 0 and fillers >= min(_FILLERS_OF_END, room)


def _compare(
    words: tuple[str, ...], split: int, line: str, misreadings: Misreadings, *, is_clean: bool
) -> tuple[float, NameLineComparison]:
    surname, given = "<".join(words[:split]), "<".join(words[split:])
    expected = _expected(words, split)
    room = TD1.length - len(expected)
    expected = expected[: TD1.length]
    if line.startswith(expected):
        cost, kinds, tail = 0.0, [_EXACT] * len(expected), line[len(expected) :]
    else:
        cost, kinds, tail = _align(expected, line, misreadings)
        if len(words) > _DIVIDED_IN_ONE_WAY:  # a filler more or less would divide them in another way
            kinds = [
                max(kind, _EITHER) if kind and slot == "<" else kind
                for kind, slot in zip(kinds, expected, strict=True)
            ]
    if is_clean:  # where nothing else is misread, a letter is that letter
        kinds = [_DIFFERENT if kind == _LIKELY else kind for kind in kinds]
    border = min(len(surname), len(expected))
    parts = [_outcome(kinds[:border]), _outcome(kinds[border:])]
    parts[1] = _worse(parts[1], _outcome_behind(tail, room, misreadings, words, is_clean=is_clean))
    misread = sum(kind >= _UNREADABLE for kind in kinds)
    if not is_clean and misread > _MOST_MISREAD * len(expected):
        parts = [Outcome.UNDECIDED, Outcome.UNDECIDED]
    elif room < 0:
        parts = [_worse(part, Outcome.COMPATIBLE) for part in parts]
    whole = _worse(*parts)
    return cost, NameLineComparison(
        outcome=whole,
        surname=parts[0] if given else whole,
        given_names=parts[1] if given else whole,
        words=words,
        words_of_surname=split,
        in_line=_in_line((surname, given), line, misreadings) if is_clean else (None, None),
        letter_behind=tail[:1] if "A" <= tail[:1] <= "Z" else "",
    )


def _expected(words: tuple[str, ...], split: int) -> str:
    """Return the line as Doc 9303-3, 4.6 has it, of any length."""
    identifiers = ["<".join(words[:split]), "<".join(words[split:])]
    return "<<".join(filter(None, identifiers))


def _outcome(kinds: list[int]) -> Outcome:
    worst = max(kinds, default=_EXACT)
    if worst == _DIFFERENT:
        return Outcome.CONFLICTS
    return Outcome.AGREES if worst <= _CERTAIN else Outcome.COMPATIBLE


def _worse(one: Outcome, other: Outcome) -> Outcome:
    return max(one, other, key=_SEVERITY.index)


def _outcome_behind(
    tail: str, room: int, misreadings: Misreadings, words: tuple[str, ...], *, is_clean: bool
) -> Outcome:
    """Return what follows the name says: that it ends, that it may go on, or that it does.

    Letters that engines return for fillers are noise where fillers end the name before them. Where nothing
    else is misread, letters behind a filler are another name, and a letter that is not returned for fillers
    is the name's. What follows one printed word may be given names that the print lost.
    """
    letters = [character for character in tail if "A" <= character <= "Z"]
    for_fillers = misreadings.look_alikes.letters_for_filler(seldom=2)
    of_names = sum(letter not in for_fillers for letter in letters)
    if of_names > 1 or (is_clean and (of_names or (letters and tail[0] == "<"))):
        return Outcome.CONFLICTS
    is_noise = not of_names and (len(words) > 1 or not letters)
    return Outcome.AGREES if is_noise and _has_end(tail, room) else Outcome.COMPATIBLE


def _in_line(printed: tuple[str, str], line: str, misreadings: Misreadings) -> tuple[str | None, str | None]:
    """Return for surname and given names what a clean line has that ends where the printed name does.

    Only one consonant may differ, for which the engine often reads that of the line.
    """
    name = line.rstrip("<")
    primary, secondary = name.split("<<")
    if len(line) - len(name) < min(_FILLERS_OF_END, max(TD1.length - len("<<".join(printed)), 1)):
        return None, None
    return tuple(
        read.replace("<", " ") if _is_misread_once(part, read, misreadings) else None
        for part, read in zip(printed, (primary, secondary), strict=True)
    )  # type: ignore[return-value]  # of two


def _is_misread_once(printed: str, read: str, misreadings: Misreadings) -> bool:
    if len(printed) != len(read):
        return False
    differing = [pair for pair in zip(printed, read, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and is_settled_by_khmer(*differing[0], misreadings)


def is_settled_by_khmer(printed: str, read: str, misreadings: Misreadings = SHIPPED) -> bool:
    """Return whether a letter of the line may be the printed one misread, if the Khmer name says so.

    >>> [is_settled_by_khmer(*letters) for letters in ("MN", "NM", "MP", "IT")]
    [True, False, False, False]
    """
    is_consonant = not {printed, read} & _VOWELS
    return is_consonant and misreadings.mrz_name.cost(printed, read) <= _OFTEN


def _align(expected: str, line: str, misreadings: Misreadings) -> tuple[float, list[int], str]:
    """Lay a text along the start of a line; return the cost, the worst kind for each slot, and the rest."""
    for_fillers = misreadings.look_alikes.letters_for_filler(seldom=2)
    # Few letters are different, and few places: each is held against each of the line once.
    different = {*line}
    kinds = {
        slot: {read: _kind(slot, read, for_fillers, misreadings) for read in different}
        for slot in {*expected}
    }
    costs = {slot: [_COSTS[of_slot[read]] for read in line] for slot, of_slot in kinds.items()}
    lost = [_lost(expected, number) for number in range(len(expected))]
    places = [_fillers_around(expected, number) for number in range(len(expected) + 1)]
    added = {place: {read: _added(place, read, for_fillers) for read in different} for place in {*places}}
    costs_of_added = {place: [of_place[read][0] for read in line] for place, of_place in added.items()}
    slots: list[Slot] = [(cost, costs[slot], ()) for slot, (cost, _) in zip(expected, lost, strict=True)]
    rows = fill(slots, [costs_of_added[place] for place in places])
    # What follows the name is fillers and their noise, so the line may go on at no cost.
    end = min(range(len(line) + 1), key=rows[-1].__getitem__)
    worst = [_EXACT] * len(expected)
    for move, slot, at in trace(rows, slots, end):
        if move == "read":
            kind = kinds[expected[slot]][line[at]]
        else:
            kind = lost[slot][1] if move == "lost" else added[places[slot + 1]][line[at]][1]
        # An added character counts against the slot before it.
        worst[max(slot, 0)] = max(worst[max(slot, 0)], kind)
    return rows[-1][end], worst, line[end:]


def _kind(slot: str, read: str, for_fillers: str, misreadings: Misreadings) -> int:
    if slot == read or (slot == "<" and read in _FILLERS):
        return _EXACT
    if slot == "<":
        # If a filler was lost, it is a letter of the word beside it.
        is_noise = read in for_fillers or not "A" <= read <= "Z"
        return _EITHER if is_noise else _DIFFERENT
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


def _fillers_around(expected: str, number: int) -> int:
    """Return how many of the two slots around a place are fillers; at the ends of the text none."""
    return expected[number - 1 : number + 1].count("<") if 0 < number < len(expected) else 0


def _added(fillers_around: int, read: str, for_fillers: str) -> tuple[float, int]:
    """Return what a character costs that was added in such a place, and its kind.

    A letter between a word and its filler may be the word's.
    """
    if read in _FILLERS:
        return (_ADDED_NOISE, _CERTAIN) if fillers_around else (_COSTS[_DIFFERENT], _DIFFERENT)
    if fillers_around == 2 and (read in for_fillers or not "A" <= read <= "Z"):
        return _ADDED_NOISE, _CERTAIN
    if fillers_around:
        return _ADDED_NOISE, _EITHER if read in for_fillers else _LIKELY
    return _COSTS[_LIKELY], _LIKELY
