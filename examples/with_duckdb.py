"""Examine responses with DuckDB: ``python examples/with_duckdb.py responses.parquet``.

Needs ``pip install 'khmerid[arrow]' duckdb``. The table has the columns ``id``, a text, and ``response``.
"""

import datetime as dt
import sys

import duckdb
import pyarrow as pa

from khmerid.arrow import REPORT_SCHEMA, ROW_SCHEMA, examine_batch, examine_batches


def examined(responses: duckdb.DuckDBPyRelation, today: dt.date) -> pa.RecordBatchReader:
    """Return the report on each response of a relation, beside its id, as a stream that is read once.

    It is read by another connection than the relation's, such as its ``cursor()``.
    """
    reports = examine_batches(responses, today=today, keep=["id"])
    return pa.RecordBatchReader.from_batches(ROW_SCHEMA, reports)


def register(connection: duckdb.DuckDBPyConnection, today: dt.date) -> None:
    """Register the function ``examine``, which makes a report of a response, for SQL."""
    report = connection.from_arrow(REPORT_SCHEMA.empty_table())
    connection.create_function(
        "examine",
        lambda responses: examine_batch(pa.table({"response": responses}), today=today).to_struct_array(),
        ["VARCHAR"],
        duckdb.struct_type(dict(zip(report.columns, report.types, strict=True))),
        type="arrow",
        null_handling="special",
    )


if __name__ == "__main__":
    connection = duckdb.connect()
    register(connection, dt.date.today())
    connection.read_parquet(sys.argv[1]).create_view("responses")
    connection.sql("create table reports as select id, unnest(examine(response)) from responses")
    connection.sql(
        "from reports where decision = 'review' and list_contains(reasons, 'names_conflict')"
    ).show()
