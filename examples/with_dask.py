"""Examine responses with Dask: ``python examples/with_dask.py responses.parquet reports.parquet``.

Needs ``pip install 'khmerid[arrow]' 'dask[dataframe]'``. The table has the columns ``id``, a text, and
``response``.
"""

import datetime as dt
import sys

import dask.dataframe as dd
import pandas as pd

from khmerid.arrow import ROW_SCHEMA, examine_batch


def examined(responses: dd.DataFrame, today: dt.date) -> dd.DataFrame:
    """Return the report on each response, beside its id."""
    nothing = ROW_SCHEMA.empty_table().to_pandas(types_mapper=pd.ArrowDtype)
    return responses.map_partitions(_examined, today, meta=nothing)


def _examined(responses: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    reports = examine_batch(responses, today=today, keep=["id"])
    return reports.cast(ROW_SCHEMA).to_pandas(types_mapper=pd.ArrowDtype)


if __name__ == "__main__":
    reports = examined(dd.read_parquet(sys.argv[1]), dt.date.today()).persist()
    reports.to_parquet(sys.argv[2])
    print(reports[reports.decision == "review"].explode("reasons").compute())
