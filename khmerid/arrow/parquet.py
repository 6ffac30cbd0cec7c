"""Record batches that came as bytes, in a Parquet file.

>>> import io
>>> from khmerid.arrow.tables import encode_stream, to_record_batch
>>> stream = io.BytesIO()
>>> write_parquet([encode_stream(to_record_batch([{"id": 17}]))], stream)
>>> pq.read_table(stream).column("id").to_pylist()
['17']
"""

from collections.abc import Iterable
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from khmerid.arrow.schema import ROW_SCHEMA

# Of a row group, which is held until it is whole: with fewer rows reading the file takes longer.
_ROWS: Final = 20_000
_BYTES: Final = 32 * 1024 * 1024


def write_parquet(chunks: Iterable[bytes], stream: BinaryIO) -> None:
    """Write the rows in what ``encode_stream`` returned, again and again, as one Parquet file."""
    with pq.ParquetWriter(stream, ROW_SCHEMA, compression="zstd") as writer:
        rows = size = 0
        waiting: list[pa.RecordBatch] = []
        for batch in (batch for chunk in chunks for batch in pa.ipc.open_stream(chunk)):
            waiting.append(batch)
            rows, size = rows + batch.num_rows, size + batch.nbytes
            if rows >= _ROWS or size >= _BYTES:
                writer.write_table(pa.Table.from_batches(waiting))
                rows = size = 0
                waiting = []
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
