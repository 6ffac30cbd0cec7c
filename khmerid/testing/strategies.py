"""Strategies of hypothesis: cards, responses, MRZs, dates and names, and damage to them.

What is drawn shrinks towards the simplest card: first names of the lists, early dates, no house number; and a
damaged response towards the fewest and commonest faults. Importing this module registers `Specimen`,
`CardValues`, `RawCard` and `Td1`, so that ``from_type`` and ``@given`` with annotations find them.

>>> from hypothesis import find
>>> find(khmer_names(), lambda name: True)
'សុខ សុភា'
>>> find(khmer_dates(), lambda text: True)
'០១.០១.២០០០'
"""

import copy
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from khmerid.huawei.wire import SWITCHES
from khmerid.mrz.parsing import Td1, parse_td1
from khmerid.raw_card import RawCard
from khmerid.rules import EARLIEST_DATE, LATEST_DATE
from khmerid.testing.choosing import GIVEN_NAMES, SURNAMES, Chooser
from khmerid.testing.damage import misread, slots_of
from khmerid.testing.specimen import Specimen, build, to_printed_date
from khmerid.testing.values import CardValues

T = TypeVar("T")
Response = dict[str, Any]
MrzLines = tuple[str, str, str]

_MOST_FAULTS: Final = 8


class _Drawing:
    """Choices that hypothesis makes, and shrinks."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw

    def choice(self, options: Sequence[T]) -> T:
        chosen: T = options[self._draw(st.integers(0, len(options) - 1))]
        return chosen

    def integer(self, lowest: int, highest: int) -> int:
        number: int = self._draw(st.integers(lowest, highest))
        return number


@st.composite
def cards(draw: st.DrawFn, /, *, today: dt.date | None = None, **overrides: Any) -> Specimen:
    """Draw specimens; see `make_specimen` for ``today`` and the overrides."""
    return build(_Drawing(draw), today=today, overrides=overrides)


@st.composite
def responses(draw: st.DrawFn, /, **overrides: Any) -> Response:
    """Draw the service's answers for specimens, with any of its switches."""
    specimen = draw(cards(**overrides))
    asked = draw(st.lists(st.sampled_from(sorted(SWITCHES)), unique=True))
    switches: Any = dict.fromkeys(asked, True)
    return specimen.response(**switches)


@st.composite
def damaged(draw: st.DrawFn, undamaged: st.SearchStrategy[Response]) -> Response:
    """Draw responses with one to eight characters misread, lost or added, as a real OCR does it."""
    return _damage(draw(undamaged), _Drawing(draw))


@st.composite
def damaged_cards(draw: st.DrawFn, /, **overrides: Any) -> tuple[Specimen, Response]:
    """Draw specimens, each with a damaged response for it: what is true beside what was read."""
    specimen = draw(cards(**overrides))
    choose = _Drawing(draw)
    response = choose.choice((specimen.response, specimen.lines))()
    return specimen, _damage(response, choose)


def td1_lines() -> st.SearchStrategy[MrzLines]:
    """Return a strategy for the three lines of valid MRZs."""
    return cards().map(lambda specimen: specimen.mrz)


def khmer_dates(first: dt.date = EARLIEST_DATE, last: dt.date = LATEST_DATE) -> st.SearchStrategy[str]:
    """Return a strategy for dates as the card prints them."""
    return st.dates(first, last).map(to_printed_date)


def khmer_names() -> st.SearchStrategy[str]:
    """Return a strategy for Khmer names, surname first, with one to three given names."""
    surnames = st.sampled_from([khmer for khmer, _ in SURNAMES])
    given = st.lists(st.sampled_from([khmer for khmer, _ in GIVEN_NAMES]), min_size=1, max_size=3)
    return st.builds(lambda surname, words: " ".join([surname, *words]), surnames, given)


def _damage(response: Response, choose: Chooser) -> Response:
    damaged_response = copy.deepcopy(response)
    slots = slots_of(damaged_response)
    for _ in range(choose.integer(1, _MOST_FAULTS)):
        slot = choose.choice(slots)
        kind, text = slot.kind, slot.text
        place = choose.integer(0, len(text))
        read = misread(text[place : place + 1], kind, choose)
        slot.write(text[:place] + read + text[place + 1 :])
    return damaged_response


st.register_type_strategy(Specimen, cards())
st.register_type_strategy(CardValues, cards().map(lambda specimen: specimen.values))
st.register_type_strategy(RawCard, cards().map(lambda specimen: specimen.card))
st.register_type_strategy(Td1, td1_lines().map(lambda lines: parse_td1(lines).value))
