"""How a server is set: who may call it, how much it takes at a time, how long it waits.

>>> ServeSettings(token="0123456789abcdef", workers=2)
ServeSettings(workers=2, queue=8, with a token)
>>> ServeSettings(token="short")
Traceback (most recent call last):
ValueError: the token has fewer than 16 characters
"""

import re
from collections.abc import Collection
from typing import Final

import attrs

from khmerid.huawei.call import check_token
from khmerid.report.policy import DEFAULT_POLICY, Policy

#: Characters of a token: 16 hexadecimal numerals are 64 bits, too many to try.
_SHORTEST_TOKEN: Final = 16
_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def _check_token(_instance: object, _attribute: object, token: str | None) -> None:
    if token is None:
        return
    if len(token) < _SHORTEST_TOKEN:
        message = f"the token has fewer than {_SHORTEST_TOKEN} characters"
        raise ValueError(message)
    check_token(_instance, _attribute, token)


def _check_hosts(_instance: object, _attribute: object, hosts: Collection[str]) -> None:
    if not all(_HOST.fullmatch(host) for host in hosts):
        message = "a host of pictures is a name in small letters such as bucket.example.com"
        raise ValueError(message)


#: More than an hour is no limit.
_MOST_SECONDS: Final = 3600.0


@attrs.frozen(kw_only=True, repr=False)
class ServeSettings:
    """How a server is set.

    Without a ``token`` everybody is served. ``workers`` processes read pictures, and ``queue`` requests more
    may send theirs or wait; another one is refused. ``seconds`` is how long one picture may take. Pictures
    are downloaded, over https, from ``url_hosts`` alone. ``policy`` is that of reports.
    """

    token: str | None = attrs.field(default=None, validator=_check_token)
    workers: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    queue: int = attrs.field(default=8, validator=attrs.validators.ge(0))
    seconds: float = attrs.field(
        default=30.0, validator=[attrs.validators.gt(0.0), attrs.validators.le(_MOST_SECONDS)]
    )
    url_hosts: Collection[str] = attrs.field(default=(), validator=_check_hosts)
    policy: Policy = DEFAULT_POLICY

    def __repr__(self) -> str:
        token = "open to all" if self.token is None else "with a token"
        return f"ServeSettings(workers={self.workers}, queue={self.queue}, {token})"
