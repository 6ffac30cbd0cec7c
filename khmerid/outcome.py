"""How two things compare.

>>> str(Outcome.COMPATIBLE)
'compatible'

"""

import enum


class Outcome(enum.Enum):
    """The outcome of a check; "not compared" is never "wrong"."""

    AGREES = "agrees"
    COMPATIBLE = "compatible"  # one side says less than the other and nothing against it
    CONFLICTS = "conflicts"
    UNDECIDED = "undecided"  # a side is not there, or not readable

    def __str__(self) -> str:
        return self.value
