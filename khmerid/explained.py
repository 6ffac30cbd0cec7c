"""Enumerations that print as JSON has them, and those that have a sentence for people besides."""

import enum
import functools
import tomllib
from importlib import resources
from typing import Any, Self


class Word(enum.Enum):
    """A member prints as its value, which is a word and its name in JSON.

    >>> class Fruit(Word):
    ...     MANGO = "mango"
    >>> str(Fruit.MANGO), Fruit("mango")
    ('mango', <Fruit.MANGO: 'mango'>)
    """

    def __str__(self) -> str:
        return str(self.value)


class Language(enum.StrEnum):
    """The languages in which people are told what is found."""

    ENGLISH = "en"
    KHMER = "km"


class Explained(Word):
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

    @property
    def sentence_khmer(self) -> str:
        """The sentence in Khmer."""
        return str(_sentences_khmer()[type(self).__name__][self.value])

    def told(self, language: Language) -> str:
        """Return the sentence in a language."""
        return self.sentence_khmer if language is Language.KHMER else self.sentence


@functools.cache
def _sentences_khmer() -> dict[str, Any]:
    return tomllib.loads(resources.files("khmerid").joinpath("sentences.km.toml").read_text("utf-8"))
