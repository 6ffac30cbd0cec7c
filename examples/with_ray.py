"""Examine responses with Ray Data: ``python examples/with_ray.py responses.parquet reports``.

Needs ``pip install 'khmerid[arrow]' 'ray[data]'``. The table has the columns ``id`` and ``response``.
"""

import datetime as dt
import sys

import pyarrow as pa
import ray
from ray.data.expressions import col

from khmerid.arrow import examine_batch


def examined(responses: ray.data.Dataset, today: dt.date) -> ray.data.Dataset:
    """Return the report on each response, beside its id."""

    def reports(batch: pa.Table) -> pa.Table:
        return pa.Table.from_batches([examine_batch(batch, today=today, keep=["id"])])

    return responses.map_batches(reports, batch_format="pyarrow", batch_size=1000)


if __name__ == "__main__":
    examined(ray.data.read_parquet(sys.argv[1]), dt.date.today()).write_parquet(sys.argv[2])
    print(ray.data.read_parquet(sys.argv[2]).filter(expr=col("decision") == "review").take(1))
