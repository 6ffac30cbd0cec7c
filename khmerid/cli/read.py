"""``khmerid read``: pictures of cards in, reports out, without a service."""

import enum
import functools
from pathlib import Path
from typing import Annotated

import typer

from khmerid.answering.photograph import ALARMS_ASKED, PictureTerms
from khmerid.batch.photographs import LISTS, Keeping, expand, photographs_in, read_photograph
from khmerid.batch.sources import STDIN, inputs_of
from khmerid.cli.options import (
    CANNOT,
    EvidenceOption,
    FailOn,
    FailOnOption,
    FormatOption,
    JobsOption,
    LanguageOption,
    OutputOption,
    PolicyOption,
    ProfileOption,
    QuietOption,
    RedactOption,
    ResumeOption,
    TodayOption,
    format_of,
    prepare_output,
)
from khmerid.cli.reporting import (
    Reporting,
    report,
    require_resumable,
    run_with,
    terms_for,
    threads_for,
    total_of,
)
from khmerid.explained import Language


class KhmerEngines(enum.StrEnum):
    """The engines that can read the Khmer rows."""

    TESSERACT = "tesseract"
    NONE = "none"


def read(  # noqa: PLR0913 - typer takes each option as an argument
    pictures: Annotated[
        list[Path],
        typer.Argument(
            metavar="PICTURE",
            help="PNG, JPG, BMP or TIFF files, folders of some, or lists of some as JSONL. "
            "- is such a list on the standard input.",
        ),
    ],
    *,
    form: FormatOption = None,
    today: TodayOption = None,
    policy: PolicyOption = None,
    profile: ProfileOption = None,
    evidence: EvidenceOption = False,
    lang: LanguageOption = Language.ENGLISH,
    alarms: Annotated[
        bool, typer.Option(help="Look whether the picture is a copy, blurred, cut off or has glare.")
    ] = True,
    engine: Annotated[
        KhmerEngines, typer.Option(help="What reads Khmer; none leaves the MRZ and what is Latin.")
    ] = KhmerEngines.TESSERACT,
    save_crops: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", file_okay=False, help="Keep the card, upright, and its rows there."),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Draw what was found on the picture: a PNG file; of several, a folder."
        ),
    ] = None,
    redact: RedactOption = False,
    destination: OutputOption = None,
    resume: ResumeOption = False,
    jobs: JobsOption = 1,
    fail_on: FailOnOption = FailOn.ERROR,
    quiet: QuietOption = False,
) -> None:
    """Read pictures of cards on this machine and examine what they say; nothing is sent anywhere.

    A line of a list is {"id": ..., "picture": "card.jpg", "today": "2019-05-04"}. A picture that cannot be
    read becomes an error row: as many rows out as pictures in, in order. The exit status is 1 if there
    is any.
    """
    for picture in pictures:
        if picture != STDIN and not picture.exists():
            message = f"no such file: {picture}"
            raise typer.BadParameter(message)
    files = expand(pictures)
    prepare_output(destination, files)
    if annotate and annotate.suffix.lower() == ".png" and (len(files) != 1 or _is_list(files[0])):
        message = "of several pictures, the notes go into a folder"
        raise typer.BadParameter(message)
    khmer = engine is KhmerEngines.TESSERACT
    _require_engines(khmer=khmer)
    wanted = Reporting(
        form=format_of(form, destination),
        destination=destination,
        language=lang,
        fail_on=fail_on,
        quiet=quiet,
        jobs=jobs,
        resume=resume,
    )
    inputs = inputs_of(files)
    require_resumable(inputs, wanted)
    terms = terms_for(wanted, today, policy, profile, evidence=evidence, redact=redact)
    looking = PictureTerms(
        alarms=ALARMS_ASKED if alarms else (),
        khmer=khmer,
        threads=threads_for(jobs),
    )
    keeping = Keeping(crops=save_crops, notes=annotate)
    report(
        functools.partial(photographs_in, files),
        functools.partial(read_photograph, terms=terms, looking=looking, keeping=keeping),
        wanted,
        total=total_of(inputs),
        run=run_with(inputs, terms, wanted, alarms=alarms, engine=engine) if resume else {},
    )


def _is_list(file: Path) -> bool:
    return file == STDIN or file.suffix in LISTS


def _require_engines(*, khmer: bool) -> None:
    try:
        from khmerid.picture import require_data  # noqa: PLC0415 - needs the extra

        if khmer:
            require_data()
    except (ModuleNotFoundError, RuntimeError) as error:
        typer.echo(f"khmerid: {error}", err=True)
        raise typer.Exit(CANNOT) from None
