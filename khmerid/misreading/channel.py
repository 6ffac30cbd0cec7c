"""What an engine misreads: channels, each with what the characters of one kind of print are misread as.

A cost is the negative natural logarithm of a rate, learned from labelled OCR output (``shipped.json``). The
printed ``""`` stands for a place where nothing is printed, the read ``""`` for a character that was lost. A
channel is one object, handed to whatever needs it, so that another engine's can take its place as a whole.

>>> from khmerid.misreading import SHIPPED
>>> channel = SHIPPED.printed_khmer
>>> channel.cost("1", "១"), channel.cost("1", "9")
(0.1, 4.7)
>>> as_nine = numeral_costs(channel, "9")
>>> as_nine[1] < as_nine[9]  # a Western 9 is a Khmer one, misread, more often than a Khmer nine
True
"""

import functools
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any, Final

import attrs

from khmerid.misreading.conditions import CONDITIONS
from khmerid.misreading.look_alikes import LOOK_ALIKES, LookAlikes
from khmerid.packaged import packaged_text

Costs = tuple[float, ...]

#: The most that one character read for another weighs, however seldom that was seen: once in about 1,800.
#: The candidates that are weighed are found with it (`khmerid.resolve.decoder`); how sure they are, it does
#: not say. Higher, and a text that was misread once loses the value that the other side has.
DEAREST: Final = 7.5
#: The same for a character added or lost: rarer than any misreading seen, so a little more.
DEAREST_SLIP: Final = 8.0
#: The cost of a pair that was not seen twice in learning; beyond both limits above.
UNSEEN: Final = 9.9

_NUMERALS: Final = tuple("0123456789")


@attrs.frozen(eq=False, repr=False)
class Channel:
    """One kind of print: its name, its costs, and the cost of one numeral read as two that look like it.

    ``costs`` are by printed character, then by what was read; numerals are those of ASCII in every channel.
    """

    name: str
    costs: Mapping[str, Mapping[str, float]]
    doubled: float

    def __repr__(self) -> str:
        return f"Channel({self.name})"

    def cost(self, printed: str, read: str) -> float:
        """Return what it costs to have read one character for another, unbounded."""
        return self.costs.get(printed, {}).get(read, UNSEEN)

    def rates(self, printed: str) -> dict[str, float]:
        """Return how often a character is read as each that it was seen read as, itself included."""
        return {read: math.exp(-cost) for read, cost in self.costs.get(printed, {}).items()}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Misreadings:
    """All channels of an engine: the printed Khmer and Latin numerals, the MRZ, and the words for the sex.

    ``sex_words`` has, by the edits from a text to the nearer of the two words and how many more the other
    one is away, how much more likely the nearer was printed: the natural logarithm of the odds.
    ``conditions`` is how often each condition of a picture is met (`khmerid.misreading.conditions`).
    """

    printed_khmer: Channel  # the numerals and separators of the printed dates and of the height
    printed_latin: Channel  # the numerals of the printed document number
    mrz: Channel  # the upper and the middle line
    mrz_name: Channel  # the lower line
    look_alikes: LookAlikes  # by shape, where rates say nothing
    sex_words: Mapping[tuple[int, int], float]
    conditions: tuple[float, ...] = tuple(condition.often for condition in CONDITIONS)

    @functools.cached_property
    def digest(self) -> str:
        """The SHA-256 of all tables, whatever the order in them."""
        kept: dict[str, Any] = {
            field.name: getattr(self.look_alikes, field.name)
            for field in attrs.fields(LookAlikes)
            if field.init
        }
        channels = (self.printed_khmer, self.printed_latin, self.mrz, self.mrz_name)
        kept["channels"] = [[one.name, one.costs, one.doubled] for one in channels]
        kept["conditions"] = self.conditions
        kept["sex_words"] = sorted([*edits, odds] for edits, odds in self.sex_words.items())
        said = json.dumps(kept, sort_keys=True, default=_plain)
        return f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"


def _plain(table: object) -> object:
    return dict(table) if isinstance(table, Mapping) else sorted(table)  # type: ignore[call-overload]  # a set


# These are functions, and not methods, so that what they find is kept for each channel.


@functools.lru_cache(maxsize=4096)
def numeral_costs(channel: Channel, read: str) -> Costs:
    """Return, for each numeral 0 to 9, the cost of reading it as this character, as none, or as these two."""
    if len(read) == 2:
        return tuple(_cost_of_two(channel, numeral, read) for numeral in range(10))
    dearest = DEAREST if read else DEAREST_SLIP
    return tuple(min(channel.cost(numeral, read), dearest) for numeral in _NUMERALS)


def _cost_of_two(channel: Channel, numeral: int, read: str) -> float:
    """Return the cost of a numeral read twice, by two look-alikes; otherwise one of the two was added."""
    one, other = (numeral_costs(channel, character)[numeral] for character in read)
    if max(one, other) < DEAREST:
        return channel.doubled + min(one, other)
    return min(one + added_cost(channel, read[1]), other + added_cost(channel, read[0]))


@functools.lru_cache(maxsize=4096)
def literal_cost(channel: Channel, literal: str, read: str) -> float:
    """Return the cost of reading a character that is known beforehand, such as a full stop of a date."""
    return min(channel.cost(literal, read), DEAREST)


@functools.lru_cache(maxsize=4096)
def added_cost(channel: Channel, read: str) -> float:
    """Return the cost of reading a character where nothing is printed."""
    return min(channel.cost("", read), DEAREST_SLIP)


def misreadings_of(learned: Mapping[str, Any]) -> Misreadings:
    """Return the channels of learned tables, as ``shipped.json`` has them: in tenths of natural logarithms.

    ``costs`` are by channel, by printed character and by what was read: the printed ``""`` has what was read
    where nothing is, the read ``""`` what was not read. ``doubled`` is the cost of one numeral read as two
    that look like it. ``sex_words`` has rows of the edits to the nearer word, the edits that the other is
    farther, and the log odds of the nearer.
    """
    channels = {
        name: Channel(
            name,
            {printed: {read: cost / 10 for read, cost in row.items()} for printed, row in table.items()},
            learned["doubled"][name] / 10,
        )
        for name, table in learned["costs"].items()
    }
    return Misreadings(
        printed_khmer=channels["khmer"],
        printed_latin=channels["latin"],
        mrz=channels["mrz"],
        mrz_name=channels["name"],
        look_alikes=LOOK_ALIKES,
        sex_words={(edits, ahead): odds / 10 for edits, ahead, odds in learned["sex_words"]},
    )


SHIPPED: Final = misreadings_of(json.loads(packaged_text("khmerid.misreading", "shipped.json")))
