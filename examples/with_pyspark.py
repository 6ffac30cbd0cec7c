"""Examine responses with Spark: ``python examples/with_pyspark.py responses.parquet reports.parquet``.

Needs Java 17 and ``pip install 'khmerid[arrow]' pyspark``, on every worker, and in the environment
``PYSPARK_PYTHON`` where that is not the Python on the path. The table has the columns ``id``, a text, and
``response``.
"""

import datetime as dt
import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from khmerid.arrow import ROW_SCHEMA, examine_batches


def examined(responses: DataFrame, today: dt.date) -> DataFrame:
    """Return the report on each response, beside its id."""
    return responses.mapInArrow(
        lambda batches: examine_batches(batches, today=today, keep=["id"]),
        from_arrow_schema(ROW_SCHEMA),
    )


if __name__ == "__main__":
    spark = SparkSession.builder.getOrCreate()
    reports = examined(spark.read.parquet(sys.argv[1]), dt.date.today())
    reports.write.parquet(sys.argv[2])
    spark.read.parquet(sys.argv[2]).where(
        "decision = 'review' and array_contains(reasons, 'names_conflict')"
    ).show()
