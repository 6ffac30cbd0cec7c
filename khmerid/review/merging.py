"""Decisions merged into results: as many rows out as in, in order, each decided card with what people typed.

What a person typed stands in the row before what the machine read, and is only as sure as what bears it out:

- typed blind by two alike: ``confirmed``;
- typed blind by one, and print, MRZ or the machine has the same: ``confirmed``;
- typed blind by one alone, or after the machine's value was shown: not sure;
- typed differently by two: ``conflicting``, without a value.

One alone, against a check digit that was read, the dates of the card, or a value that was proven, is
``doubtful``: applied, noted, and never sure. A card is accepted where a reviewer accepted it and each value
that a card is accepted by is sure; other reasons of the machine they overrule, if they typed what there was
to be typed. ``review`` keeps them.

>>> field = {"value": None, "assurance": "absent", "sources": [], "notes": []}
>>> typed = KeyedField(typed=("M",), value="M", shown=False)
>>> merged_field("sex", field, [typed], Witnesses())["assurance"]
'read'
"""

import datetime as dt
import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from khmerid.calibration.labels import LABEL_READERS, Id
from khmerid.json_text import with_escapes
from khmerid.masking import Masked
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Finding, Note
from khmerid.outcome import Outcome
from khmerid.report.decision import decided_by, reasons_of_the_day, reasons_of_values
from khmerid.report.plain import from_plain, to_plain
from khmerid.report.policy import DEFAULT_POLICY, Policy
from khmerid.report.reasons import Decision, Reason
from khmerid.report.report import FIELDS
from khmerid.report.reviewed import BeforeReview, Review, ReviewOutcome
from khmerid.resolve.resolution import Resolution
from khmerid.resolve.resolved import Assurance, Source
from khmerid.review.decisions import CardDecision, KeyedField, Verdict, row_digest, same_value
from khmerid.review.queue import fields_to_key, sights_of
from khmerid.review.reviewers import (
    Bounds,
    Errors,
    Key,
    KnownCard,
    Reviewer,
    agreement,
    by_reviewer,
    total,
)
from khmerid.rules import EARLIEST_DATE, LATEST_DATE, expiries_of, latest_birth

Row = dict[str, Any]
Field = dict[str, Any]

_DATES: Final = ("date_of_birth", "date_of_issue", "date_of_expiry")
_OWN_DIGIT: Final = {
    "document_number": "mrz.document_number_check_digit",
    "date_of_birth": "mrz.date_of_birth_check_digit",
    "date_of_expiry": "mrz.date_of_expiry_check_digit",
}
_SURE: Final = frozenset({str(Assurance.CONFIRMED), str(Assurance.PROTECTED)})
#: Reasons that values and the day tell anew. A reviewer who typed what was to be typed overrules the others.
_ANEW: Final = frozenset(
    {
        Reason.NUMBER_NOT_SURE,
        Reason.BIRTH_NOT_SURE,
        Reason.SEX_NOT_SURE,
        Reason.EXPIRY_NOT_SURE,
        Reason.ISSUING_STATE_NOT_SURE,
        Reason.NATIONALITY_NOT_SURE,
        Reason.SEVERAL_CARDS,
        Reason.NAME_MISSING,
        Reason.NAME_DOUBTFUL,
        Reason.EXPIRED,
        Reason.NOT_YET_ISSUED,
        Reason.UNDER_AGE,
    }
)
_AGREES: Final = str(Outcome.AGREES)
_TWO: Final = 2
_LARGEST_OF_BROWSERS: Final = 2**53


class UnusableRowError(ValueError):
    """A row is no row of results, or not one that decisions can be merged into."""


@attrs.frozen
class Collected(Masked):
    """The decisions that count: of each reviewer the last of each version of a row, by the row.

    ``repeated`` are those that stood there twice alike, ``replaced`` those after which the reviewer decided
    otherwise, ``known`` those of cards whose values are known, which are no rows.
    """

    by_row: Mapping[Key, tuple[CardDecision, ...]]
    known: tuple[CardDecision, ...]
    repeated: int
    replaced: int

    @property
    def all(self) -> Iterator[CardDecision]:
        """Those of rows and those of known cards."""
        return itertools.chain(itertools.chain.from_iterable(self.by_row.values()), self.known)

    @property
    def rekeyed(self) -> Iterator[list[KeyedField]]:
        """What several typed of each field of each row."""
        for decisions in self.by_row.values():
            for field in dict.fromkeys(itertools.chain.from_iterable(one.fields for one in decisions)):
                yield [one.fields[field] for one in decisions if field in one.fields]


def collect(decisions: Iterable[CardDecision], known: Mapping[Key, KnownCard] | None = None) -> Collected:
    """Sort decisions by rows; of one reviewer's own the later one counts, by its clock and then its place."""
    last: dict[Key, dict[str, CardDecision]] = defaultdict(dict)
    repeated = replaced = 0
    for one in decisions:
        of_row = last[one.row]
        before = of_row.get(one.who)
        if before is not None and before == one:
            repeated += 1
            continue
        replaced += before is not None
        if before is None or before.at <= one.at:
            of_row[one.who] = one
    cards = known or {}
    return Collected(
        by_row={key: tuple(of_row.values()) for key, of_row in last.items() if key not in cards},
        known=tuple(one for key in last if key in cards for one in last[key].values()),
        repeated=repeated,
        replaced=replaced,
    )


@attrs.frozen(kw_only=True)
class Witnesses(Masked):
    """What a row has to hold a typed value against, and nothing of it was to be seen.

    ``viz`` and ``mrz`` are as `sights_of` has them; ``digit`` is the check digit that was read.
    """

    viz: str | None = None
    mrz: str | None = None
    digit: str | None = None


def merged_field(name: str, field: Field, typed: Sequence[KeyedField], witnesses: Witnesses) -> Field:
    """Return a field of a report's JSON with what reviewers typed of it, each one of them once.

    What was not typed changes nothing, nor does it where a value that is sure could not be read.
    """
    typed = [one for one in typed if one.typed]
    values = _distinct([one.value for one in typed if one.value is not None])
    if not typed:
        return field
    if not values:
        return field if field["assurance"] in _SURE else _unread(field, typed)
    if len(values) > 1:
        return _field(None, Assurance.CONFLICTING, [], [Code.TYPED_DIFFERENTLY], values)
    value = values[0]
    theirs = [one for one in typed if one.value is not None]
    blind = sum(one.is_blind for one in theirs)
    is_machines = field["value"] is not None and same_value(field["value"], value)
    seen = [side for side in (Source.VIZ, Source.MRZ) if _is_seen(name, value, side, witnesses)]
    against = _against(name, value, field, witnesses, is_machines=is_machines)
    notes = [*against, *([] if blind else [Code.TYPED_AS_SHOWN])]
    if blind >= _TWO:
        assurance = Assurance.CONFIRMED
    elif against:
        assurance = Assurance.DOUBTFUL
    elif blind:
        assurance = Assurance.CONFIRMED if seen or is_machines else Assurance.READ
    else:
        assurance = Assurance(field["assurance"]) if is_machines else Assurance.DOUBTFUL
    sources = [*(map(Source, field["sources"]) if is_machines else []), *seen]
    others = [field["value"]] if Code.TYPED_OTHERWISE in notes else []
    return _field(value, assurance, sources, notes, others if assurance is Assurance.DOUBTFUL else [])


def _distinct(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if not any(same_value(value, other) for other in found):
            found.append(value)
    return found


def _unread(field: Field, typed: Sequence[KeyedField]) -> Field:
    is_no_day = any(one.no_such_day for one in typed)
    was = [] if field["value"] is None else [field["value"]]
    candidates = _distinct([*was, *field.get("candidates", [])])
    note = Code.NO_SUCH_DAY if is_no_day else Code.CANNOT_BE_READ
    return _field(None, Assurance.ABSENT, [], [note], candidates)


def _field(
    value: Any, assurance: Assurance, sources: Sequence[Source], notes: Sequence[Code], candidates: list[Any]
) -> Field:
    found = {
        "value": value,
        "assurance": str(assurance),
        "sources": [*dict.fromkeys(map(str, sources)), str(Source.PERSON)],
        "notes": list(map(str, notes)),
    }
    return found | ({"candidates": candidates} if candidates else {})


def _is_seen(name: str, value: Any, side: Source, witnesses: Witnesses) -> bool:
    if not isinstance(value, str):
        return False
    if side is Source.VIZ:
        return witnesses.viz == value
    return witnesses.mrz is not None and witnesses.mrz == _in_mrz(name, value)


def _in_mrz(name: str, value: str) -> str:
    return value[2:].replace("-", "") if name in _DATES else value


def _against(name: str, value: Any, field: Field, witnesses: Witnesses, *, is_machines: bool) -> list[Code]:
    found = []
    if field["assurance"] in _SURE and not is_machines:
        found.append(Code.TYPED_OTHERWISE)
    if witnesses.digit is not None and check_digit(_in_mrz(name, value)) != witnesses.digit:
        found.append(Code.TYPED_AGAINST_DIGIT)
    return found


def _digit_read(row: Row, name: str, mrz: str | None) -> str | None:
    """Return the numeral that was read as the value's own check digit, as far as the row tells.

    Without the ledger it is that of the value in the MRZ, where the two agree.
    """
    entry = row.get("ledger", {}).get("fields", {}).get(name, {})
    rule = _OWN_DIGIT.get(name)
    own = [one["read"] for one in entry.get("digits", ()) if one["rule"] == rule]
    if entry or mrz is None:
        return next((one for one in own if one in {*"0123456789"}), None)
    agrees = any(one["rule"] == rule and one["outcome"] == _AGREES for one in row["checks"])
    return check_digit(mrz) if agrees else None


def _against_calendar(fields: Mapping[str, Field], typed: set[str]) -> set[str]:
    """Return the dates that were typed and cannot be those of one card with the others."""
    days = {name: fields[name]["value"] and dt.date.fromisoformat(fields[name]["value"]) for name in _DATES}
    against = {name for name, day in days.items() if day and not EARLIEST_DATE <= day <= LATEST_DATE}
    birth, issue, expiry = ({**days, **dict.fromkeys(against)}[name] for name in _DATES)
    if issue and expiry and expiry not in expiries_of(issue):
        against |= {"date_of_issue", "date_of_expiry"}
    if birth and issue and birth > latest_birth(issue):
        against |= {"date_of_birth", "date_of_issue"}
    if birth and expiry and birth >= expiry:
        against |= {"date_of_birth", "date_of_expiry"}
    return against & typed


@attrs.frozen(kw_only=True, repr=False)
class MergeSummary:
    """What the decisions came to. ``outcomes`` are those of the rows, ``decisions`` what rows have now."""

    rows: int
    merged: int
    known_rows: int
    outcomes: Mapping[str, int]
    decisions: Mapping[str, int]
    still_open: Mapping[str, int]
    other_version: int
    without_row: int
    on_errors: int
    skipped: int
    repeated: int
    replaced: int
    labels: int
    reviewers: Sequence[Reviewer]
    agreement: Errors

    @property
    def by_field(self) -> dict[str, Errors]:
        """The errors of all reviewers on known cards, by field."""
        found: dict[str, list[Errors]] = defaultdict(list)
        for reviewer in self.reviewers:
            for field, errors in reviewer.by_field.items():
                found[field].append(errors)
        return {field: total(found[field]) for field in FIELDS if field in found}

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        special = {"reviewers", "agreement"}
        plain = {one.name: getattr(self, one.name) for one in attrs.fields(type(self))}
        return {
            **{name: dict(one) if isinstance(one, Mapping) else one for name, one in plain.items()
               if name not in special},
            "known": total(one.errors for one in self.reviewers).to_dict(),
            "known_by_field": {field: errors.to_dict() for field, errors in self.by_field.items()},
            "agreement": self.agreement.to_dict(),
            "reviewers": [one.to_dict() for one in self.reviewers],
        }  # fmt: skip


class Merging:
    """Merges decisions into one row after another, and counts what comes of it."""

    def __init__(
        self,
        collected: Collected,
        known: Mapping[Key, KnownCard] | None = None,
        *,
        policy: Policy = DEFAULT_POLICY,
        today: dt.date | None = None,
    ) -> None:
        self._collected, self._known = collected, known or {}
        self._policy, self._today = policy, today
        self._reviewers = by_reviewer(collected.all, self._known)
        self._agreement = agreement(collected.rekeyed)
        of_known = {" ".join(one.name.split()).casefold(): one.errors for one in self._reviewers}
        self._bounds = Bounds(of_known=of_known, of_agreement=self._agreement)
        self._ids = {one.id for one in collected.all} | {card.id for card in self._known.values()}
        self._seen_ids: Counter[Id] = Counter()
        self._applied: set[Key] = set()
        self._counts: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._decisions: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._labels: dict[Id, dict[str, str]] = {}

    def merge(self, row: object) -> Row | None:
        """Return a row with what was decided of it, ``None`` for that of a known card, which is no row.

        Raises ``UnusableRowError``, which quotes nothing, for what is no row of results.
        """
        if not isinstance(row, dict) or not ({"error", "fields"} & row.keys()):
            message = "it is no row of results"
            raise UnusableRowError(message)
        name = row.get("id")
        # The digest is that of a whole row, so it is taken of those alone that may be meant.
        key = (
            row_digest(row) if isinstance(name, str | int) and (name in self._ids or _is_large(name)) else ""
        )
        if key in self._known:
            self._counts["known_rows"] += 1
            return None
        if isinstance(name, str | int):
            self._seen_ids[name] += 1
        decisions = self._collected.by_row.get(key, ())
        if decisions:
            self._applied.add(key)
        self._counts["rows"] += 1
        found = self._merged(row, decisions)
        self._decisions[found.get("decision", "error")] += 1
        return found

    def _merged(self, row: Row, decisions: Sequence[CardDecision]) -> Row:
        self._counts["skipped"] += sum(one.decision is Verdict.SKIP for one in decisions)
        decisions = [one for one in decisions if one.decision is not Verdict.SKIP]
        if "error" in row:
            self._counts["on_errors"] += len(decisions)
            return row
        if not decisions:
            return row
        try:
            found = self._decided(row, decisions)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            if isinstance(error, UnusableRowError):
                raise
        else:
            self._counts["merged"] += 1
            self._note_labels(row.get("id"), decisions)
            return found
        message = "it is no report with its values, so nothing can be merged into it"
        raise UnusableRowError(message)

    def _decided(self, row: Row, decisions: Sequence[CardDecision]) -> Row:
        used = row.get("policy", {"digest": DEFAULT_POLICY.used.digest})["digest"]
        if used != self._policy.used.digest:
            message = "it was decided by another policy, which has to be given here, too"
            raise UnusableRowError(message)
        fields = self._fields(row, decisions)
        resolution = from_plain({"fields": fields}, Resolution)
        outcome, at = _outcome(decisions), max(one.at for one in decisions)
        decision, reasons = self._decision(row, resolution, fields, decisions)
        bound, bound_from = self._bounds.of(one.who for one in decisions)
        review = Review(
            reviewers=tuple(dict.fromkeys(one.reviewer for one in decisions)),
            at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
            decision=outcome,
            error_bound=None if bound is None else _rounded_up(bound),
            bound_from=bound_from,
            machine=BeforeReview(
                decision=Decision(row["decision"]), reasons=tuple(map(Reason, row["reasons"]))
            ),
        )
        self._outcomes[str(outcome)] += 1
        if outcome is ReviewOutcome.ACCEPT and decision is not Decision.ACCEPT:
            self._open.update(map(str, reasons))
        noted = [
            to_plain(Finding(name, Note(Code(code))))
            for name in fields
            if fields[name] is not row["fields"][name]
            for code in fields[name]["notes"]
        ]
        return {
            **row,
            "decision": str(decision),
            "reasons": list(map(str, reasons)),
            "fields": fields,
            "findings": [*row["findings"], *noted],
            "review": to_plain(review),
        }

    def _fields(self, row: Row, decisions: Sequence[CardDecision]) -> dict[str, Field]:
        fields: dict[str, Field] = dict(row["fields"])
        typed = {name: [one.fields[name] for one in decisions if name in one.fields] for name in FIELDS}
        for name, of_name in typed.items():
            if not of_name:
                continue
            viz, mrz = sights_of(row, name)
            witnesses = Witnesses(viz=viz, mrz=mrz, digit=_digit_read(row, name, mrz))
            fields[name] = merged_field(name, fields[name], of_name, witnesses)
        changed = {name for name in _DATES if fields[name] is not row["fields"][name]}
        for name in _against_calendar(fields, changed):
            two = sum(one.is_blind for one in typed[name]) >= _TWO
            assurance = fields[name]["assurance"] if two else str(Assurance.DOUBTFUL)
            notes = [*fields[name]["notes"], str(Code.TYPED_AGAINST_CALENDAR)]
            fields[name] = {**fields[name], "assurance": assurance, "notes": notes}
        return fields

    def _decision(
        self,
        row: Row,
        resolution: Resolution,
        fields: Mapping[str, Field],
        decisions: Sequence[CardDecision],
    ) -> tuple[Decision, tuple[Reason, ...]]:
        outcome, before = _outcome(decisions), list(map(Reason, row["reasons"]))
        today = self._today or max(one.at for one in decisions).date()
        typed = {name for one in decisions for name, keyed in one.fields.items() if keyed.typed}
        differs = [str(Code.TYPED_DIFFERENTLY) in fields[name]["notes"] for name in FIELDS]
        ours = [Reason.REVIEWERS_CONFLICT] if any(differs) or outcome is ReviewOutcome.CONFLICTING else []
        if outcome is ReviewOutcome.REJECT:
            return Decision.REJECT, _once([*before, *ours, Reason.REVIEWER_REJECTS])
        if outcome is ReviewOutcome.UNREADABLE:
            return Decision.REVIEW, _once([*before, *ours, Reason.REVIEWER_CANNOT_READ])
        if outcome is ReviewOutcome.CONFLICTING:
            return Decision.REVIEW, _once([*before, *ours])
        left = [*reasons_of_values(resolution), *reasons_of_the_day(resolution, today, self._policy)]
        untyped = [name for name in fields_to_key(row) if name not in typed]
        stays = [reason for reason in before if untyped and reason not in _ANEW]
        return decided_by(dict.fromkeys([*left, *stays, *ours]), self._policy)

    def _note_labels(self, name: object, decisions: Sequence[CardDecision]) -> None:
        """Keep what was typed blind and not differently, as a label of the row."""
        found = {}
        for field, read in LABEL_READERS.items():
            typed = [one.fields[field] for one in decisions if field in one.fields]
            values = _distinct([one.value for one in typed if one.typed and one.value is not None])
            is_blind = any(one.is_blind and one.value is not None for one in typed)
            if len(values) == 1 and is_blind and read(values[0]) is not None:
                found[field] = values[0]
        if found and isinstance(name, str | int):
            self._labels[name] = found

    def labels(self) -> Iterator[str]:
        """Yield a line for each row of which something was typed blind, for ``khmerid calibrate --truth``.

        An id that several rows have is left out: a label would be of either.
        """
        for name, found in self._labels.items():
            if self._seen_ids[name] == 1:
                yield with_escapes(json.dumps({"id": name, **found}, ensure_ascii=False)) + "\n"

    def summary(self) -> MergeSummary:
        """Return what came of the rows so far."""
        left = [
            one for key, many in self._collected.by_row.items() if key not in self._applied for one in many
        ]
        other = sum(one.id in self._seen_ids for one in left)
        return MergeSummary(
            rows=self._counts["rows"],
            merged=self._counts["merged"],
            known_rows=self._counts["known_rows"],
            outcomes=self._outcomes,
            decisions=self._decisions,
            still_open=dict(self._open.most_common()),
            other_version=other,
            without_row=len(left) - other,
            on_errors=self._counts["on_errors"],
            skipped=self._counts["skipped"],
            repeated=self._collected.repeated,
            replaced=self._collected.replaced,
            labels=sum(1 for _ in self.labels()),
            reviewers=self._reviewers,
            agreement=self._agreement,
        )


def _outcome(decisions: Sequence[CardDecision]) -> ReviewOutcome:
    found = {one.decision for one in decisions}
    return ReviewOutcome(str(found.pop())) if len(found) == 1 else ReviewOutcome.CONFLICTING


def _is_large(name: object) -> bool:
    """Return whether it is a number that a browser may have written otherwise than it stood there."""
    return isinstance(name, int) and abs(name) > _LARGEST_OF_BROWSERS


def _rounded_up(bound: float) -> float:
    """Return a bound with two places, and no less than it is."""
    unit = 10.0 ** (math.floor(math.log10(bound)) - 1)
    return min(1.0, float(f"{math.ceil(bound / unit) * unit:.2g}"))


def _once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))
