"""How often reviewers are wrong: from cards whose values are known, or from where two of them differ.

>>> Errors(wrong=0, n=59).at_most < 0.05
True
>>> Errors().at_most is None
True

A field counts where a value was typed of it, or where a value that is wrong was accepted without typing one.
That it cannot be read is no error. The bound is that of Clopper and Pearson, one-sided, at 95 %.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs

from khmerid.calibration.bounds import upper_bound
from khmerid.calibration.labels import Id
from khmerid.report.reviewed import BoundFrom
from khmerid.review.decisions import (
    CardDecision,
    KeyedField,
    Verdict,
    parse_line,
    read_value,
    same_value,
)

#: A row by the digest of its version: an id is not the same any more once a browser has read a large number.
Key = str

_OF_KNOWN: Final = ("id", "row", "truth", "planted", "offered")


class Errors(NamedTuple):
    """How many of how many were wrong."""

    wrong: int = 0
    n: int = 0

    @property
    def at_most(self) -> float | None:
        """The share that is wrong at most; ``None`` where there are none."""
        return upper_bound(self.wrong, self.n) if self.n else None

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain data for JSON."""
        return {**self._asdict(), "at_most": self.at_most}


@attrs.frozen(kw_only=True, repr=False)
class KnownCard:
    """A card whose values are known: its row, the values, those that the row offers, what was planted."""

    id: Id
    row: str
    truth: Mapping[str, Any]
    offered: Mapping[str, Any]
    planted: Mapping[str, str]

    def __repr__(self) -> str:
        return f"KnownCard({', '.join(self.planted)})"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for a line of JSON."""
        return {name: getattr(self, name) for name in _OF_KNOWN}


@attrs.frozen(kw_only=True, repr=False)
class Reviewer:
    """What one reviewer did: cards, errors by field, seconds and keystrokes of a card.

    ``unseen`` are the cards that they accepted and typed nothing of.
    """

    name: str
    cards: int
    accepted: int
    unseen: int
    by_field: Mapping[str, Errors]
    seconds: float | None
    keys: float | None

    def __repr__(self) -> str:
        return f"Reviewer({self.cards} cards)"

    @property
    def errors(self) -> Errors:
        """Those of all fields together."""
        return total(self.by_field.values())

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "reviewer": self.name,
            "cards": self.cards,
            "accepted": self.accepted,
            "accepted_without_typing": self.unseen,
            "known": self.errors.to_dict(),
            "known_by_field": {field: errors.to_dict() for field, errors in self.by_field.items()},
            "median_seconds": self.seconds,
            "median_keys": self.keys,
        }


def total(many: Iterable[Errors]) -> Errors:
    """Return the errors of several together."""
    found = list(many)
    return Errors(sum(one.wrong for one in found), sum(one.n for one in found))


def read_known(lines: Iterable[bytes]) -> dict[Key, KnownCard]:
    """Return the known cards of a file, by their rows.

    Raises ``ValueError``, with the number of the line and without quoting it, for what is none.
    """
    found: dict[Key, KnownCard] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                card = _known_card(parse_line(line, "a known card"))
            except ValueError as error:
                message = f"line {number}: {error}"
                raise ValueError(message) from None
            found[card.row] = card
    return found


def _known_card(said: Mapping[str, Any]) -> KnownCard:
    """Return the known card that an object of JSON is; raise ``ValueError``, which quotes nothing."""
    name, row = said.get("id"), said.get("row")
    maps = {key: said.get(key, {}) for key in ("truth", "planted", "offered")}
    is_sound = (
        isinstance(name, str | int)
        and not isinstance(name, bool)
        and isinstance(row, str)
        and all(isinstance(one, dict) for one in maps.values())
        and all(isinstance(kind, str) for kind in maps["planted"].values())
    )
    if not is_sound:
        message = "a known card has id, row, and truth, planted and offered by field"
        raise ValueError(message)
    for field, value in maps["truth"].items():
        try:
            read = read_value(field, str(value["text"] if isinstance(value, dict) else value))
        except KeyError:
            read = None
        if read is None:
            message = "truth has a field or a value that no report has"
            raise ValueError(message)
    return KnownCard(id=name, row=row, **maps)  # type: ignore[arg-type]  # it was looked at above


def by_reviewer(
    decisions: Iterable[CardDecision], known: Mapping[Key, KnownCard] | None = None
) -> list[Reviewer]:
    """Return what each reviewer did, in the order in which they come."""
    cards = known or {}
    groups: dict[str, list[CardDecision]] = defaultdict(list)
    for one in decisions:
        groups[one.who].append(one)
    return [_reviewer(of_one, cards) for of_one in groups.values()]


def _reviewer(decisions: Sequence[CardDecision], known: Mapping[Key, KnownCard]) -> Reviewer:
    wrong: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for one in decisions:
        if card := known.get(one.row):
            for field, is_wrong in _judged(one, card):
                n[field] += 1
                wrong[field] += is_wrong
    accepted = [one for one in decisions if one.decision is Verdict.ACCEPT]
    return Reviewer(
        name=decisions[0].reviewer,
        cards=sum(one.decision is not Verdict.SKIP for one in decisions),
        accepted=len(accepted),
        unseen=sum(not any(keyed.typed for keyed in one.fields.values()) for one in accepted),
        by_field={field: Errors(wrong[field], n[field]) for field in n},
        seconds=_median([one.seconds for one in decisions if one.seconds is not None]),
        keys=_median([one.keys for one in decisions if one.keys is not None]),
    )


def _judged(decision: CardDecision, card: KnownCard) -> Iterator[tuple[str, bool]]:
    """Yield each field that counts, and whether it is wrong."""
    if decision.decision is Verdict.SKIP:
        return
    for field, true in card.truth.items():
        keyed = decision.fields.get(field)
        if keyed and keyed.typed:
            if keyed.value is not None:
                yield field, not same_value(keyed.value, true)
        elif decision.decision is Verdict.ACCEPT and field in card.planted:
            offered = card.offered.get(field)
            if offered is not None and not same_value(offered, true):
                yield field, True


def agreement(pairs: Iterable[Sequence[KeyedField]]) -> Errors:
    """Return how often two who typed the same field, seeing nothing, typed different values.

    Where they differ, one of them is wrong at least; an error that both make is not among them.
    """
    wrong = n = 0
    for typed in pairs:
        values = [one.value for one in typed if one.is_blind and one.value is not None]
        if len(values) > 1:
            n += 1
            wrong += not all(same_value(values[0], other) for other in values[1:])
    return Errors(wrong, n)


class Bounds:
    """The bound of each reviewer by their known cards, and that of two who agree."""

    def __init__(self, of_known: Mapping[str, Errors], of_agreement: Errors) -> None:
        # Once, and not for each row.
        self._of_known = {who: errors.at_most for who, errors in of_known.items()}
        self._of_agreement = of_agreement.at_most

    def of(self, whos: Iterable[str]) -> tuple[float | None, BoundFrom | None]:
        """Return the bound of all these together, which is that of the worst, and what it is from."""
        own = [self._of_known.get(who) for who in whos]
        sound = [one for one in own if one is not None]
        if sound and len(sound) == len(own):
            return max(sound), BoundFrom.KNOWN_CARDS
        if self._of_agreement is not None:
            return self._of_agreement, BoundFrom.AGREEMENT
        return None, None


def _median(values: Sequence[float]) -> float | None:
    return float(statistics.median(values)) if values else None
