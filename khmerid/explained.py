"""Enumerations that print as JSON has them, and those that have a sentence for people besides.

What each member is in Khmer stands in ``sentences.km.toml``, by the class that declares it.
"""

import enum
import functools
from typing import Any, Final, Self

from khmerid.packaged import packaged_text

_FILE: Final = "sentences.km.toml"


class Language(enum.StrEnum):
    """The languages in which people are told what is found."""

    ENGLISH = "en"
    KHMER = "km"


class Told(enum.Enum):
    """A member is told to people in a language; in English it is the word that JSON has."""

    __hash__ = object.__hash__  # each member is there once; that of ``enum.Enum`` takes several times as long

    def told(self, language: Language) -> str:
        """Return the word in a language."""
        return _in_khmer(type(self).__name__, str(self)) if language is Language.KHMER else str(self)


class Word(Told):
    """A member prints as its value, which is a word and its name in JSON.

    >>> class Fruit(Word):
    ...     MANGO = "mango"
    >>> str(Fruit.MANGO), Fruit("mango")
    ('mango', <Fruit.MANGO: 'mango'>)
    """

    def __str__(self) -> str:
        return str(self.value)


class Explained(Word):
    """A member is declared as its name in JSON and its sentence.

    A sentence may have places in braces, the same in each language; they are filled in where it is told.

    >>> class Fruit(Explained):
    ...     MANGO = "mango", "It is a mango."
    ...     MANGOES = "mangoes", "There are {count:,} mangoes."
    >>> str(Fruit.MANGO), Fruit.MANGO.sentence, Fruit("mango")
    ('mango', 'It is a mango.', <Fruit.MANGO: 'mango'>)
    >>> Fruit.MANGOES.told(Language.ENGLISH, count=1200)
    'There are 1,200 mangoes.'
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
        return super().told(Language.KHMER)

    def told(self, language: Language, **parts: object) -> str:
        """Return the sentence in a language, with parts in the places that it has for them."""
        text = self.sentence_khmer if language is Language.KHMER else self.sentence
        return text.format_map(parts) if parts else text


def _in_khmer(kind: str, name: str) -> str:
    try:
        return str(_sentences_khmer()[kind][name])
    except (KeyError, TypeError):
        message = f"{_FILE} has nothing for {kind}.{name}: khmerid is not whole, install it again"
        raise OSError(message) from None


@functools.cache
def _sentences_khmer() -> dict[str, Any]:
    """Read the file on first use: whoever asks for no Khmer needs none, and meets no fault in it."""
    import tomllib  # noqa: PLC0415 - only for who asks for Khmer

    try:
        return tomllib.loads(packaged_text("khmerid", _FILE))
    except ValueError as error:  # of TOML or of UTF-8
        message = f"{_FILE} cannot be read ({error}): khmerid is not whole, install it again"
        raise OSError(message) from error
