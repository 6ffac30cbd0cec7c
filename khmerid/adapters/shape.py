"""Taking responses apart: each helper returns what it names or says which key has another shape.

>>> at({"result": {"lines": ["a"]}}, "result", "lines")
['a']
>>> at({"result": None}, "result", "lines") is None
True
>>> text_of(7, "lines.text")
Traceback (most recent call last):
khmerid.errors.UnexpectedResponseError: lines.text: text was expected, got int

"""

from collections.abc import Mapping, Sequence
from typing import Any

from khmerid.errors import UnexpectedResponseError


def at(response: object, *keys: str) -> Any:
    """Return what lies at a path of keys, ``None`` where the path ends early."""
    found = response
    for key in keys:
        if type(found) is not dict and not isinstance(found, Mapping):  # the former is by far faster
            return None
        found = found.get(key)
    return found


def either(response: object, *keys: str) -> Any:
    """Return what lies at the first of the keys that is there: a service and its client spell differently."""
    return next((found for key in keys if (found := at(response, key)) is not None), None)


def items_of(value: object, where: str) -> Sequence[Any]:
    """Return a list, a tuple or an array as a sequence; nothing for ``None``."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return value
    message = f"{where}: a list was expected, got {type(value).__name__}"
    raise UnexpectedResponseError(message)


def text_of(value: object, where: str) -> str:
    """Return a text; an empty one for ``None``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    message = f"{where}: text was expected, got {type(value).__name__}"
    raise UnexpectedResponseError(message)
