"""A picture from its address: https, from hosts on a list, without redirections, and from no private network.

The address that a host's name leads to is looked at, and it is the one that is connected to: a name that
leads elsewhere a moment later (DNS rebinding) changes nothing.

>>> is_public("203.0.113.7"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("8.8.8.8")
(False, False, False, True)
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

import attrs
import httpcore

from khmerid.huawei import wire
from khmerid.huawei.received import RefusedRequestError, check_image

Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]

#: Seconds for a whole download.
_SECONDS: Final = 15.0
_LONGEST: Final = wire.LONGEST_BASE64 // 4 * 3  # bytes
_LONGEST_URL: Final = 2048
_PORT: Final = 443
# Of IPv6, only what is handed out at all, and of that nothing that has an IPv4 address in it.
_HANDED_OUT: Final = ipaddress.IPv6Network("2000::/3")
# Older Pythons call these global: protocol assignments (clouds told secrets there), relays, documentation.
_SPECIAL: Final = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public Internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in _HANDED_OUT or ip.sixtofour or ip.teredo):
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _SPECIAL)


async def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@attrs.frozen(kw_only=True)
class Downloader:
    """Downloads pictures from some hosts; without any it refuses all."""

    hosts: Collection[str]
    resolve: Resolve = resolve
    network: httpcore.AsyncNetworkBackend = attrs.field(factory=httpcore.AnyIOBackend)
    tls: ssl.SSLContext | None = None

    async def fetch(self, url: str) -> bytes:
        """Return the bytes of a picture; raise ``RefusedRequestError``."""
        if not self._allows(url):
            raise RefusedRequestError(wire.NOT_ALLOWED)
        try:
            async with asyncio.timeout(_SECONDS):
                image = await self._get(url)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError):
            image = None  # raised below: these errors may hold the address
        if image is None:
            raise RefusedRequestError(wire.NOT_DOWNLOADED)
        return check_image(image)

    def _allows(self, url: str) -> bool:
        if len(url) > _LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
            return False
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        return (
            parts.scheme == "https"
            and parts.hostname in self.hosts
            and port in {None, _PORT}
            and "@" not in parts.netloc
        )

    async def _get(self, url: str) -> bytes | None:
        """Return what an address has, if it has something that is not too long."""
        pinned = _PinnedNetwork(self)
        async with (
            httpcore.AsyncConnectionPool(ssl_context=self.tls, network_backend=pinned) as pool,
            pool.stream("GET", url, headers={"Accept": "image/*"}) as response,
        ):
            if response.status != 200:
                return None
            image = bytearray()
            async for part in response.aiter_stream():
                image += part
                if len(image) > _LONGEST:
                    return None
            return bytes(image)


class _PinnedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to the address that was looked at."""

    def __init__(self, downloader: Downloader) -> None:
        self._downloader = downloader

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the name in httpcore
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host on the list if all of its addresses are public."""
        addresses = await self._downloader.resolve(host, port)
        if host not in self._downloader.hosts or not addresses or not all(map(is_public, addresses)):
            message = "the host leads to an address that is not public"
            raise httpcore.ConnectError(message)
        return await self._downloader.network.connect_tcp(
            addresses[0], port, timeout, local_address, socket_options
        )
