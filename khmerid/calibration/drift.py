"""Whether the engine, the camera or the card has changed since a profile was learned.

On how many cards something was, such as a numeral misread or a field missing, is compared with how many it
is on now: cards are drawn each for itself, characters of one card are not. Each comparison is Fisher's exact
test of two shares, two-sided; all together are held by Holm's method, so that where nothing has changed the
share of false alarms is at most what is asked for, however many are compared.
"""

import math
from collections.abc import Mapping
from typing import Final

import attrs

from khmerid.misreading import Profile

#: The share of runs that alarm although nothing has changed.
FALSE_ALARMS: Final = 0.01
#: How much likelier than what was seen a share may be and still count as so unlikely: rounding of logarithms.
_ROUNDING: Final = 1e-7


@attrs.frozen(kw_only=True)
class Change:
    """What was compared: on how many cards it was, of how many, before and now, and how likely by chance.

    ``is_alarm`` says that it has changed.
    """

    what: str
    before: tuple[int, int]
    now: tuple[int, int]
    chance: float
    is_alarm: bool


def changes(
    profile: Profile, now: Mapping[str, tuple[int, int]], *, false_alarms: float = FALSE_ALARMS
) -> list[Change]:
    """Compare the cards of a profile with others, the least likely first.

    What one of them never could have is not compared. Raises ``ValueError`` for a share of false alarms that
    is none.

    >>> profile = Profile(name="gate", cards=300, on_cards={"khmer 3 misread": (12, 300)})
    >>> [change.is_alarm for change in changes(profile, {"khmer 3 misread": (3, 100)})]
    [False]
    >>> [change.is_alarm for change in changes(profile, {"khmer 3 misread": (30, 100)})]
    [True]
    """
    require_share(false_alarms)
    both = [what for what, (_, of) in sorted(profile.on_cards.items()) if of and what in now and now[what][1]]
    chances = {what: chance_of(profile.on_cards[what], now[what]) for what in both}
    found, holds = [], True
    for at, what in enumerate(sorted(both, key=chances.__getitem__)):
        holds = holds and chances[what] * (len(both) - at) <= false_alarms
        found.append(
            Change(
                what=what,
                before=profile.on_cards[what],
                now=now[what],
                chance=chances[what],
                is_alarm=holds,
            )
        )
    return found


def require_share(false_alarms: float) -> None:
    """Raise ``ValueError`` unless it is a share of runs that may alarm."""
    if not 0 < false_alarms < 1:
        message = "the share of false alarms lies between 0 and 1"
        raise ValueError(message)


def chance_of(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return how likely two shares of one rate differ so much or more (Fisher's exact test, two-sided).

    >>> round(chance_of((1, 10), (9, 10)), 5)
    0.00109
    """
    (on, of), (other_on, other_of) = one, other
    total, n = on + other_on, of + other_of
    low, high = max(0, total - other_of), min(total, of)

    def log_of(here: int) -> float:
        return _log_choose(of, here) + _log_choose(other_of, total - here)

    seen, whole = log_of(on), _log_choose(n, total)
    likely = (
        math.exp(log - whole) for here in range(low, high + 1) if (log := log_of(here)) <= seen + _ROUNDING
    )
    return min(sum(likely), 1.0)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
