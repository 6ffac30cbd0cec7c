"""Enumerations whose members have a name for programs and a sentence for people, in English and in Khmer."""

import enum
from typing import Self


class Explained(enum.Enum):
    """A member is declared as its name in JSON, its sentence in English and its sentence in Khmer.

    >>> class Fruit(Explained):
    ...     MANGO = "mango", "It is a mango.", "វាជាស្វាយ។"
    >>> str(Fruit.MANGO), Fruit.MANGO.sentence, Fruit("mango")
    ('mango', 'It is a mango.', <Fruit.MANGO: 'mango'>)

    """

    sentence: str
    sentence_khmer: str

    def __new__(cls, name: str, *_: object) -> Self:
        """Make a member whose value is its name."""
        member = object.__new__(cls)
        member._value_ = name
        return member

    # The defaults are for type checkers alone, to which ``Fruit("mango")`` looks like a call of this.
    def __init__(self, _name: str, sentence: str = "", sentence_khmer: str = "") -> None:
        self.sentence = sentence
        self.sentence_khmer = sentence_khmer

    def __str__(self) -> str:
        return str(self.value)
