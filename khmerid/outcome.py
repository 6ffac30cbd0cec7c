"""How two things compare.

>>> str(Outcome.COMPATIBLE)
'compatible'
"""

from khmerid.explained import Word


class Outcome(Word):
    """The outcome of a check; "not compared" is never "wrong"."""

    AGREES = "agrees"
    COMPATIBLE = "compatible"  # one side says less than the other and nothing against it
    CONFLICTS = "conflicts"
    UNDECIDED = "undecided"  # a side is not there, or not readable
