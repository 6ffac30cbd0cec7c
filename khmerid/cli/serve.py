"""``khmerid serve``: the recognition service's API on this machine, and khmerid's reports."""

import os
import sys
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from khmerid.batch.visible import to_visible
from khmerid.cli.options import CANNOT, PolicyOption
from khmerid.huawei.call import is_loopback
from khmerid.report.policy import DEFAULT_POLICY

TOKEN_VARIABLE: Final = "KHMERID_SERVE_TOKEN"  # noqa: S105 - its name
_LONGEST_FILE: Final = 4096  # bytes of a token's file


def serve(  # noqa: PLR0913 - typer takes each option as an argument
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 is a free one.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that read pictures; each needs a core and its own memory.")
    ] = 1,
    queue: Annotated[
        int, typer.Option(min=0, help="Requests that may wait; further ones are refused (429).")
    ] = 8,
    seconds: Annotated[
        float, typer.Option(min=0.1, max=3600, help="How long one picture may take before it is given up.")
    ] = 30,
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=f"The file with the token; else the variable {TOKEN_VARIABLE} has it."
        ),
    ] = None,
    open_to_all: Annotated[
        bool, typer.Option("--open", help="Ask for no token; on the loopback address alone.")
    ] = False,
    url_host: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A host to download pictures from; may be given more than once."),
    ] = None,
    policy: PolicyOption = None,
) -> None:
    """Answer on this machine as the recognition service does, and with reports, until Ctrl-C or SIGTERM.

    The first line of the output is the address; the log goes to the standard error, without personal data.
    The paths are /v2/{project_id}/ocr/cambodian-idcard, /v1/report, /docs, /healthz, /readyz and /metrics.
    """
    if open_to_all and not is_loopback(host):
        _cannot("--open is for the loopback address alone, such as --host 127.0.0.1")
    try:
        from khmerid.serve.reader import open_picture_reader  # noqa: PLC0415 - the extra is needed here alone
        from khmerid.serve.running import listen, run_server  # noqa: PLC0415
        from khmerid.serve.settings import ServeSettings  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "khmerid":
            raise
        _cannot("the server needs more than the library: pip install 'khmerid[serve,picture]'")
    try:
        settings = ServeSettings(
            token=None if open_to_all else _token(token_file),
            workers=workers,
            queue=queue,
            seconds=seconds,
            url_hosts=tuple(url_host or ()),
            policy=policy or DEFAULT_POLICY,
        )
    except ValueError as error:
        _cannot(str(error))
    with listen(host, port) as listening:
        name, number = listening.getsockname()[:2]
        typer.echo(f"http://[{name}]:{number}" if ":" in name else f"http://{name}:{number}")
        sys.stdout.flush()
        if trouble := run_server(settings, listening, open_reader=open_picture_reader):
            _cannot(trouble)


def _token(file: Path | None) -> str:
    """Return the token of a file, or of the variable; an option would be seen by others on the machine."""
    if file is not None:
        with file.open("rb") as stream:
            content = stream.read(_LONGEST_FILE + 1)
        if len(content) > _LONGEST_FILE:
            _cannot("the file of the token is longer than any token")
        return content.decode("ascii", "replace").strip()
    if not (token := os.environ.get(TOKEN_VARIABLE)):
        _cannot(f"no token: give --token-file FILE or {TOKEN_VARIABLE}, or --open for this machine alone")
    return token


def _cannot(why: str) -> NoReturn:
    typer.echo(f"khmerid: {to_visible(why)}", err=True)
    raise typer.Exit(CANNOT)
