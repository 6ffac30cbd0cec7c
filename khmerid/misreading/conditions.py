"""Conditions of a picture: how often each is met, and how noisy its texts then are.

A condition ties the sides of a card: where the print is hard to read, the MRZ mostly is too. How often each
is met is an engine's own, as the rates of its misreadings are (`Misreadings.conditions`).

>>> round(sum(condition.often for condition in CONDITIONS), 9)
1.0
"""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

#: Channels by name: what has a level of noise of its own.
SIDES: Final = ("latin", "khmer", "mrz")


@attrs.frozen
class Condition:
    """A condition of a picture: how often it is met, and how often each damage and rate of numerals is in it.

    ``damages`` are by side.
    """

    name: str
    often: float
    damages: Mapping[str, Sequence[float]]
    numerals: Sequence[float]


#: Good, fair, bad, ruined; and one in which numerals are taken for others although nothing looks damaged. How
#: often each damage is on each side of the first three is what expectation-maximisation found in the corpora,
#: rounded, with more in the tail. By hand are set: what was taken off the third for ruined pictures, of which
#: hardly a line of the MRZ is left; the last; and all rates of numerals for numerals, against simulated noise
#: (``benchmarks/calibration.py`` says where the error is understated all the same). A lighter tail, and a
#: card that looks clean by chance is believed; heavier, and fewer values are sure.
CONDITIONS: Final = (
    Condition(
        "good",
        0.75,
        {
            "latin": (0.83, 0.15, 0.015, 0.004, 0.001),
            "khmer": (0.93, 0.06, 0.006, 0.003, 0.001),
            "mrz": (0.74, 0.24, 0.012, 0.006, 0.002),
        },
        (0.8, 0.19, 0.0095, 0.0005),
    ),
    Condition(
        "fair",
        0.13,
        {
            "latin": (0.2, 0.39, 0.36, 0.03, 0.02),
            "khmer": (0.1, 0.15, 0.68, 0.06, 0.01),
            "mrz": (0.06, 0.2, 0.5, 0.22, 0.02),
        },
        (0.6, 0.35, 0.047, 0.003),
    ),
    Condition(
        "bad",
        0.075,
        {
            "latin": (0.05, 0.08, 0.7, 0.12, 0.05),
            "khmer": (0.03, 0.04, 0.5, 0.38, 0.05),
            "mrz": (0.06, 0.1, 0.29, 0.45, 0.1),
        },
        (0.4, 0.45, 0.13, 0.02),
    ),
    Condition(
        "ruined",
        0.025,
        {
            "latin": (0.01, 0.03, 0.3, 0.5, 0.16),
            "khmer": (0.02, 0.03, 0.4, 0.45, 0.1),
            "mrz": (0.01, 0.01, 0.08, 0.25, 0.65),
        },
        (0.2, 0.35, 0.35, 0.1),
    ),
    Condition(
        "misread unseen", 0.02, dict.fromkeys(SIDES, (0.6, 0.25, 0.1, 0.03, 0.02)), (0.02, 0.08, 0.4, 0.5)
    ),
)
