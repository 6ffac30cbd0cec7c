"""Tables of responses, and tables of reports, by Apache Arrow: ``pip install 'khmerid[arrow]'``.

Every engine that hands out Arrow is served: Spark, DuckDB, Polars, pandas, Dask, Ray.

>>> import datetime as dt, pyarrow as pa
>>> responses = pa.table({"card": [17], "response": [{"id_number": "010203040"}]})
>>> reports = examine_batch(responses, today=dt.date(2020, 6, 1), keep=["card"])
>>> reports.select(["card", "decision", "document_number", "document_number_assurance"]).to_pylist()
[{'card': 17, 'decision': 'review', 'document_number': '010203040', 'document_number_assurance': 'read'}]
"""

try:
    from khmerid.arrow.batches import examine_batch, examine_batches
    from khmerid.arrow.schema import REPORT_SCHEMA, ROW_SCHEMA, SCHEMA_VERSION
    from khmerid.arrow.tables import encode_stream, to_record_batch
except ModuleNotFoundError as error:
    _message = "khmerid.arrow needs more than the library: pip install 'khmerid[arrow]'"
    raise ModuleNotFoundError(_message, name=error.name) from None

__all__ = [
    "REPORT_SCHEMA",
    "ROW_SCHEMA",
    "SCHEMA_VERSION",
    "encode_stream",
    "examine_batch",
    "examine_batches",
    "to_record_batch",
]
