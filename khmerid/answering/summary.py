"""What many rows come to: decisions, reasons, errors, and how sure each field is.

>>> summary = Summary()
>>> summary.add({"id": "row 1", "error": {"code": "not_json", "message": "the row is not JSON"}})
>>> summary.decisions, summary.errors
(Counter({'error': 1}), Counter({'not_json': 1}))
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, Self

import attrs

from khmerid.answering.input_row import Row

#: What stands for a decision where a row is an error.
ERROR: Final = "error"


@attrs.define
class Summary:
    """How many rows have each decision, each reason and each error; of each field, each assurance."""

    decisions: Counter[str] = attrs.field(factory=Counter)
    reasons: Counter[str] = attrs.field(factory=Counter)
    errors: Counter[str] = attrs.field(factory=Counter)
    assurances: dict[str, Counter[str]] = attrs.field(factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.decisions.total()

    def add(self, row: Row) -> None:
        """Count a report or an error row."""
        if "error" in row:
            self.decisions[ERROR] += 1
            self.errors[row["error"]["code"]] += 1
            return
        self.decisions[row["decision"]] += 1
        self.reasons.update(row["reasons"])
        for name, field in row["fields"].items():
            self.assurances.setdefault(name, Counter())[field["assurance"]] += 1

    def __iadd__(self, other: Self) -> Self:
        """Add what other rows came to."""
        self.decisions += other.decisions
        self.reasons += other.reasons
        self.errors += other.errors
        for name, levels in other.assurances.items():
            self.assurances.setdefault(name, Counter()).update(levels)
        return self

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Return the summary of which JSON has this, as ``attrs.asdict`` gives it."""
        levels = {name: Counter(counts) for name, counts in plain["assurances"].items()}
        return cls(Counter(plain["decisions"]), Counter(plain["reasons"]), Counter(plain["errors"]), levels)
