"""A server that the tests of an area share."""

from collections.abc import Iterator

import pytest
from support.serving import TOKEN, Served, serving, wait_until

from khmerid.serve.settings import ServeSettings


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A server with a token, two processes, and room for six more requests."""
    with serving(ServeSettings(token=TOKEN, workers=2, queue=6, seconds=2.0)) as server:
        wait_until(lambda: server.get("/readyz").status == 200)
        yield server
