"""``khmerid serve-specimens``: a stand-in for the recognition service."""

import contextlib
import threading
from typing import Annotated

import typer

from khmerid.testing.server import serve


def serve_specimens(  # noqa: PLR0913 - one for each option
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 is a free one.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the cards, the damage and the errors.")] = 0,
    severity: Annotated[float, typer.Option(min=0, help="Damage: 0 none, 0.2 little, 1 much.")] = 0,
    latency: Annotated[float, typer.Option(min=0, help="Seconds before an answer.")] = 0,
    error_rate: Annotated[
        float, typer.Option(min=0, max=1, help="Share of requests that fail for the moment.")
    ] = 0,
    token: Annotated[str | None, typer.Option(help="The only token accepted; all are by default.")] = None,
) -> None:
    """Answer on the loopback address as the recognition service does, with invented cards, until Ctrl-C.

    The first line of the output is the address. The same picture gets the same card.
    """
    settings = {
        "seed": seed,
        "severity": severity,
        "latency": latency,
        "error_rate": error_rate,
        "token": token,
    }
    with serve(port=port, **settings) as service:
        typer.echo(service.url)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
