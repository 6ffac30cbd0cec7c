"""``khmerid examine`` and ``khmerid recognise``: responses or pictures in, reports out."""

import datetime as dt
import functools
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khmerid.answering.photograph import PictureTerms, examine_row_or_picture
from khmerid.answering.summary import Summary
from khmerid.batch.output import output
from khmerid.batch.recognition import examine_pictures, is_address
from khmerid.batch.showing import show_reports
from khmerid.batch.sources import inputs_of, rows_in, trouble_with
from khmerid.batch.writing import answer_of, counted, write
from khmerid.cli.options import (
    CANNOT,
    ColumnOption,
    EvidenceOption,
    FailOn,
    FailOnOption,
    FormatOption,
    InputFormatOption,
    JobsOption,
    LanguageOption,
    OutputOption,
    PolicyOption,
    ProfileOption,
    QuietOption,
    RedactOption,
    ResumeOption,
    TodayOption,
    day_option,
    format_of,
    prepare_output,
)
from khmerid.cli.reporting import (
    Reporting,
    conclude,
    report,
    require_resumable,
    run_with,
    terms_for,
    threads_for,
    total_of,
)
from khmerid.explained import Language

if TYPE_CHECKING:
    from khmerid.huawei.client import HuaweiOcr


def examine(  # noqa: PLR0913 - typer takes each option as an argument
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Responses as JSON, JSONL, CSV or Parquet, also compressed, or pictures; folders of such. "
            "- is the standard input.",
        ),
    ],
    *,
    column: ColumnOption = None,
    input_format: InputFormatOption = None,
    form: FormatOption = None,
    today: TodayOption = None,
    policy: PolicyOption = None,
    profile: ProfileOption = None,
    evidence: EvidenceOption = False,
    redact: RedactOption = False,
    lang: LanguageOption = Language.ENGLISH,
    destination: OutputOption = None,
    resume: ResumeOption = False,
    jobs: JobsOption = 1,
    fail_on: FailOnOption = FailOn.ERROR,
    quiet: QuietOption = False,
) -> None:
    """Examine what an OCR returned for each card: values, how sure each is, reasons for doubt, a decision.

    A row is a response, or {"id": ..., "response": ..., "today": "2019-05-04"}. One that cannot be examined
    becomes an error row: as many rows come out as went in, in order. The exit status is 1 if there is any.
    """
    wanted = Reporting(
        form=format_of(form, destination),
        destination=destination,
        language=lang,
        fail_on=fail_on,
        quiet=quiet,
        jobs=jobs,
        resume=resume,
    )
    prepare_output(destination, files)
    for file in files:  # before anything is written
        if trouble := trouble_with(file, column=column, input_format=input_format):
            raise typer.BadParameter(trouble)
    inputs = inputs_of(files)
    require_resumable(inputs, wanted)
    terms = terms_for(wanted, today, policy, profile, evidence=evidence, redact=redact)
    looking = PictureTerms(threads=threads_for(jobs))
    report(
        functools.partial(rows_in, files, column=column, input_format=input_format),
        functools.partial(examine_row_or_picture, terms=terms, looking=looking),
        wanted,
        total=total_of(inputs),
        run=run_with(inputs, terms, wanted, column=column, input_format=input_format) if resume else {},
    )


def recognise(  # noqa: PLR0913 - typer takes each option as an argument
    pictures: Annotated[
        list[str],
        typer.Argument(metavar="PICTURE", help="PNG, JPG, BMP or TIFF files, or public addresses of some."),
    ],
    *,
    endpoint: Annotated[
        str,
        typer.Option(envvar="KHMERID_ENDPOINT", help="Such as ocr.ap-southeast-3.myhuaweicloud.com."),
    ],
    project_id: Annotated[str, typer.Option(envvar="KHMERID_PROJECT_ID", help="The project to call as.")],
    token: Annotated[
        str,
        typer.Option(
            envvar="KHMERID_TOKEN",
            help="The project's token. The variable is safer: options are seen by others on the machine.",
        ),
    ],
    alarms: Annotated[
        bool, typer.Option(help="Ask whether the picture is a copy, blurred, altered and so on.")
    ] = True,
    form: FormatOption = None,
    today: Annotated[
        dt.date | None,
        day_option("The day on which the cards were presented.", default="the current date"),
    ] = None,
    policy: PolicyOption = None,
    profile: ProfileOption = None,
    evidence: EvidenceOption = False,
    redact: RedactOption = False,
    lang: LanguageOption = Language.ENGLISH,
    destination: OutputOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    quiet: QuietOption = False,
) -> None:
    """Send pictures of cards to Huawei Cloud OCR and examine what it reads; each call may be billed.

    A picture that cannot be examined becomes an error row, and the exit status is 1. Where the service
    refuses the account or the credentials, the pictures that remain are not sent.
    """
    for picture in pictures:
        if not is_address(picture) and not Path(picture).is_file():
            message = f"no such file: {picture}"
            raise typer.BadParameter(message)
    wanted = Reporting(
        form=format_of(form, destination),
        destination=destination,
        language=lang,
        fail_on=fail_on,
        quiet=quiet,
    )
    prepare_output(destination, (Path(picture) for picture in pictures if not is_address(picture)))
    terms = terms_for(wanted, today, policy, profile, evidence=evidence, redact=redact)
    summary, begin = Summary(), time.monotonic()
    with _service(endpoint, project_id, token) as service, output(destination) as stream:
        answered = (
            answer_of([row], wanted.form) for row in examine_pictures(service, pictures, terms, alarms=alarms)
        )
        encoded = counted(answered, summary, lambda _rows: None)
        write(encoded, stream, wanted.form, functools.partial(show_reports, language=lang))
    conclude(summary, wanted, rate=summary.rows / (time.monotonic() - begin))


def _service(endpoint: str, project_id: str, token: str) -> "HuaweiOcr":
    try:
        from khmerid.huawei.client import HuaweiOcr  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        typer.echo(f"khmerid: {error}", err=True)
        raise typer.Exit(CANNOT) from None
    try:
        return HuaweiOcr(endpoint, project_id, token=token)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
