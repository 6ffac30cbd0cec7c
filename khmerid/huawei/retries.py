"""Which failed calls are made again, and when.

A call changes nothing at the service, so making it again is safe; after a time-out it may be billed twice.
Bad credentials are never sent again: five in a row lock the key for five minutes. Too many calls in a minute
ask for a wait of two to five seconds, and a day's quota for none. Other failures wait longer each time.

>>> retries = Retries(Backoff(), renews_token=False)
>>> retries(ApiError(code="APIG.0301", meaning="the token is wrong", retry="no"))
False
>>> retries(ApiError(code="ModelArts.4505", meaning="the service failed inside", retry="backoff"))
True

"""

import random
from typing import Final

import attrs
import stamina

from khmerid.errors import ApiError

TOKEN_MUST_BE_RENEWED: Final = frozenset({"APIG.0305", "APIG.0307", "APIGW.0305", "APIGW.0307"})
_THROTTLED: Final = frozenset({"APIG.0308", "APIGW.0308", "429"})


@attrs.frozen(kw_only=True)
class Backoff:
    """How many attempts a call has, and the seconds between them.

    The wait begins with ``first`` and doubles up to ``longest``, each time with up to ``first`` more at
    random. A throttled call waits for a time between the two of ``throttled``.
    """

    attempts: int = 4
    first: float = 1.0
    longest: float = 20.0
    throttled: tuple[float, float] = (2.0, 5.0)


@attrs.define
class Retries:
    """What may still be tried for one call: the answer is whether to retry, or the seconds until then."""

    backoff: Backoff
    renews_token: bool
    _had_its_one: bool = attrs.field(default=False, init=False)

    def __call__(self, error: Exception) -> bool | float:
        """Decide on one failure."""
        if not isinstance(error, ApiError) or error.retry == "no":
            return False
        if error.retry == "once":
            if self._had_its_one or (error.code in TOKEN_MUST_BE_RENEWED and not self.renews_token):
                return False
            self._had_its_one = True
            return 0.0 if error.code in TOKEN_MUST_BE_RENEWED else True
        if error.code in _THROTTLED:
            return random.uniform(*self.backoff.throttled)  # noqa: S311 - spreads the calls, keeps no secret
        return True


def repeating(backoff: Backoff) -> stamina.RetryingCaller:
    """Give what calls a function until it succeeds or may not be retried."""
    return stamina.RetryingCaller(
        attempts=backoff.attempts,
        timeout=None,
        wait_initial=backoff.first,
        wait_max=backoff.longest,
        wait_jitter=backoff.first,
    )


def repeating_async(backoff: Backoff) -> stamina.AsyncRetryingCaller:
    """Give the same for a function that is awaited."""
    return stamina.AsyncRetryingCaller(
        attempts=backoff.attempts,
        timeout=None,
        wait_initial=backoff.first,
        wait_max=backoff.longest,
        wait_jitter=backoff.first,
    )
