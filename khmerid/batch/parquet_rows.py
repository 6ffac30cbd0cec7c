"""Rows of a Parquet file, with the extra ``arrow``: the columns that are needed, a few rows at a time."""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from khmerid.answering.input_row import InputRow
from khmerid.batch.columns import Columns, NoRowsError, columns_among
from khmerid.huawei.wire import RESULT

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

#: Bytes and rows that are taken at once, and bytes that are read at once.
_BYTES_AT_ONCE: Final = 4 * 1024 * 1024
_ROWS_AT_ONCE: Final = 1000
_BUFFER: Final = 1024 * 1024


def parquet_rows(
    file: Path, column: str | None = None, at: Callable[[float], None] = lambda _: None
) -> Callable[[Iterator[int]], Iterator[InputRow]]:
    """Look at the columns of a file and return what yields its rows; ``at`` gets the share that was read.

    Raises ``NoRowsError`` where there is no column of responses, ``OSError`` where the file is damaged, or
    cannot be read without the extra.
    """
    with _opened(file) as table:
        columns = columns_among(table.schema_arrow.names, column)
        _require_responses(table, columns)

    def rows(numbers: Iterator[int]) -> Iterator[InputRow]:
        with _opened(file) as table:
            done = 0
            for batch in _batches(file, table, columns):
                yield from _rows_of_batch(batch, columns, numbers)
                done += batch.num_rows
                at(done / table.metadata.num_rows)

    return rows


def _rows_of_batch(batch: "pa.RecordBatch", columns: Columns, numbers: Iterator[int]) -> Iterator[InputRow]:
    import pyarrow as pa  # noqa: PLC0415 - needs the extra

    from khmerid.arrow.responses import input_rows  # noqa: PLC0415 - needs the extra

    if columns.response:
        responses = batch.column(columns.response)
    else:
        fields = pa.StructArray.from_arrays(list(map(batch.column, columns.fields)), list(columns.fields))
        responses = pa.StructArray.from_arrays([fields], [RESULT])
    days = batch.column(columns.today) if columns.today else None
    names = batch.column(columns.id) if columns.id else None
    for place, row in enumerate(input_rows(responses, days)):
        own = columns.as_id(names[place].as_py()) if names else None
        yield attrs.evolve(row, number=next(numbers), id=own)


def _require_responses(table: "pq.ParquetFile", columns: Columns) -> None:
    from khmerid.arrow.responses import require_responses  # noqa: PLC0415 - needs the extra

    if columns.response:
        try:
            require_responses(table.schema_arrow.field(columns.response))
        except TypeError as error:
            message = f"cannot be read: {error}"
            raise NoRowsError(message) from None


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
    except (pa.ArrowException, OSError) as error:
        raise _damage(file, error) from None


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
                raise _damage(file, error) from None
            if batch is None:
                break
            yield batch


def _damage(file: Path, error: Exception) -> OSError:
    if isinstance(error, OSError) and error.errno:  # the disk's, not Arrow's
        return error
    # Without its message, which may quote what is in the file.
    return OSError(errno.EIO, f"the Parquet file is damaged or cut short ({type(error).__name__})", str(file))
