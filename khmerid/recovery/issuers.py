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
_NINE_NUMERALS = re.compile("[0-9]{9}")
_STATE, _NATIONALITY = (TD1.places[name][1] for name in ("issuing_state", "nationality"))


@attrs.frozen(kw_only=True)
class Issuer:
    """The rules of one issuer; ``None`` and ``False`` mean that Doc 9303 alone rules."""

    name: str
    document_code: str | None = None
    state: str | None = None
    number_is_nine_numerals: bool = False
    optional_data_is_empty: bool = False
    sex_is_known: bool = False
    has_both_identifiers: bool = False


GENERIC = Issuer(name="any")

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
    Only of the cards of Cambodia rules are known.
    """
    if found.format is not TD1:
        return GENERIC
    upper, middle = ("" if line is None else to_capitals(line.text) for line in found.lines[:2])
    codes = upper[_STATE], middle[_NATIONALITY]
    known = next((code for code in codes if code.rstrip(FILLER) in STATES), None)
    if known is not None:
        is_ours = known == STATE and (codes[0] == STATE or not is_another(codes[0], STATE, looks))
        return CAMBODIA if is_ours else GENERIC
    if any(map(_CAMBODIAN.search, (_around(upper, _STATE), _around(middle, _NATIONALITY)))):
        return CAMBODIA
    ours, *others = (
        sum(_likeness(code, state, looks) for code in codes) for state in (STATE, *(STATES - {STATE}))
    )
    return CAMBODIA if ours >= _ENOUGH_OF_STATE and ours > max(others) else None


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
    ours = _likeness(read, state, looks)
    others = max(_likeness(read, other, looks) for other in STATES - {state})
    return others >= _ENOUGH_OF_ANOTHER and others > ours


def is_numbered_otherwise(mrz: Mrz) -> bool:
    """Return whether the number has not the form of those of its issuer, as far as that is known."""
    return (
        mrz.format is TD1
        and mrz.issuing_state == STATE
        and _NINE_NUMERALS.fullmatch(mrz.document_number) is None
    )


def follows(mrz: Mrz, issuer: Issuer) -> bool:
    """Return whether an MRZ of this issuer, with its nationality, follows its rules but for the number."""
    return issuer.state == mrz.issuing_state == mrz.nationality and not (
        issuer.optional_data_is_empty and any(getattr(mrz, name) for name in mrz.format.optional)
    )


def _likeness(read: str, state: str, looks: LookAlikes) -> float:
    """Return how many letters of a code stand in their places; one that looks like it counts as half."""
    pairs = [*zip(read, state.ljust(3, FILLER), strict=False)]
    return sum(1.0 if one == other else _LIKE_LETTER * looks.alike(one, other) for one, other in pairs)


def _around(line: str, where: slice) -> str:
    return line[max(0, where.start - _SHIFT_OF_CODE) : where.stop + _SHIFT_OF_CODE]
