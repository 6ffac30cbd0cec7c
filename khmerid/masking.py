"""How an object that holds what was on a card shows itself: what is there, and never what it says.

A ``repr`` ends up in logs, tracebacks and the output of tests. Whoever wants the content asks for the
attribute, or for all of them with `attrs.asdict`.

>>> @attrs.frozen
... class Doubt(Masked):
...     text: str
...     size: int = 0
>>> Doubt("a scar"), Doubt("a scar").text
(Doubt(text), 'a scar')
>>> masked("a scar"), masked(None)
('6 characters', 'nothing')
"""

from typing import Any

import attrs


class Masked:
    """A class of attrs whose ``repr`` names the attributes that have something in them."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        """Keep attrs from giving a subclass a ``repr`` that quotes."""
        super().__init_subclass__()
        cls.__repr__ = cls.__repr__  # type: ignore[method-assign]  # attrs takes it for the class's own

    def __repr__(self) -> str:
        kind: Any = type(self)
        there = (field.name for field in attrs.fields(kind) if getattr(self, field.name))
        return f"{kind.__name__}({', '.join(there)})"


def masked(text: str | None) -> str:
    """Return how long a text is, for a ``repr``."""
    return "nothing" if text is None else f"{len(text)} characters"
