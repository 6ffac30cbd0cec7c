"""Exceptions, which are for callers' mistakes and for services' failures, never for what a card says.

No message quotes the content of a response: it may be a person's name.
"""

import functools
from collections.abc import Callable

import attrs


class UnexpectedResponseError(ValueError):
    """A response does not have the shape that its service documents.

    Its message names keys and types, never what they hold.

    >>> import khmerid
    >>> khmerid.adapt({"holder": "SOK SOPHEA"})
    Traceback (most recent call last):
    khmerid.errors.UnexpectedResponseError: unknown response shape: dict with the key holder; expected ...
    """


@attrs.define(kw_only=True, eq=False, str=False)
class ApiError(Exception):
    """A service answered with an error: its code, what that means, and whether another try helps.

    ``code`` is the service's own, if it is a documented one, or the HTTP status as text where it gave none,
    else ``"unknown"``. ``retry`` is one of ``"no"``, ``"once"``, ``"backoff"``. ``request_id`` is what the
    service's support asks for.

    >>> error = ApiError(code="AIS.0103", meaning="the image's sides are out of bounds", retry="no")
    >>> str(error), error.status
    ("AIS.0103: the image's sides are out of bounds (a retry does not help)", None)
    """

    code: str
    meaning: str
    retry: str
    status: int | None = None
    request_id: str | None = None

    def __reduce__(self) -> tuple[Callable[[], "ApiError"], tuple[()]]:
        """Return how to make it anew, for pickle: by names, which an exception's own way does not do."""
        return functools.partial(type(self), **attrs.asdict(self)), ()

    def __str__(self) -> str:
        helps = {"no": "a retry does not help", "once": "one retry may help", "backoff": "retry after a wait"}
        return f"{self.code}: {self.meaning} ({helps[self.retry]})"
