"""Pictures of cards as rows, with the extra ``picture``: files, folders and lists of them.

A list has one row of JSON per line, ``{"id": ..., "picture": "card.jpg", "today": "2019-05-04"}``; a path in
it is taken from where the list is.

>>> _of_list(InputRow(2, b'{"id": 17, "picture": 5}'), Path()).trouble[0]
'unexpected_response'
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from khmerid.answering.examining import Terms
from khmerid.answering.input_row import LONGEST_ROW, InputRow, Row, answer, error_row, is_picture
from khmerid.answering.photograph import PictureTerms, examine_photograph
from khmerid.batch.parts import owner_only
from khmerid.batch.sources import PICTURE_TOO_LONG, STDIN, InputFormat, rows_in

if TYPE_CHECKING:
    from khmerid.picture.scan import Scan

LISTS: Final = frozenset({".jsonl", ".ndjson"})
_HEAD: Final = 16  # bytes of a file, which tell a picture


@attrs.frozen(kw_only=True)
class Keeping:
    """Where what was seen is kept, if it is: the card and its rows, and the picture with notes drawn on it.

    ``crops`` is a folder; ``notes`` is a PNG file, or a folder where there are several pictures. Files in a
    folder are named by the number of their row.
    """

    crops: Path | None = None
    notes: Path | None = None


def expand(paths: Iterable[Path]) -> list[Path]:
    """Return the files to be read: of a folder, the pictures in it by name."""
    files: list[Path] = []
    for path in paths:
        files += sorted(one for one in path.iterdir() if _is_picture(one)) if path.is_dir() else [path]
    return files


def photographs_in(
    files: Iterable[Path], *, done: Callable[[int], None] = lambda _: None
) -> Iterator[InputRow]:
    """Yield each picture, under its path, and each that a list names."""
    number = 0
    for file in files:
        if file == STDIN or file.suffix in LISTS:
            for row in rows_in([file], input_format=InputFormat.JSONL, done=done):
                number += 1
                yield _of_list(attrs.evolve(row, number=number), Path() if file == STDIN else file.parent)
        else:
            number += 1
            row = _with_picture(InputRow(number, b"", str(file)), file)
            yield row
            done(len(row.content))


def read_photograph(row: InputRow, terms: Terms, looking: PictureTerms, keeping: Keeping = Keeping()) -> Row:
    """Return the report on the card in a picture, or what went wrong; keep what was seen of it."""

    def keep(scan: "Scan", found: Row) -> None:
        _keep(row, scan, found, keeping)

    return examine_photograph(row, terms, looking, keep)


def _of_list(row: InputRow, folder: Path) -> InputRow:
    """Return the row of the picture that a line of a list names."""
    pictures: list[InputRow] = []

    def opened(parsed: object) -> Row:
        path = parsed.get("picture") if isinstance(parsed, Mapping) else None
        if not isinstance(parsed, Mapping) or not isinstance(path, str) or not path or "\0" in path:
            return error_row("unexpected_response", "a row has the path of its picture under 'picture'")
        pictures.append(_with_picture(attrs.evolve(row, today=parsed.get("today")), folder / path))
        return {}

    found = answer(row, opened)
    if "error" in found:
        return attrs.evolve(row, id=found["id"], trouble=tuple(found["error"].values()))
    return attrs.evolve(pictures[0], id=found["id"])


def _with_picture(row: InputRow, path: Path) -> InputRow:
    if path.exists() and not path.is_file():  # a pipe is not waited for, and a device has no end
        return attrs.evolve(row, trouble=("unexpected_response", "the file cannot be read: it is not a file"))
    try:
        with path.open("rb") as stream:
            content = stream.read(LONGEST_ROW + 1)
    except OSError as error:  # those that went before are not lost for this one
        return attrs.evolve(
            row, trouble=("unexpected_response", f"the file cannot be read: {error.strerror}")
        )
    if len(content) > LONGEST_ROW:
        return attrs.evolve(row, trouble=PICTURE_TOO_LONG)
    return attrs.evolve(row, content=content)


def _is_picture(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return is_picture(stream.read(_HEAD))


def _keep(row: InputRow, scan: "Scan", found: Row, keeping: Keeping) -> None:
    if keeping.crops:
        keeping.crops.mkdir(parents=True, exist_ok=True)
        _write(keeping.crops / f"{row.number:05}-card.jpg", scan.adjusted_image())
        for place, image in enumerate(scan.row_images(), 1):
            _write(keeping.crops / f"{row.number:05}-row-{place:02}.jpg", image)
    if keeping.notes:
        from khmerid.picture.annotate import annotate  # noqa: PLC0415 - needs the extra

        file = keeping.notes
        if file.suffix.lower() != ".png":
            file.mkdir(parents=True, exist_ok=True)
            file /= f"{row.number:05}.png"
        _write(file, annotate(row.content, scan, _told(found)))


def _write(file: Path, image: bytes) -> None:
    """Write a picture of a card: a new file is its owner's alone, and one that stood there keeps its mode."""
    with open(file, "wb", opener=owner_only) as stream:
        stream.write(image)


def _told(row: Row) -> dict[str, tuple[str, str]]:
    """Return the value and the assurance of each field, as text; a place has only its assurance."""
    fields = row.get("fields", {})
    return {
        name: ("" if isinstance(field["value"], dict) else str(field["value"] or ""), field["assurance"])
        for name, field in fields.items()
    }
