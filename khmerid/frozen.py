"""A mapping that cannot be changed and has a hash, for what is frozen altogether.

>>> alarms = FrozenMapping({"blur": True})
>>> alarms["blur"], alarms == {"blur": True}, hash(alarms) == hash(FrozenMapping(alarms))
(True, True, True)
>>> alarms["blur"] = False
Traceback (most recent call last):
TypeError: 'FrozenMapping' object does not support item assignment
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


class FrozenMapping(Mapping[K, V_co]):
    """What a mapping held when it was given; it can be pickled, which a mapping proxy cannot."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V_co]) -> None:
        self._items: dict[K, V_co] = dict(items)

    def __getitem__(self, key: K) -> V_co:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)


def freeze(items: Mapping[K, V_co]) -> FrozenMapping[K, V_co]:
    """Return a mapping that cannot be changed: the same one where it cannot be changed already.

    >>> freeze(EMPTY) is EMPTY
    True
    """
    return items if isinstance(items, FrozenMapping) else FrozenMapping(items)


EMPTY: Final[Mapping[Any, Any]] = FrozenMapping({})
