"""Examine responses with pandas: ``python examples/with_pandas.py responses.parquet reports.parquet``.

Needs ``pip install 'khmerid[arrow]' pandas``. The table has the columns ``id`` and ``response``.
"""

import datetime as dt
import sys

import pandas as pd

from khmerid.arrow import examine_batch


def examined(responses: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    """Return the report on each response, beside its id."""
    return examine_batch(responses, today=today, keep=["id"]).to_pandas(types_mapper=pd.ArrowDtype)


if __name__ == "__main__":
    reports = examined(pd.read_parquet(sys.argv[1]), dt.date.today())
    reports.to_parquet(sys.argv[2])
    print(reports.query("decision == 'review'").explode("reasons").query("reasons == 'names_conflict'"))
