"""A text laid along the value that it is a reading of, character by character.

>>> laid = lay_letters("SOPHEA", "S0PEAK")
>>> [(one.printed, one.read, str(one.edit)) for one in laid if one.edit is not Edit.KEPT]
[('O', '0', 'changed'), ('H', '', 'lost'), ('', 'K', 'added')]
"""

from collections.abc import Iterator

import attrs
from rapidfuzz.distance import Levenshtein

from khmerid.ledger.records import Edit, LaidCharacter
from khmerid.misreading.channel import Channel
from khmerid.misreading.noise import Rates, likelihood_between, likelihoods, numerals_of
from khmerid.misreading.sights import Sight, lay

_NUMERAL = "0"  # in a template


def lay_numerals(sight: Sight, numerals: str, rates: Rates) -> list[LaidCharacter]:
    """Return how the text of a sight lies along these numerals in its template, at some rates of noise."""
    channel, text = sight.channel, sight.text
    printed = to_printed_numerals(sight.template, numerals, channel)
    found: list[LaidCharacter] = []
    for move, slot, place in lay(sight, numerals):
        if move == "added":
            found.append(_added(sight, text[place], rates, is_before=slot < 0))
            continue
        read = text[place : place + {"lost": 0, "read": 1, "two": 2}[move]]
        if move == "two" and printed[slot] in read:  # one of the two is the numeral, the other was added
            found += [
                _laid(sight, printed[slot], one, rates)
                if at == read.index(printed[slot])
                else _added(sight, one, rates, is_before=False)
                for at, one in enumerate(read)
            ]
        else:
            found.append(
                _laid(sight, printed[slot], read, rates, is_literal=sight.template[slot] != _NUMERAL)
            )
    return found


def to_printed_numerals(template: str, numerals: str, channel: Channel) -> str:
    """Return numerals in their template, in the script that a channel prints.

    >>> from khmerid.misreading import SHIPPED
    >>> to_printed_numerals("00.00.0000", "15031990", SHIPPED.printed_khmer)
    '១៥.០៣.១៩៩០'
    """
    left = iter(numerals)
    script = numerals_of(channel)
    return "".join(script[int(next(left))] if slot == _NUMERAL else slot for slot in template)


def _laid(sight: Sight, printed: str, read: str, rates: Rates, *, is_literal: bool = False) -> LaidCharacter:
    if is_literal:
        likely = likelihood_between(sight.channel, printed, read, rates)
    else:
        likely = likelihoods(sight.channel, read, rates)[numerals_of(sight.channel).index(printed)]
    return LaidCharacter(printed, read, _edit(printed, read), min(likely, 1.0))


def _added(sight: Sight, read: str, rates: Rates, *, is_before: bool) -> LaidCharacter:
    if sight.open_start and is_before:  # what is left of the head of the line
        return LaidCharacter("", read, Edit.BESIDE)
    return LaidCharacter("", read, Edit.ADDED, min(likelihood_between(sight.channel, "", read, rates), 1.0))


def _edit(printed: str, read: str) -> Edit:
    if printed == read:
        return Edit.KEPT
    return Edit.CHANGED if read else Edit.LOST


def with_all_of(raw: str, laid: list[LaidCharacter]) -> tuple[LaidCharacter, ...]:
    """Return what was laid with the characters of a raw text that were left out before: they stand beside.

    >>> laid = [LaidCharacter("1", "1", Edit.KEPT), LaidCharacter("5", "", Edit.LOST)]
    >>> [one.read for one in with_all_of(" 1 cm", laid)]
    [' ', '1', '', ' ', 'c', 'm']
    """
    return tuple(_with_all_of(raw, laid))


def _with_all_of(raw: str, laid: list[LaidCharacter]) -> Iterator[LaidCharacter]:
    at = 0
    for one in laid:
        if one.read:
            start = _find(raw, one.read[0], at)
            end = start
            for character in one.read:
                end = _find(raw, character, end) + 1
            yield from (LaidCharacter("", beside, Edit.BESIDE) for beside in raw[at:start])
            yield attrs.evolve(one, read=raw[start:end])
            at = end
        else:
            yield one
    yield from (LaidCharacter("", beside, Edit.BESIDE) for beside in raw[at:])


def _find(raw: str, wanted: str, at: int) -> int:
    """Return where a character of the cleaned text stands in the raw one: any blank became a space."""
    while raw[at] != wanted and not (wanted == " " and raw[at].isspace()):
        at += 1
    return at


def lay_letters(expected: str, text: str) -> tuple[LaidCharacter, ...]:
    """Return how a text lies along what is expected, with the fewest edits and nothing said of how likely."""
    found: list[LaidCharacter] = []
    done = at = 0

    def keep(end: int) -> None:
        nonlocal done, at
        while done < end:
            found.append(LaidCharacter(expected[done], text[at], Edit.KEPT))
            done, at = done + 1, at + 1

    for step in Levenshtein.editops(expected, text):
        keep(step.src_pos)
        printed = "" if step.tag == "insert" else expected[done]
        read = "" if step.tag == "delete" else text[at]
        found.append(LaidCharacter(printed, read, _edit(printed, read) if printed else Edit.ADDED))
        done, at = done + len(printed), at + len(read)
    keep(len(expected))
    return tuple(found)
