"""Examine responses with Polars: ``python examples/with_polars.py responses.parquet reports.parquet``.

Needs ``pip install 'khmerid[arrow]' polars``. The table has the columns ``id``, a text, and ``response``.
"""

import datetime as dt
import sys

import polars as pl

from khmerid.arrow import ROW_SCHEMA, examine_batch


def examined(responses: pl.LazyFrame, today: dt.date) -> pl.LazyFrame:
    """Return the report on each response, beside its id."""
    return responses.map_batches(
        lambda frame: pl.DataFrame(examine_batch(frame, today=today, keep=["id"])),
        schema=pl.Schema(ROW_SCHEMA),
        streamable=True,
    )


if __name__ == "__main__":
    examined(pl.scan_parquet(sys.argv[1]), dt.date.today()).sink_parquet(sys.argv[2])
    conflict = pl.col("reasons").list.contains("names_conflict")
    print(pl.scan_parquet(sys.argv[2]).filter(pl.col("decision") == "review", conflict).collect())
