"""Where choices come from: a seeded generator here, a strategy of hypothesis in `strategies`.

>>> once, again = RandomChooser(7), RandomChooser(7)
>>> once.integer(1, 1000) == again.integer(1, 1000), once.choice("abc") == again.choice("abc")
(True, True)

"""

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Chooser(Protocol):
    """Something that chooses; what comes first is the simplest."""

    def choice(self, options: Sequence[T]) -> T:
        """Choose one of several."""
        ...

    def integer(self, lowest: int, highest: int) -> int:
        """Choose a whole number, both ends included."""
        ...


class RandomChooser:
    """Choices from a seed, the same ones each time."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same cards again is what is wanted

    def choice(self, options: Sequence[T]) -> T:
        """Choose one of several, each as likely."""
        return self._random.choice(options)

    def integer(self, lowest: int, highest: int) -> int:
        """Choose a whole number, both ends included."""
        return self._random.randint(lowest, highest)
