"""Enumerations whose members have a name for programs and a sentence for people, in English and in Khmer."""

import enum
import functools
import tomllib
from importlib import resources
from typing import Any, Self


class Explained(enum.Enum):
    """A member is declared as its name in JSON and its sentence; ``sentences.km.toml`` has the one in Khmer.

    >>> class Fruit(Explained):
    ...     MANGO = "mango", "It is a mango."
    >>> str(Fruit.MANGO), Fruit.MANGO.sentence, Fruit("mango")
    ('mango', 'It is a mango.', <Fruit.MANGO: 'mango'>)

    """

    sentence: str

    def __new__(cls, name: str, *_: object) -> Self:
        """Make a member whose value is its name."""
        member = object.__new__(cls)
        member._value_ = name
        return member

    # The default is for type checkers alone, to which ``Fruit("mango")`` looks like a call of this.
    def __init__(self, _name: str, sentence: str = "") -> None:
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.value)

    @property
    def sentence_khmer(self) -> str:
        """The sentence in Khmer."""
        return str(_sentences_khmer()[type(self).__name__][self.value])


@functools.cache
def _sentences_khmer() -> dict[str, Any]:
    return tomllib.loads(resources.files("khmerid").joinpath("sentences.km.toml").read_text("utf-8"))
