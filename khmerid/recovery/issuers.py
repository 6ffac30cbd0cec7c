"""What is known of an issuer's TD1 cards, as data, and whose an MRZ is.

Every Cambodian card seen begins ``IDKHM`` and has a number of nine numerals, empty optional data, and M or F
for the sex.

>>> CAMBODIA.state, GENERIC.state
('KHM', None)
"""

import operator
import re
from typing import Final

import attrs

from khmerid.mrz.codes import DOCUMENT_CODES, STATES
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import Td1
from khmerid.recovery.find import FoundLines, to_capitals
from khmerid.rules import DOCUMENT_CODE, STATE

# The code of Cambodia as engines return it, or Khmer letters, which only an engine for Khmer returns.
_CAMBODIAN = re.compile(r"KHM|KHN|OKHM|RHM|KNM|KMM|XHM|HMK|HM<|[ក-៹]")
#: Letters of the code of Cambodia that are enough of it, counted in both lines: half of them. Fewer, and
#: MRZs of other issuers are repaired by its rules; more, and damaged ones of its own are not.
_ENOUGH_OF_STATE: Final = 3
_NINE_NUMERALS = re.compile("[0-9]{9}")
# Of a document code; another one was misread.
_FIRST_LETTERS: Final = frozenset(code[0] for code in DOCUMENT_CODES)


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


def issuer_of(lines: FoundLines) -> Issuer | None:
    """Return by whose rules lines are to be read, ``None`` where they do not show it.

    The code of the State stands twice; either sight of it, or one that looks like it, is enough.
    """
    upper, middle = ("" if line is None else to_capitals(line.text) for line in lines[:2])
    codes = upper[TD1.slice_of("issuing_state")], middle[TD1.slice_of("nationality")]
    if STATE in codes:
        return CAMBODIA
    if any(code in STATES or code == "D<<" for code in codes):
        return GENERIC
    letters = sum(sum(map(operator.eq, code, STATE)) for code in codes)
    return CAMBODIA if letters >= _ENOUGH_OF_STATE or _CAMBODIAN.search(upper + middle) else None


def follows_cambodia(mrz: Td1) -> bool:
    """Return whether an MRZ follows the rules of Cambodia, also in what the digits let pass."""
    return (
        _NINE_NUMERALS.fullmatch(mrz.document_number) is not None
        and not mrz.optional_data_1
        and not mrz.optional_data_2
        and mrz.sex in "MF"
        and mrz.document_code[:1] in _FIRST_LETTERS
    )
