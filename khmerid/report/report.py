"""The report of one card: values with their assurance, checks, findings, and what a machine may decide.

>>> import datetime as dt, khmerid
>>> report: khmerid.Report = khmerid.examine({"id_number": "010203040"}, today=dt.date(2020, 6, 1))
>>> report.document_number.value, str(report.decision), Reason.SEX_NOT_SURE in report.reasons
('010203040', 'review', True)
>>> report.redacted()["fields"]["document_number"]
{'assurance': 'read'}
"""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Self

import attrs

from khmerid.checks.crosscheck import Check
from khmerid.json_text import with_escapes
from khmerid.ledger.records import Ledger
from khmerid.misreading.profile import ProfileUsed
from khmerid.notes import Finding
from khmerid.raw_card import ImageQuality
from khmerid.report.plain import from_plain, to_plain
from khmerid.report.policy import PolicyUsed
from khmerid.report.reasons import Decision, Reason
from khmerid.report.report_dict import ReportDict
from khmerid.report.reviewed import Review
from khmerid.resolve.resolution import Resolution
from khmerid.resolve.resolved import Resolved

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


@attrs.frozen(kw_only=True, repr=False)
class Report(Resolution):
    """The resolved fields, the checks, the findings, the image, the decision and its reasons.

    ``policy`` is by which policy it was decided, and ``None`` for the default one; ``profile`` by which
    profile of an engine it was read, if any. ``ledger`` says how each value was made of each text, and is
    ``None`` unless it was asked for. ``review`` is what people decided, where that was merged into it.
    """

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    image: ImageQuality
    decision: Decision
    reasons: tuple[Reason, ...]
    policy: PolicyUsed | None = None
    profile: ProfileUsed | None = None
    ledger: Ledger | None = None
    review: Review | None = None

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name).assurance}" for name in FIELDS)
        return f"Report({self.decision}, [{', '.join(map(str, self.reasons))}], {fields})"

    def to_dict(self) -> ReportDict:
        """Return the report as plain data for JSON, in the form of `report_schema`."""
        plain: ReportDict = to_plain(self)
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> Self:
        """Return the report that ``to_dict`` wrote, alone or as a row with its ``id``.

        It is equal but for what JSON does not carry; docs/report.md lists it. Raises ``ValueError`` for
        anything else, an error row included.
        """
        return from_plain(plain, cls)

    def to_json(self) -> str:
        """Return ``to_dict`` as JSON text on one line, which every encoding of Unicode can write.

        In that of a ledger, which has texts as received, characters that cannot be seen are escaped.
        """
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False)
        text = with_escapes(text) if self.ledger else text
        return text.encode("utf-8", "backslashreplace").decode()  # a lone surrogate as JSON escapes it

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the report that ``to_json`` wrote, or the command as a row; see ``from_dict``."""
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError):
            plain = None  # the error of json holds the whole text
        return cls.from_dict(plain)

    def redacted(self) -> dict[str, object]:
        """Return what may be logged: no value, ledger or reviewer, only assurances, codes and outcomes."""
        fields = {name: _without_value(getattr(self, name)) for name in FIELDS}
        return {**attrs.evolve(self, ledger=None, review=None).to_dict(), "fields": fields}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, handler: Callable[[type], "CoreSchema"]
    ) -> "CoreSchema":
        """Return how pydantic, and FastAPI by it, takes a report or its JSON, and writes it as JSON."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only pydantic asks for this

        as_json = handler(ReportDict)
        from_json = core_schema.chain_schema(
            [as_json, core_schema.no_info_plain_validator_function(cls.from_dict)]
        )
        return core_schema.json_or_python_schema(
            json_schema=from_json,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_json]),
            serialization=core_schema.plain_serializer_function_ser_schema(
                cls.to_dict, return_schema=as_json
            ),
        )


FIELDS: Final = tuple(field.name for field in attrs.fields(Resolution))


def _without_value(field: Resolved[object]) -> dict[str, object]:
    plain = to_plain(field)
    return {key: plain[key] for key in ("assurance", "parts") if key in plain}
