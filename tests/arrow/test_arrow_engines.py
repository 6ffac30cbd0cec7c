"""The recipes for engines, on the engines themselves: each gives what `examine` gives, for every row.

The corpus has 1,500 cards; among them stand rows from which no report can come. Needs the extra ``engines``,
and Java for Spark.
"""

import contextlib
import datetime as dt
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import FIELDS, labelled_cards
from support.examples import loaded
from support.tabled import rebuilt, without_nulls

import khmerid
from khmerid import Policy, Profile
from khmerid.arrow import REPORT_SCHEMA, ROW_SCHEMA, examine_batch, examine_batches

pytestmark = [
    pytest.mark.system,
    pytest.mark.filterwarnings(
        "ignore:PySpark does not yet fully support pandas:FutureWarning",
        "ignore::DeprecationWarning",  # Dask and Ray use what others, and they themselves, deprecate
        "ignore::ResourceWarning",  # Spark and Ray leave sockets open
        "ignore::pytest.PytestUnraisableExceptionWarning",
    ),
]

TODAY = dt.date(2026, 11, 22)
REASON = "names_conflict"
GARBAGE = {
    "nothing": (None, "no_response"),
    "no text": ("", "no_response"),
    "no JSON": ("garbage", "not_json"),
    "a key twice": ('{"id_number": "1", "id_number": "2"}', "duplicate_key"),
    "no card": ('{"temperature": 21}', "unexpected_response"),
    "an error": ('{"error_code": "AIS.0104", "error_msg": "x"}', "AIS.0104"),
    "no day": ('{"today": "soon", "response": {"id_number": "1"}}', "unreadable_today"),
}
#: How many responses are tried where it is not the number that matters.
FEW = 60

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What becomes of each row: the JSON of its report, or the code of its error."""
    found: dict[str, Any] = {name: code for name, (_, code) in GARBAGE.items()}
    for card in labelled_cards(FIELDS):
        found[card.id] = without_nulls(khmerid.examine(card.response, today=TODAY).to_dict())
    assert len(found) == 1500 + len(GARBAGE)
    return found


@pytest.fixture(scope="module")
def responses() -> pa.Table:
    """The rows: the garbage spread among the cards."""
    cards: list[tuple[str, str | None]] = [
        (card.id, json.dumps(card.response, ensure_ascii=False)) for card in labelled_cards(FIELDS)
    ]
    for place, (name, (response, _)) in enumerate(GARBAGE.items()):
        cards.insert(place * 200, (name, response))
    ids, texts = zip(*cards, strict=True)
    return pa.table({"id": ids, "response": texts})


@pytest.fixture(scope="module")
def parquet(responses: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with the rows."""
    path = tmp_path_factory.mktemp("rows") / "responses.parquet"
    pq.write_table(responses, path)
    return str(path)


@pytest.fixture(scope="module")
def jsonl(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file of lines from which engines make structures with the keys of all rows in each."""
    path = tmp_path_factory.mktemp("lines") / "responses.jsonl"
    rows = [{"id": card.id, "response": card.response} for card in labelled_cards(FIELDS)[:FEW]]
    rows[5]["response"] = {"error_code": "AIS.0104", "error_msg": "x"}
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        settings = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.driver.memory": "1g",
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        }
        builder = importlib.import_module("pyspark.sql").SparkSession.builder.master("local[2]")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        try:
            yield session
        finally:
            session.stop()


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")  # it would tell its makers
        ray = importlib.import_module("ray")
        importlib.import_module("ray.data")
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        try:
            yield ray
        finally:
            ray.shutdown()


def require_all(found: Rows, responses: pa.Table, expected: dict[str, Any]) -> None:
    """Require each row, in order, and in it all that `examine` says."""
    assert [row["id"] for row in found] == responses.column("id").to_pylist()
    for row in found:
        if row["id"] in GARBAGE:
            assert row["error"]["code"] == expected[row["id"]]
            assert row["decision"] is None
        else:
            assert rebuilt(row) == expected[row["id"]]


def require_structures(found: Rows, expected: dict[str, Any]) -> None:
    """Require the rows of the file of lines, of which the sixth is an error."""
    assert len(found) == FEW
    errors = {place: row["error"]["code"] for place, row in enumerate(found) if row["error"]}
    assert errors == {5: "AIS.0104"}
    for row in found[:5] + found[6:]:
        assert rebuilt(row) == expected[row["id"]]


def asked_for(expected: dict[str, Any]) -> list[str]:
    """Return the ids that the query has to find."""
    found = [
        name
        for name, report in expected.items()
        if name not in GARBAGE and report["decision"] == "review" and REASON in report["reasons"]
    ]
    assert found
    return sorted(found)


def rows_of(table: Any) -> Rows:
    """Return the rows of whatever hands out Arrow."""
    rows: Rows = pa.table(table).to_pylist()
    return rows


class TestSpark:
    """PySpark, on two threads of this machine."""

    def test_every_row_is_examined(
        self, spark: Any, parquet: str, responses: pa.Table, expected: dict[str, Any], tmp_path: Path
    ) -> None:
        rows = spark.read.parquet(parquet).repartition(2).sortWithinPartitions("id")
        reports = loaded("with_pyspark.py").examined(rows, TODAY)
        reports.write.parquet(str(tmp_path / "reports"))
        reports = spark.read.parquet(str(tmp_path / "reports"))
        found = {row["id"]: row for row in rows_of(reports.toArrow())}
        require_all([found[name] for name in responses.column("id").to_pylist()], responses, expected)
        assert reports.count() == responses.num_rows
        queried = reports.where(f"decision = 'review' and array_contains(reasons, '{REASON}')")
        assert sorted(row.id for row in queried.select("id").collect()) == asked_for(expected)
        wrong = reports.where("error is not null").groupBy("error.code").count().collect()
        assert {row["code"]: row["count"] for row in wrong}["no_response"] == 2

    def test_structures_with_the_keys_of_all_rows_are_taken(
        self, spark: Any, jsonl: str, expected: dict[str, Any]
    ) -> None:
        reports = loaded("with_pyspark.py").examined(spark.read.json(jsonl), TODAY)
        require_structures(rows_of(reports.toArrow()), expected)

    @pytest.mark.parametrize("at_once", [1, 7, 10_000])
    def test_how_many_rows_come_at_once_does_not_matter_and_policies_travel(
        self, spark: Any, parquet: str, at_once: int
    ) -> None:
        policy, profile = Policy(name="adults", minimum_age=18), Profile.shipped("tesseract-fields")
        schema = importlib.import_module("pyspark.sql.pandas.types").from_arrow_schema(REPORT_SCHEMA)
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", at_once)
        rows = spark.read.parquet(parquet).limit(20)
        reports = rows.mapInArrow(
            lambda batches: examine_batches(batches, today=TODAY, policy=policy, profile=profile), schema
        )
        found = reports.select("policy.name", "profile.name").collect()
        assert found[1:] == [("adults", "tesseract-fields")] * 19
        assert reports.where("decision is null").count() == 1

    def test_a_partition_without_rows_is_no_error(self, spark: Any, parquet: str) -> None:
        none = spark.read.parquet(parquet).where("id = 'nobody'").repartition(3)
        assert loaded("with_pyspark.py").examined(none, TODAY).count() == 0


class TestDuckDb:
    """DuckDB, over a relation and as a function of SQL."""

    @pytest.fixture
    def connection(self) -> Iterator[Any]:
        with contextlib.closing(importlib.import_module("duckdb").connect()) as connection:
            connection.execute("set threads = 4")
            yield connection

    def test_every_row_of_a_relation_is_examined(
        self, connection: Any, parquet: str, responses: pa.Table, expected: dict[str, Any]
    ) -> None:
        reports = loaded("with_duckdb.py").examined(connection.read_parquet(parquet), TODAY)
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.register("arriving", reports)
            cursor.execute("create table reports as from arriving")
        require_all(rows_of(connection.table("reports")), responses, expected)
        queried = connection.sql(
            f"select id from reports where decision = 'review' and list_contains(reasons, '{REASON}')"  # noqa: S608
        )
        assert sorted(name for (name,) in queried.fetchall()) == asked_for(expected)
        late = connection.sql("select id from reports where date_of_expiry < date '2026-11-22'").fetchall()
        assert len(late) == sum(
            expected[name]["fields"]["date_of_expiry"].get("value", "9") < str(TODAY)
            for name in expected.keys() - GARBAGE.keys()
        )

    def test_a_function_of_sql_examines_every_row_on_several_threads(
        self, connection: Any, parquet: str, responses: pa.Table, expected: dict[str, Any]
    ) -> None:
        loaded("with_duckdb.py").register(connection, TODAY)
        connection.read_parquet(parquet).create_view("responses")
        reports = connection.sql("select id, unnest(examine(response)) from responses")
        require_all(rows_of(reports), responses, expected)

    def test_structures_with_the_keys_of_all_rows_are_taken(
        self, connection: Any, jsonl: str, expected: dict[str, Any]
    ) -> None:
        reports = loaded("with_duckdb.py").examined(connection.read_json(jsonl), TODAY)
        require_structures(rows_of(reports), expected)


class TestPolars:
    """Polars, lazy and streaming."""

    def test_every_row_is_examined(self, parquet: str, responses: pa.Table, expected: dict[str, Any]) -> None:
        polars = importlib.import_module("polars")
        reports = loaded("with_polars.py").examined(polars.scan_parquet(parquet), TODAY)
        found = reports.collect()
        require_all(rows_of(found), responses, expected)
        queried = found.lazy().filter(
            polars.col("decision") == "review", polars.col("reasons").list.contains(REASON)
        )
        assert sorted(queried.collect()["id"]) == asked_for(expected)

    def test_every_row_of_a_stream_is_examined(
        self, parquet: str, responses: pa.Table, expected: dict[str, Any], tmp_path: Path
    ) -> None:
        polars = importlib.import_module("polars")
        file = tmp_path / "reports.parquet"
        loaded("with_polars.py").examined(polars.scan_parquet(parquet), TODAY).sink_parquet(file)
        require_all(rows_of(polars.read_parquet(file)), responses, expected)

    def test_structures_with_the_keys_of_all_rows_are_taken(
        self, jsonl: str, expected: dict[str, Any]
    ) -> None:
        lines = importlib.import_module("polars").scan_ndjson(jsonl, infer_schema_length=None)
        require_structures(rows_of(loaded("with_polars.py").examined(lines, TODAY).collect()), expected)


class TestPandas:
    """pandas, and Dask over it."""

    def test_every_row_is_examined(self, parquet: str, responses: pa.Table, expected: dict[str, Any]) -> None:
        pandas = importlib.import_module("pandas")
        reports = loaded("with_pandas.py").examined(pandas.read_parquet(parquet), TODAY)
        require_all(rows_of(reports), responses, expected)
        queried = reports.query("decision == 'review'").explode("reasons").query(f"reasons == '{REASON}'")
        assert sorted(queried["id"]) == asked_for(expected)

    def test_structures_with_the_keys_of_all_rows_are_taken(
        self, jsonl: str, expected: dict[str, Any]
    ) -> None:
        lines = importlib.import_module("pandas").read_json(jsonl, lines=True, dtype=False)
        require_structures(rows_of(loaded("with_pandas.py").examined(lines, TODAY)), expected)

    def test_dask_examines_every_row(
        self, parquet: str, responses: pa.Table, expected: dict[str, Any]
    ) -> None:
        dask = importlib.import_module("dask.dataframe")
        rows = dask.read_parquet(parquet).repartition(npartitions=4)
        reports = loaded("with_dask.py").examined(rows, TODAY).persist()
        require_all(rows_of(reports.compute()), responses, expected)
        queried = reports[reports.decision == "review"].explode("reasons")
        assert sorted(queried[queried.reasons == REASON].compute()["id"]) == asked_for(expected)


class TestRay:
    """Ray Data, on two processes of this machine."""

    def test_every_row_is_examined(
        self, ray: Any, parquet: str, responses: pa.Table, expected: dict[str, Any]
    ) -> None:
        reports = loaded("with_ray.py").examined(ray.data.read_parquet(parquet), TODAY).materialize()
        found = {row["id"]: row for row in reports.take_all()}
        assert reports.count() == responses.num_rows
        require_all([found[name] for name in responses.column("id").to_pylist()], responses, expected)
        column = importlib.import_module("ray.data.expressions").col
        queried = reports.filter(expr=column("decision") == "review").take_all()
        assert sorted(row["id"] for row in queried if REASON in row["reasons"]) == asked_for(expected)


def test_the_recipes_have_the_columns_of_the_schema(responses: pa.Table) -> None:
    found = examine_batch(responses.slice(0, 2), today=TODAY, keep=["id"])
    assert found.schema.equals(ROW_SCHEMA)
