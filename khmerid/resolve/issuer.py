"""The issuing State and the nationality: two codes of three letters in the MRZ, which no digit covers.

Nearly every card that is read here is Cambodian, and one State issues a card to its own citizens: so the two
codes are judged as a pair. Each may have been misread from ``KHM`` or from any code of Doc 9303; a code that
is cleanly read and is another one is never outweighed.

>>> from khmerid.misreading import SHIPPED
>>> [found.value for found in judge_codes(["KHN"], [""], SHIPPED.mrz)]
['KHM', 'KHM']
>>> [str(found.assurance) for found in judge_codes(["KHM"], ["VNM"], SHIPPED.mrz)]
['conflicting', 'conflicting']
"""

import functools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from khmerid.card import Card
from khmerid.misreading import Misreadings
from khmerid.misreading.aligner import Slot, first_row, next_row
from khmerid.misreading.channel import DEAREST, DEAREST_SLIP, Channel, added_cost, literal_cost
from khmerid.mrz.check_digit import FILLER
from khmerid.mrz.codes import STATES
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.recovery.risk import RISK
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.rules import STATE

#: How often a card is not Cambodian in both codes: a guess, on the high side, for what is shown where a
#: Cambodian card is asked for. Lower, and codes that are hardly readable are sure; higher, and fewer are.
_OF_ANOTHER: Final = 1e-4
#: How often the codes of such a card differ from each other: a guess, high for the same reason.
_OF_TWO: Final = 1e-2
#: What the likeliest code may cost for a text to count as readable: two of three letters lost or misread.
#: Higher, and noise is a reading; lower, and one damaged letter more makes a code absent.
_READABLE: Final = 2 * DEAREST
#: Three letters that are no State's code are a misreading of ``KHM`` where that costs less: less than one
#: letter that was never seen misread so. Higher, and two letters may differ; lower, and not even one may.
_MISREAD: Final = DEAREST
_NEVER: Final = -1.0  # a risk that no value has
#: Candidates that are offered where a code is doubtful. More would only make the report longer.
_MOST_CANDIDATES: Final = 3
#: Characters of a text that are looked at: a code, and noise on both sides. More only takes longer.
_LONGEST: Final = 8
_LENGTH: Final = 3
_LETTERS: Final = re.compile("[A-Z]{3}")
_OF_A_CODE: Final = re.compile("[A-Z<]")
_OTHERS: Final = sorted(STATES - {STATE})
_ALPHABET: Final = sorted({FILLER}.union(*_OTHERS))
_ABSENT: Final = "?"  # any letter that is not in a text

Costs = Mapping[str, float]  # of each code


@attrs.frozen(repr=False)
class _Side:
    """What is read of one of the codes: the cost of each, and those other than Cambodia's, cleanly read."""

    costs: Costs
    others: tuple[str, ...]

    @property
    def is_readable(self) -> bool:
        return min(self.costs.values()) < _READABLE


def resolve_issuer(
    card: Card, misreadings: Misreadings, risk: float, *, is_borne_out: bool
) -> tuple[Resolved[str], Resolved[str]]:
    """Return the issuing State and the nationality, from the MRZ of every picture, sure up to a risk.

    ``is_borne_out`` says that the MRZ is that of a card printed in Khmer: they agree on a date. Cambodia
    alone prints such a card, for its own citizens, so where nothing at all is left of a code it is KHM. Of a
    code of which a letter or a filler is left, the print says nothing.

    Where neither code is read as it stands, they are sure only in lines that are known for those of a card:
    what stands there in lines of a passport is not misread, but something else.
    """
    mrzs = [one.mrz for one in card.sightings]
    states, nationalities = [mrz.issuing_state for mrz in mrzs], [mrz.nationality for mrz in mrzs]
    is_told = any(STATE in text for text in (*states, *nationalities))
    if not is_told and not any(map(_has_its_lines, card.sightings)):
        risk = _NEVER
    found = judge_codes(states, nationalities, misreadings.mrz, risk=risk)
    is_sure = all(each.assurance.is_sure for each in found)
    if is_borne_out and not is_sure and all(map(_tells_nothing, (*states, *nationalities))):
        return _OF_THE_PRINT, _OF_THE_PRINT
    return found


def _has_its_lines(card: Card) -> bool:
    """Return whether a value of the MRZ has its check digit, or is the printed one: it is in its place."""
    mrz = card.mrz
    checks = (mrz.document_number_check, mrz.date_of_birth_check, mrz.date_of_expiry_check)
    values = (
        (card.document_number.value, mrz.document_number.value),
        (card.date_of_birth.value, mrz.date_of_birth.value),
        (card.date_of_expiry.value, mrz.date_of_expiry.value),
    )
    return Outcome.AGREES in checks or any(
        printed is not None and printed == read for printed, read in values
    )


def is_confirmed_in_khmer(date: Resolved[object]) -> bool:
    """Return whether print and MRZ agree on a date, and it is printed in Khmer numerals."""
    in_khmer = any(note.code is Code.KHMER_DIGITS for note in date.notes)
    return date.assurance is Assurance.CONFIRMED and in_khmer


def _tells_nothing(text: str) -> bool:
    """Return whether there is a text, and in it neither a letter of the MRZ nor a filler."""
    return bool(text) and _OF_A_CODE.search(text.upper()) is None


def judge_codes(
    states: Sequence[str], nationalities: Sequence[str], channel: Channel, *, risk: float = RISK
) -> tuple[Resolved[str], Resolved[str]]:
    """Judge the texts of the issuing State and of the nationality, of one picture or several.

    Both are Cambodia's and `Assurance.PROTECTED` where the probability that either is not is at most ``risk``
    and no other code is cleanly read on either side. One other code, the same on both sides, is read; any
    other contradiction is a conflict. Both are absent where nothing of either can be read.
    """
    if {*states, *nationalities} == {STATE}:
        return _CLEAN, _CLEAN
    texts = (states, nationalities)
    state, nationality = (_look(side, channel) for side in texts)
    if others := [*dict.fromkeys((*state.others, *nationality.others))]:
        return _contradicted(state, nationality, others)
    if not (state.is_readable or nationality.is_readable):
        notes = (Note(Code.UNREADABLE if any(map(any, texts)) else Code.MISSING),)
        lost: Resolved[str] = Resolved(value=None, assurance=Assurance.ABSENT, notes=notes)
        return lost, lost
    of_state, of_nationality, not_cambodian = _posterior(state.costs, nationality.costs)
    if not_cambodian > risk:
        return _doubtful(of_state), _doubtful(of_nationality)
    one, other = (_CLEAN if {*side} == {STATE} else _RECOVERED for side in texts)
    return one, other


def _contradicted(
    state: _Side, nationality: _Side, others: Sequence[str]
) -> tuple[Resolved[str], Resolved[str]]:
    if state.others == nationality.others and len(others) == 1 and others[0] in STATES:
        read = Resolved(value=others[0], assurance=Assurance.READ, sources=(Source.MRZ,))
        return read, read
    conflict: Resolved[str] = Resolved(
        value=None,
        assurance=Assurance.CONFLICTING,
        sources=(Source.MRZ,),
        notes=(Note(Code.ISSUER_CONFLICTS),),
        candidates=(STATE, *others),
    )
    return conflict, conflict


def _doubtful(likelihoods: Costs) -> Resolved[str]:
    ranked = sorted(likelihoods, key=lambda code: -likelihoods[code])[:_MOST_CANDIDATES]
    return Resolved(
        value=ranked[0],
        assurance=Assurance.DOUBTFUL,
        sources=(Source.MRZ,),
        notes=(Note(Code.RIVAL_NEAR),),
        candidates=tuple(ranked),
    )


def _posterior(state: Costs, nationality: Costs) -> tuple[Costs, Costs, float]:
    """Return the likelihoods of each code on either side, and the probability that not both are Cambodia's.

    A pair's prior is that it is Cambodia's, or of one other State, or of any two.
    """
    one, other = ({code: math.exp(-cost) for code, cost in costs.items()} for costs in (state, nationality))
    count = len(_OTHERS)
    same = dict.fromkeys(_OTHERS, _OF_ANOTHER * (1 - _OF_TWO) / count) | {STATE: 1 - _OF_ANOTHER}
    two = _OF_ANOTHER * _OF_TWO / (count * (count + 1))
    totals = math.fsum(one.values()), math.fsum(other.values())
    of_state = {
        code: one[code] * (same[code] * other[code] + two * (totals[1] - other[code])) for code in one
    }
    of_nationality = {
        code: other[code] * (same[code] * one[code] + two * (totals[0] - one[code])) for code in other
    }
    cambodian = one[STATE] * same[STATE] * other[STATE]
    return of_state, of_nationality, 1 - cambodian / math.fsum(of_state.values())


def _look(texts: Iterable[str], channel: Channel) -> _Side:
    """Return what the texts of one side tell; of several pictures, the clearest weighs."""
    different = [*dict.fromkeys(text[-_LONGEST:] for text in texts)]
    others = [code for text in different for code in _others_in(text, channel)]
    found = [_costs_of(text, channel) for text in different]
    return _Side(min(found, key=lambda costs: min(costs.values())), tuple(dict.fromkeys(others)))


def _others_in(text: str, channel: Channel) -> list[str]:
    """Return the codes other than Cambodia's that are cleanly read in a text.

    These are the codes of Doc 9303, and three letters that ``KHM`` is hardly misread as. Characters too many
    may stand on either side.
    """
    text = text.upper()  # an engine may take a capital for a small letter
    windows = dict.fromkeys((text[:_LENGTH], text[-_LENGTH:]))
    codes = [window.rstrip(FILLER) for window in windows if len(window) == _LENGTH]
    known = [code for code in codes if code in STATES and code != STATE]
    letters = [code for code in codes if _LETTERS.fullmatch(code)]
    if known or any(_cost_of_cambodia(code, channel) < _MISREAD for code in letters):
        return known
    return letters[-1:]


def _costs_of(text: str, channel: Channel) -> Costs:
    """Return what each code costs to have been misread as a text; three letters come again on other cards."""
    return _costs_of_code(text, channel) if _LETTERS.fullmatch(text) else _costs_of_text(text, channel)


@functools.lru_cache(maxsize=256)
def _costs_of_code(letters: str, channel: Channel) -> Costs:
    return _costs_of_text(letters, channel)


def _costs_of_text(text: str, channel: Channel) -> Costs:
    """Return what each code costs to have been misread as a text.

    Of most letters no misreadings were learned: each is taken to be misread as anything that one of ``KHM``
    is, at the same cost, so that noise speaks for no code.
    """
    added = [added_cost(channel, read) for read in text]
    any_lost = min(_cost_lost(letter, channel) for letter in STATE)
    any_read = [
        min(literal_cost(channel, letter, read) for letter in STATE if letter != read) for read in text
    ]

    slots: dict[str, Slot] = {_ABSENT: (any_lost, any_read, ())}
    for letter in set(_ALPHABET).intersection(text):
        of_letter = [0.0 if read == letter else cost for read, cost in zip(text, any_read, strict=True)]
        slots[letter] = any_lost, of_letter, ()
    # Letters that the text does not have cost alike, and so do most codes.
    alike = str.maketrans({letter: _ABSENT for letter in _ALPHABET if letter not in slots})
    costs_of: dict[str, float] = {}
    costs: dict[str, float] = {}
    for code in _OTHERS:
        letters = code.ljust(_LENGTH, FILLER).translate(alike)
        if letters not in costs_of:
            costs_of[letters] = _aligned([slots[letter] for letter in letters], added)
        costs[code] = costs_of[letters]
    return costs | {STATE: _cost_of_cambodia(text, channel)}


def _cost_of_cambodia(text: str, channel: Channel) -> float:
    added = [added_cost(channel, read) for read in text]
    slots: list[Slot] = [
        (_cost_lost(letter, channel), [literal_cost(channel, letter, read) for read in text], ())
        for letter in STATE
    ]
    return _aligned(slots, added)


def _cost_lost(letter: str, channel: Channel) -> float:
    return min(channel.cost(letter, ""), DEAREST_SLIP)


def _aligned(slots: Iterable[Slot], added: Sequence[float]) -> float:
    row = first_row(added)
    for slot in slots:
        row = next_row(row, slot, added)
    return row[-1]


_CLEAN: Final[Resolved[str]] = Resolved(value=STATE, assurance=Assurance.PROTECTED, sources=(Source.MRZ,))
_RECOVERED: Final = attrs.evolve(_CLEAN, notes=(Note(Code.RECOVERED),))
_OF_THE_PRINT: Final = attrs.evolve(_CLEAN, sources=(Source.VIZ,), notes=(Note(Code.ISSUER_BY_PRINT),))
