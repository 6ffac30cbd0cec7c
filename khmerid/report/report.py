"""The report of one card: values with their assurance, checks, findings, and what a machine may decide."""

from collections.abc import Mapping
from typing import Final, Self

import attrs

from khmerid.checks.crosscheck import Check
from khmerid.notes import Finding
from khmerid.raw_card import ImageQuality
from khmerid.report.plain import from_plain, to_plain
from khmerid.report.policy import PolicyUsed
from khmerid.report.reasons import Decision, Reason
from khmerid.resolve.resolution import Resolution


@attrs.frozen(kw_only=True, repr=False)
class Report(Resolution):
    """The resolved fields, the checks, the findings, the image, the decision and its reasons.

    ``policy`` is by which policy it was decided, and ``None`` for the default one.
    """

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    image: ImageQuality
    decision: Decision
    reasons: tuple[Reason, ...]
    policy: PolicyUsed | None = None

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name).assurance}" for name in FIELDS)
        return f"Report({self.decision}, [{', '.join(map(str, self.reasons))}], {fields})"

    def to_dict(self) -> dict[str, object]:
        """Return the report as plain data for JSON, in the form of ``report.schema.json``."""
        plain: dict[str, object] = to_plain(self)
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> Self:
        """Return the report that ``to_dict`` wrote, alone or as a row with its ``id``.

        It is equal but for what JSON does not carry; docs/report.md lists it. Raises ``ValueError`` for
        anything else, an error row included.
        """
        return from_plain(plain, cls)

    def redacted(self) -> dict[str, object]:
        """Return what may be logged: no value, no candidate, only assurances, codes and outcomes."""
        plain = self.to_dict()
        plain["fields"] = {name: {"assurance": str(getattr(self, name).assurance)} for name in FIELDS}
        return plain


FIELDS: Final = tuple(field.name for field in attrs.fields(Resolution))
