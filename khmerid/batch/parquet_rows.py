"""Rows of a Parquet file, with the extra ``arrow``: the columns that are needed, a few rows at a time."""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from khmerid.answering.input_row import InputRow
from khmerid.batch.columns import Columns, columns_among

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

#: Bytes and rows that are taken at once, and bytes that are read at once.
_BYTES_AT_ONCE: Final = 4 * 1024 * 1024
_BUFFER: Final = 1024 * 1024
_ROWS_AT_ONCE: Final = 1000


def parquet_rows(
    file: Path, column: str | None = None, at: Callable[[float], None] = lambda _: None
) -> Callable[[Iterator[int]], Iterator[InputRow]]:
    """Look at the columns of a file and return what yields its rows; ``at`` gets the share that was read.

    Raises ``NoRowsError`` where there is no column of responses, ``OSError`` where the file is damaged, or
    cannot be read without the extra.
    """
    with _opened(file) as table:
        columns = columns_among(table.schema_arrow.names, column)

    def rows(numbers: Iterator[int]) -> Iterator[InputRow]:
        with _opened(file) as table:
            done = 0
            for batch in _batches(file, table, columns):
                yield from rows_of_batch(batch, columns, numbers)
                done += batch.num_rows
                at(done / table.metadata.num_rows)

    return rows


def rows_of_batch(batch: "pa.RecordBatch", columns: Columns, numbers: Iterator[int]) -> Iterator[InputRow]:
    """Yield each line of a table of Arrow as a row."""
    cells = {name: batch.column(name) for name in columns.names}
    for at in range(batch.num_rows):
        yield columns.row(next(numbers), {name: _plain(column[at].as_py()) for name, column in cells.items()})


def _plain(value: Any) -> Any:
    """Return a value without what is null in it: all rows of a table have the keys of each."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if inner is not None}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _opened(file: Path) -> "pq.ParquetFile":
    try:
        import pyarrow as pa  # noqa: PLC0415 - needs the extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ModuleNotFoundError:
        message = "Parquet is read with pyarrow: pip install 'khmerid[arrow]'"
        raise OSError(errno.ENOSYS, message, str(file)) from None
    try:
        # With a buffer, and not ahead, no more is read of a column than the pages that are needed.
        return pq.ParquetFile(file, pre_buffer=False, buffer_size=_BUFFER)
    except pa.ArrowException as error:
        raise _damaged(file, error) from None


def _batches(file: Path, table: "pq.ParquetFile", columns: Columns) -> Iterator["pa.RecordBatch"]:
    """Yield the lines of the table, fewer at once the longer they are."""
    import pyarrow as pa  # noqa: PLC0415 - needs the extra

    for group in range(table.num_row_groups):
        about = table.metadata.row_group(group)
        size = max(about.total_byte_size // max(about.num_rows, 1), 1)
        batches = table.iter_batches(
            min(max(_BYTES_AT_ONCE // size, 1), _ROWS_AT_ONCE),
            row_groups=[group],
            columns=columns.names,
            use_threads=False,
        )
        while True:
            try:
                batch = next(batches, None)
            except (pa.ArrowException, OSError) as error:
                raise _damaged(file, error) from None
            if batch is None:
                break
            yield batch


def _damaged(file: Path, error: Exception) -> OSError:
    # Without its message, which may quote what is in the file.
    return OSError(errno.EIO, f"the Parquet file is damaged or cut short ({type(error).__name__})", str(file))
