"""A picture from its address: from hosts on a list, over https, from the public network, and nothing else."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import attrs
import httpcore
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from support.pictures import picture
from support.serving import TOKEN, serving, wait_until

from khmerid.huawei import wire
from khmerid.huawei.received import RefusedRequestError
from khmerid.serve import download
from khmerid.serve.download import Downloader, is_public, resolve
from khmerid.serve.settings import ServeSettings

HOST = "pictures.example.com"
PUBLIC = "198.41.0.4"  # of a root server of DNS; nothing is sent there
URL = f"https://{HOST}/card.png"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, content = {
            "/card.png": (200, picture(77)),
            "/query?a=1": (200, picture(77)),
            "/page": (200, b"<html>"),
            "/small": (200, picture(14)),
            "/elsewhere": (302, b""),
            "/long": (200, b"\x89PNG" * 2_000_000),
        }.get(self.path, (404, b""))
        with contextlib.suppress(OSError):
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/card.png")
            self.send_header("Content-Length", str(len(content) + (self.path == "/cut") * 9))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in http.server
        pass


class Network(httpcore.AnyIOBackend):
    """A network in which every address leads to one server; it keeps which were connected to."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port
        self.connected: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the name in httpcore
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.connected.append((host, port))
        return await super().connect_tcp("127.0.0.1", self._port, timeout, local_address, socket_options)


@attrs.frozen
class Site:
    """A server of pictures and the names it goes by."""

    network: Network
    tls: ssl.SSLContext
    addresses: dict[str, list[str]]

    async def resolve(self, host: str, _port: int) -> list[str]:
        if host not in self.addresses:
            message = "no such host"
            raise OSError(message)
        return self.addresses[host]

    def downloader(self, *hosts: str) -> Downloader:
        return Downloader(hosts=hosts or (HOST,), resolve=self.resolve, network=self.network, tls=self.tls)

    def fetch(self, url: str, *hosts: str) -> bytes | str:
        """Return what is downloaded, or the code of the error."""
        try:
            return asyncio.run(self.downloader(*hosts).fetch(url))
        except RefusedRequestError as refusal:
            return refusal.error.code


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def site(authority: trustme.CA) -> Iterator[Site]:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(server_side)
    client_side = ssl.create_default_context()
    authority.configure_trust(client_side)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.socket = server_side.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Site(Network(server.server_port), client_side, {HOST: [PUBLIC]})
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_picture_comes_from_the_address_that_was_looked_at(site: Site) -> None:
    assert site.fetch(URL) == picture(77)
    assert site.fetch(f"https://{HOST}:443/card.png") == picture(77)
    assert site.network.connected == [(PUBLIC, 443)] * 2


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/card.png",
        f"ftp://{HOST}/card.png",
        f"//{HOST}/card.png",
        "card.png",
        "",
        "https://",
        "https://elsewhere.example.com/card.png",
        f"https://{HOST}.evil.example/card.png",
        f"https://evil.example/{HOST}",
        f"https://{HOST}:8443/card.png",
        f"https://{HOST}:99999/card.png",
        f"https://{HOST}@evil.example/card.png",
        f"https://evil.example\\@{HOST}/card.png",
        f"https://user:password@{HOST}/card.png",
        "https://127.0.0.1/card.png",
        "https://[::1]/card.png",
        "https://[::1/card.png",
        f"https://{HOST}/a card.png",
        f"https://{HOST}/card.png\r\nHost: evil.example",
        f"https://{HOST}/ភាសា",
        f"https://{HOST}/{'x' * 3000}",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_not_allowed_is_not_even_looked_up(site: Site, url: str) -> None:
    assert site.fetch(url) == "ModelArts.4601"
    assert site.network.connected == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["fe80::1"],
        ["::ffff:10.0.0.1"],
        ["64:ff9b::a00:1"],
        ["2002:a00:1::"],
        [PUBLIC, "192.168.0.1"],
        [],
    ],
    ids=str,
)
def test_a_host_that_leads_into_a_private_network_is_left_alone(site: Site, addresses: list[str]) -> None:
    site.addresses[HOST] = addresses
    assert site.fetch(URL) == "ModelArts.4603"
    assert site.network.connected == []


def test_a_host_that_leads_elsewhere_a_moment_later_changes_nothing(site: Site) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])

    async def rebinding(_host: str, _port: int) -> list[str]:
        return next(answers)

    downloader = attrs.evolve(site.downloader(), resolve=rebinding)
    assert asyncio.run(downloader.fetch(URL)) == picture(77)
    assert site.network.connected == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("missing", "ModelArts.4603"),
        ("elsewhere", "ModelArts.4603"),
        ("long", "ModelArts.4603"),
        ("cut", "ModelArts.4603"),
        ("page", "AIS.0102"),
        ("small", "AIS.0103"),
    ],
)
def test_what_is_no_picture_within_the_limits_is_refused(site: Site, path: str, code: str) -> None:
    assert site.fetch(f"https://{HOST}/{path}") == code


def test_a_host_without_an_address_or_with_another_certificate_is_refused(site: Site) -> None:
    site.addresses["other.example.com"] = [PUBLIC]
    hosts = (HOST, "other.example.com", "gone.example.com")
    assert site.fetch("https://gone.example.com/card.png", *hosts) == "ModelArts.4603"
    assert site.fetch("https://other.example.com/card.png", *hosts) == "ModelArts.4603"


def test_a_host_that_takes_too_long_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(3600)
        return []

    monkeypatch.setattr(download, "_SECONDS", 0.05)
    with pytest.raises(RefusedRequestError, match=r"ModelArts\.4603"):
        asyncio.run(attrs.evolve(site.downloader(), resolve=never).fetch(URL))


def test_the_system_resolves_a_name() -> None:
    assert "127.0.0.1" in asyncio.run(resolve("127.0.0.1", 443))


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_no_address_that_is_private_counts_as_public(address: Any) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(str(address))


@pytest.mark.parametrize(
    "address", ["192.0.0.8", "192.0.0.192", "192.88.99.1", "3fff::1", "3fff:fff:ffff::1"]
)
def test_no_address_that_only_newer_pythons_know_as_special_counts_as_public(address: str) -> None:
    assert not is_public(address)


def test_the_server_reads_a_picture_from_its_address_where_that_is_allowed(site: Site) -> None:
    with serving(ServeSettings(token=TOKEN, url_hosts=(HOST,)), downloader=site.downloader()) as served:
        wait_until(lambda: served.get("/readyz").status == 200)
        assert served.post({"url": URL}).status == 200
        assert served.post({"url": URL, "image": None}, "/v1/report").status == 200
        assert served.post({"url": f"https://{HOST}/missing"}).code == wire.NOT_DOWNLOADED.code
