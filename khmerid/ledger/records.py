"""What a ledger holds. All of it is personal: it quotes the card, and no ``repr`` shows any of it.

>>> LaidText(side=Source.MRZ, text="F", characters=1, expected="F")
LaidText(side, text, characters, expected)
>>> LaidCharacter("F", "E", Edit.CHANGED)
LaidCharacter(printed, read, edit)
>>> Unseen.NO_DIGIT.sentence
'No check digit covers this value.'
"""

from collections.abc import Mapping

import attrs

from khmerid.checks.crosscheck import Rule
from khmerid.explained import Explained
from khmerid.frozen import EMPTY, FrozenMapping
from khmerid.masking import Masked
from khmerid.outcome import Outcome
from khmerid.raw_card import Origin
from khmerid.resolve.resolved import Source


class Edit(Explained):
    """What became of a character between the print and the text that was read."""

    KEPT = "kept", "It was read as it stands there."
    CHANGED = "changed", "Something else was read in its place."
    ADDED = "added", "It was read where nothing of the value stands."
    LOST = "lost", "Nothing was read in its place."
    BESIDE = "beside", "It stands beside the value and is no part of it."


class Unseen(Explained):
    """What no check digit can see of a value here."""

    NO_DIGIT = "no_digit", "No check digit covers this value."
    NO_DIGIT_READ = "no_digit_read", "No check digit of this value could be read."
    SAME_VALUE = (
        "letter_of_same_value",
        "A letter was read that counts as much as the numeral in its place; no check digit tells them apart.",
    )
    SWAP = (
        "swapped_numerals",
        "These two neighbouring numerals can change places, and every check digit that was read stays right.",
    )
    PAIR = (
        "two_numerals",
        "These two numerals can be misread together, and every check digit that was read stays right.",
    )
    WITH_DIGIT = (
        "numeral_with_digit",
        "This numeral can be misread together with the value's check digit, and no other digit shows it.",
    )


@attrs.frozen
class LaidCharacter(Masked):
    """A character as it stands on the card if the value is right, what was read of it, and what that is.

    ``printed`` is empty for what was added or stands beside, ``read`` for what was lost; ``read`` has two
    characters where one numeral was read as two. ``likelihood`` is how likely that is at the noise of this
    card, ``None`` where nothing was weighed by it.
    """

    printed: str
    read: str
    edit: Edit
    likelihood: float | None = None


@attrs.frozen(kw_only=True)
class LaidText(Masked):
    """A text, where it stood, and how it lies along the value.

    ``side`` is where it was seen; `Source.RULE` is the printed issue, from which a rule leads to an expiry.
    ``text`` is as received, of a very long one the start; ``characters`` is how many it has. ``picture``
    counts the pictures or engines from 0.

    ``expected`` is the value as this side has it: what stands there if it is right. The positions give it
    when what is printed is put together, and the text when what was read is. Both are left empty where there
    is no value, where the text is far too long or short for it, or has another form, such as a date in words.
    """

    side: Source
    text: str
    characters: int
    picture: int = 0
    origin: Origin | None = None
    expected: str | None = None
    positions: tuple[LaidCharacter, ...] = ()


@attrs.frozen
class Alternative(Masked):
    """A value that it may be, and how likely, where that was weighed."""

    value: str
    probability: float | None = None


@attrs.frozen
class CoveringDigit(Masked):
    """A check digit that covers the value: what was read in its place, what it has to be, what that says.

    A digit that is no numeral says nothing. What the composite digit has to be depends on number, birth and
    expiry together; ``expected`` is empty where one of them has no value.
    """

    rule: Rule
    read: str
    expected: str
    outcome: Outcome


@attrs.frozen
class BlindSpot(Masked):
    """Something that no check digit can see here: where, and the value that would look the same to them.

    ``positions`` count the numerals from 1 as the MRZ has them. Of all values that two numerals, or one with
    its digit, would make, it is the one that is likeliest misread as this one.
    """

    code: Unseen
    positions: tuple[int, ...] = ()
    alternative: str | None = None


@attrs.frozen(kw_only=True)
class LedgerField(Masked):
    """All there is about one value: its texts, what else it may be, its digits, what those cannot see."""

    texts: tuple[LaidText, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    digits: tuple[CoveringDigit, ...] = ()
    unseen: tuple[BlindSpot, ...] = ()


@attrs.frozen(kw_only=True)
class LedgerVersions(Masked):
    """By what it was decided: the version of khmerid, the digests of the policy and of the misreadings."""

    khmerid: str
    policy: str
    misreadings: str


def _frozen_fields(fields: Mapping[str, LedgerField]) -> Mapping[str, LedgerField]:
    return FrozenMapping(fields)


def _frozen_noise(noise: Mapping[str, float]) -> Mapping[str, float]:
    return FrozenMapping(noise)


@attrs.frozen(kw_only=True)
class Ledger(Masked):
    """The ledger of a card: each field of which there is a text.

    ``noise`` is how often a numeral is misread on each side of this card, as all its texts tell.

    >>> import datetime as dt, khmerid
    >>> response = {"birth_date": "១៥.០៣.១៩៩០"}
    >>> report = khmerid.examine(response, today=dt.date(2026, 11, 22), evidence=True)
    >>> report.ledger.fields["date_of_birth"].texts[0].text
    '១៥.០៣.១៩៩០'
    """

    versions: LedgerVersions
    noise: Mapping[str, float] = attrs.field(default=EMPTY, converter=_frozen_noise)
    fields: Mapping[str, LedgerField] = attrs.field(default=EMPTY, converter=_frozen_fields)
