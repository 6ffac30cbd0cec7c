"""Enumerations whose members have a name for programs and a sentence for people, in English and in Khmer."""

import enum
from typing import Self


class Worded(enum.Enum):
    """A member is declared as its name in JSON, its sentence in English and its sentence in Khmer.

    >>> class Fruit(Worded):
    ...     MANGO = "mango", "It is a mango.", "វាជាស្វាយ។"
    >>> str(Fruit.MANGO), Fruit.MANGO.sentence, Fruit("mango")
    ('mango', 'It is a mango.', <Fruit.MANGO: 'mango'>)

    """

    sentence: str
    sentence_khmer: str

    def __new__(cls, name: str, sentence: str, sentence_khmer: str) -> Self:
        """Take the name as the value."""
        member = object.__new__(cls)
        member._value_ = name
        member.sentence = sentence
        member.sentence_khmer = sentence_khmer
        return member

    def __str__(self) -> str:
        return str(self.value)
