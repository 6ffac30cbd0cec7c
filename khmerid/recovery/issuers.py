"""What is known of an issuer's TD1 cards, as data, and whose an MRZ is.

Every Cambodian card seen begins ``IDKHM`` and has a number of nine numerals, empty optional data, and M or F
for the sex.

>>> CAMBODIA.state, GENERIC.state
('KHM', None)
"""

import re
from typing import Final

import attrs

from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.check_digit import FILLER
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import Mrz
from khmerid.recovery.find import FoundMrz, to_capitals
from khmerid.rules import DOCUMENT_CODE, STATE

# The code of Cambodia as engines return it, or Khmer letters, which only an engine for Khmer returns.
_CAMBODIAN = re.compile(r"KHM|KHN|OKHM|RHM|KNM|KMM|XHM|HMK|HM<|[ក-៹]")
#: How many characters may have been added or lost before such a code. More, and other elements are taken for
#: it; fewer, and lines with noise before them are not known for Cambodia's.
_SHIFT_OF_CODE: Final = 2
#: Letters of the code of Cambodia that are enough of it, counted in both lines: half of them. Fewer, and
#: MRZs of other issuers are repaired by its rules; more, and damaged ones of its own are not.
_ENOUGH_OF_STATE: Final = 3
#: Letters of a code that are enough of it, where it is nearer than the expected one: all but one. Fewer, and
#: noise is taken for another code; more, and a damaged code of another State is made into the expected one.
_ENOUGH_OF_ANOTHER: Final = 2
_LIKE_LETTER: Final = 0.5  # a letter that looks like that of the code, beside one that is
_LENGTH: Final = 3
_NINE_NUMERALS = re.compile("[0-9]{9}")


@attrs.frozen(kw_only=True)
class Issuer:
    """The rules of one issuer; ``None`` and ``False`` mean that Doc 9303 alone rules.

    >>> Issuer(name="Utopia", state="UTO").number_is_nine_numerals
    False
    """

    name: str
    document_code: str | None = None
    state: str | None = None
    number_is_nine_numerals: bool = False
    optional_data_is_empty: bool = False
    sex_is_known: bool = False
    has_both_identifiers: bool = False


#: Doc 9303 alone: whoever issued the MRZ, nothing more is known of it.
GENERIC = Issuer(name="any")

#: The identity card of Cambodia, whose rules repair more than those of Doc 9303 alone.
CAMBODIA = Issuer(
    name=STATE,
    document_code=DOCUMENT_CODE,
    state=STATE,
    number_is_nine_numerals=True,
    optional_data_is_empty=True,
    sex_is_known=True,
    has_both_identifiers=True,
)


def issuer_of(found: FoundMrz, looks: LookAlikes) -> Issuer | None:
    """Return by whose rules lines are to be read, ``None`` where they do not show it.

    A known issuing State decides; where that cannot be read, the nationality does, or what looks like both.
    """
    texts = ["" if line is None else to_capitals(line.text) for line in found.lines]
    places = [found.format.places[name] for name in ("issuing_state", "nationality")]
    codes = [texts[line][where] for line, where in places]
    known = next((code for code in codes if code.rstrip(FILLER) in STATES), None)
    if known is not None:
        is_ours = known == STATE and (codes[0] == STATE or not is_another(codes[0], STATE, looks))
        return CAMBODIA if is_ours else GENERIC
    if any(_CAMBODIAN.search(_around(texts[line], where)) for line, where in places):
        return CAMBODIA
    one, other = (_likeness(code, looks) for code in codes)
    together = {state: one[state] + other[state] for state in STATES}
    ours = together.pop(STATE)
    return CAMBODIA if ours >= _ENOUGH_OF_STATE and ours > max(together.values()) else None


def rules_for(mrz: Mrz, issuer: Issuer | None) -> Issuer:
    """Return by whose rules an MRZ is judged that was read by the letter: those of the issuer it names."""
    is_cambodian = mrz.format is TD1 and mrz.issuing_state == STATE
    return CAMBODIA if is_cambodian and issuer is not GENERIC else GENERIC


def is_another(read: str, state: str, looks: LookAlikes) -> bool:
    """Return whether three characters look more like the code of another State than like an expected one.

    >>> from khmerid.misreading import SHIPPED
    >>> [is_another(read, "KHM", SHIPPED.look_alikes) for read in ("KHN", "CHM", "VNA", "0|7")]
    [False, True, True, False]
    """
    likeness = _likeness(read, looks)
    ours = likeness.pop(state)
    return max(likeness.values()) >= max(_ENOUGH_OF_ANOTHER, ours + _LIKE_LETTER)


def compare_with_states(read: str, looks: LookAlikes) -> dict[str, tuple[int, int]]:
    """Return of the code of each State how many letters are as read, and how many look like what was read."""
    same, like = dict.fromkeys(STATES, 0), dict.fromkeys(STATES, 0)
    for of_letters, one in zip(_STATES_BY_LETTER, read, strict=False):
        for letter, states in of_letters.items():
            if letter == one or looks.alike(letter, one):
                of_states = same if letter == one else like
                for state in states:
                    of_states[state] += 1
    return {state: (same[state], like[state]) for state in STATES}


def is_numbered_otherwise(mrz: Mrz, issuer: Issuer) -> bool:
    """Return whether a card has State and nationality of an issuer, and a number that is not of its form."""
    return (
        mrz.format is TD1
        and issuer.number_is_nine_numerals
        and issuer.state == mrz.issuing_state == mrz.nationality
        and _NINE_NUMERALS.fullmatch(mrz.document_number) is None
    )


def follows(mrz: Mrz, issuer: Issuer) -> bool:
    """Return whether an MRZ follows the rules of an issuer, which are those of its cards."""
    has_data = mrz.format is TD1 and any(getattr(mrz, name) for name in TD1.optional)
    return issuer.state in (None, mrz.issuing_state) and not (
        is_numbered_otherwise(mrz, issuer) or (issuer.optional_data_is_empty and has_data)
    )


def _likeness(read: str, looks: LookAlikes) -> dict[str, float]:
    """Return how much of the code of each State was read; a letter that looks like it counts as half."""
    return {
        state: same + _LIKE_LETTER * like for state, (same, like) in compare_with_states(read, looks).items()
    }


def _states_by_letter(place: int) -> dict[str, list[str]]:
    """Return which States have each letter, or the filler, in a place of their code."""
    found: dict[str, list[str]] = {}
    for state in STATES:
        found.setdefault(state.ljust(_LENGTH, FILLER)[place], []).append(state)
    return found


_STATES_BY_LETTER: Final = tuple(map(_states_by_letter, range(_LENGTH)))


def _around(line: str, where: slice) -> str:
    return line[max(0, where.start - _SHIFT_OF_CODE) : where.stop + _SHIFT_OF_CODE]
