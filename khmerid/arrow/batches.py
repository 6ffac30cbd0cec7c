"""Responses in a table, and a table of reports.

>>> table = pa.table({"card": ["a", "b"], "response": ['{"id_number": "010203040"}', None]})
>>> reports = examine_batch(table, today=dt.date(2020, 6, 1), keep=["card"])
>>> reports.select(["card", "decision", "document_number", "error"]).to_pylist()[0]
{'card': 'a', 'decision': 'review', 'document_number': '010203040', 'error': None}
>>> reports.column("error")[1].as_py()["code"]
'no_response'
"""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs
import pyarrow as pa

from khmerid.answering.examining import Terms, examine_row
from khmerid.answering.input_row import InputRow, Row
from khmerid.answering.photograph import examine_row_or_picture
from khmerid.arrow.responses import input_rows, is_of_bytes, require_days, require_responses
from khmerid.arrow.schema import REPORT_SCHEMA
from khmerid.arrow.tables import to_record_batch
from khmerid.misreading import Profile
from khmerid.misreading.profile import require_profile
from khmerid.report.policy import DEFAULT_POLICY, Policy, require_policy
from khmerid.rules import require_day

# Rows that are in hand as reports before they become columns: some 10 MB of them, and of work a second.
_ROWS_AT_ONCE: Final = 250


def examine_batch(  # noqa: PLR0913 - what is examined, and all that it is examined by
    batch: Any,
    *,
    column: str = "response",
    today: dt.date,
    today_column: str | None = None,
    policy: Policy = DEFAULT_POLICY,
    profile: Profile | None = None,
    evidence: bool = False,
    keep: Iterable[str] = (),
) -> pa.RecordBatch:
    """Examine the responses in a column, and return a row of `REPORT_SCHEMA` for each, in order.

    ``batch`` is a record batch, a table, or any object that hands out its data by Arrow's protocol
    (``__arrow_c_stream__``, ``__arrow_c_array__``), such as a data frame or a relation. The columns named in
    ``keep`` stand before the report, as they were. ``today_column`` has the day on which each card was
    presented: days, times or texts; where it is null, and without it, that is ``today``. Whatever is wrong
    with one response makes its row an error row. Raises ``ValueError`` or ``TypeError`` at once for columns
    that are not there, of another type, or would stand twice in the result, and for what is no batch, day,
    policy or profile.
    """
    terms = _terms(today, policy, profile, evidence=evidence)
    work = _Work(column=column, today_column=today_column, keep=_names(keep), terms=terms)
    table = _table(batch)
    schema = work.schema(table.schema)
    reports = pa.Table.from_batches([work.report(part) for part in _parts(table)], REPORT_SCHEMA)
    kept = [table.column(name) for name in work.keep]
    return pa.RecordBatch.from_arrays([*map(_whole, kept), *map(_whole, reports.columns)], schema=schema)


def examine_batches(  # noqa: PLR0913 - as above
    batches: Any,
    *,
    column: str = "response",
    today: dt.date,
    today_column: str | None = None,
    policy: Policy = DEFAULT_POLICY,
    profile: Profile | None = None,
    evidence: bool = False,
    keep: Iterable[str] = (),
) -> Iterator[pa.RecordBatch]:
    """Examine batch after batch as they come, as ``examine_batch`` does, and yield the reports.

    ``batches`` is an iterator of what ``examine_batch`` takes, or one object that hands out a stream. Large
    batches come back as several, so that memory does not grow with them.

    >>> table = pa.table({"response": ['{"id_number": "010203040"}'] * 3})
    >>> reports = examine_batches(table, today=dt.date(2020, 6, 1))
    >>> sum(batch.num_rows for batch in reports)
    3
    """
    terms = _terms(today, policy, profile, evidence=evidence)
    work = _Work(column=column, today_column=today_column, keep=_names(keep), terms=terms)
    if not (_is_arrow(batches) or isinstance(batches, Iterable)):
        message = f"batches come as an iterator or as a stream of Arrow, not as {type(batches).__name__}"
        raise TypeError(message)
    return _examined(batches, work)


@attrs.frozen(kw_only=True, repr=False)
class _Work:
    """Which columns are taken, and by what the responses in them are examined."""

    column: str
    today_column: str | None
    keep: tuple[str, ...]
    terms: Terms

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the schema of what comes out.

        Raises ``ValueError`` for columns that are not there once, ``TypeError`` for those of another type.
        """
        require_responses(_field(schema, self.column))
        if self.today_column is not None:
            require_days(_field(schema, self.today_column))
        kept = [_field(schema, name) for name in self.keep]
        return pa.schema([*kept, *REPORT_SCHEMA], metadata=REPORT_SCHEMA.metadata)

    def report(self, part: pa.RecordBatch) -> pa.RecordBatch:
        """Return the reports on the responses in a part of a table."""
        days = None if self.today_column is None else part.column(self.today_column)
        pictures = is_of_bytes(part.schema.field(self.column))
        rows = [self._answer(row, pictures) for row in input_rows(part.column(self.column), days)]
        return to_record_batch(rows, with_id=False)

    def _answer(self, row: InputRow, pictures: bool) -> Row:  # noqa: FBT001 - it is said of the column
        return examine_row_or_picture(row, self.terms) if pictures else examine_row(row, self.terms)


def _terms(today: dt.date, policy: Policy, profile: Profile | None, *, evidence: bool) -> Terms:
    require_day(today)
    require_policy(policy)
    require_profile(profile)
    return Terms(today=today, policy=policy, profile=profile, evidence=evidence)


def _names(keep: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the columns that are kept."""
    if isinstance(keep, str):
        message = "the columns to keep are given as a list of names, not as one text"
        raise TypeError(message)
    names = tuple(keep)
    if twice := {name for name in names if names.count(name) > 1 or name in REPORT_SCHEMA.names}:
        message = (
            f"columns would stand twice in the result; rename them, or do not keep them: {sorted(twice)}"
        )
        raise ValueError(message)
    return names


def _examined(batches: Any, work: _Work) -> Iterator[pa.RecordBatch]:
    schema = known = None
    for table in _tables(batches):
        if known is None or not table.schema.equals(known):
            schema, known = work.schema(table.schema), table.schema
        for part in _parts(table):
            kept = [part.column(name) for name in work.keep]
            yield pa.RecordBatch.from_arrays([*kept, *work.report(part).columns], schema=schema)


def _tables(batches: Any) -> Iterator[pa.Table]:
    if isinstance(batches, pa.RecordBatch | pa.Table) or not _is_arrow(batches):
        yield from map(_table, [batches] if _is_arrow(batches) else batches)
    else:
        yield from map(_table, _reader(batches))


def _is_arrow(found: Any) -> bool:
    return hasattr(found, "__arrow_c_stream__") or hasattr(found, "__arrow_c_array__")


def _reader(found: Any) -> pa.RecordBatchReader:
    """Return what hands out the batches of an object, one after another."""
    try:
        if hasattr(found, "__arrow_c_stream__"):
            return pa.RecordBatchReader.from_stream(found)
        batch = pa.record_batch(found)
        return pa.RecordBatchReader.from_batches(batch.schema, [batch])
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        why = type(error).__name__
    # Raised here and not in the handler, because the error may quote a cell.
    message = (
        f"Arrow cannot make a table of this {type(found).__name__} ({why}): it has columns, "
        "each with values of one type; responses of several types can be given as JSON text"
    )
    raise ValueError(message)


def _table(found: Any) -> pa.Table:
    if isinstance(found, pa.Table):
        return found
    if isinstance(found, pa.RecordBatch):
        return pa.Table.from_batches([found])
    if _is_arrow(found):
        return _reader(found).read_all()
    message = f"a batch is one of Arrow, or an object that hands out such, not {type(found).__name__}"
    raise TypeError(message)


def _parts(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table part by part; of one without rows, a part without any."""
    if not table.num_rows:
        yield pa.RecordBatch.from_arrays([_whole(one) for one in table.columns], schema=table.schema)
    yield from (part for part in table.to_reader(_ROWS_AT_ONCE) if part.num_rows)


def _field(schema: pa.Schema, name: object) -> pa.Field:
    if not isinstance(name, str):
        message = f"a column is given by its name, not by {type(name).__name__}"
        raise TypeError(message)
    places = schema.get_all_field_indices(name)
    if len(places) == 1:
        return schema.field(places[0])
    problem = "stands there several times" if places else "is not there"
    message = f"the column {name} {problem}; there are {schema.names}"
    raise ValueError(message)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece."""
    if column.num_chunks == 1:
        return column.chunk(0)
    with contextlib.suppress(pa.ArrowInvalid):  # over 2 GB of text
        return column.combine_chunks()
    message = "the reports are too long for one batch: examine fewer rows at once, or use examine_batches"
    raise ValueError(message)
