"""What a profile changes: how many cards are accepted, what is sure, and how wrong that may be.

Each card is judged twice, with the shipped tables and with a profile that was learned from the other half of
the cards, so that none is judged by what it taught. Without labels nobody knows which values are wrong: the
error of the sure ones is what their own risks predict, and what print and MRZ say of each other bounds it.
With labels it is counted, and bounded by Clopper and Pearson.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs

from khmerid.calibration.bounds import upper_bound
from khmerid.calibration.counting import TWO_SIDED
from khmerid.calibration.labels import Id, Values
from khmerid.calibration.learning import StoredCard
from khmerid.examination import examine_card
from khmerid.misreading import SHIPPED, Misreadings, Profile
from khmerid.misreading.conditions import CONDITIONS
from khmerid.report.reasons import Decision
from khmerid.report.report import Report

#: The fields whose values are judged: those that labels may have.
WEIGHED: Final = (*TWO_SIDED, "date_of_issue")  # those with a risk
JUDGED: Final = (*WEIGHED, "surname", "given_names")
BEFORE, AFTER = "before", "after"
#: Rows that are named as worth labelling, and confusions that are shown.
_MOST_WORTH: Final = 50
_MOST_CONFUSIONS: Final = 20
_BINS: Final = 10  # of each power of ten of a risk
_LEAST_RISK: Final = 1e-12


class Sure(NamedTuple):
    """The sure values of one field: how many, and how many of them are predicted to be wrong.

    ``labelled`` are those of which a label says anything, ``wrong`` those of which it says another value.
    """

    n: int = 0
    predicted: float = 0.0
    labelled: int = 0
    wrong: int = 0


class Confusion(NamedTuple):
    """A character that this engine reads as another more or less often than the shipped tables have it."""

    channel: str
    printed: str
    read: str
    own: float
    shipped: float
    seen: float


@attrs.frozen(kw_only=True, repr=False)
class Figures:
    """What was found in stored responses. ``sure`` is by field, ``coverage`` by the risk that is allowed.

    ``differs`` is, by field, on how many cards print and MRZ both have a value, and on how many these differ.
    ``worth`` are the ids of rows of which a label would say most.
    """

    profile: Profile
    rows: int
    unreadable: int
    labelled: int
    accepted: Mapping[str, int]
    sure: Mapping[str, Mapping[str, Sure]]
    coverage: Mapping[str, Sequence[tuple[float, float]]]
    confusions: Sequence[Confusion]
    conditions: Sequence[tuple[float, float]]
    worth: Sequence[Id]

    @property
    def differs(self) -> Mapping[str, tuple[int, int]]:
        """Of each field that both sides have, on how many cards they do, and on how many they differ."""
        found = {}
        for field in TWO_SIDED:
            on, of = self.profile.on_cards.get(f"{field} differs", (0, 0))
            found[field] = of, on
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain data for JSON."""
        return {
            "profile": attrs.asdict(self.profile.used),
            "cards": self.profile.cards,
            "rows": self.rows,
            "unreadable": self.unreadable,
            "labelled": self.labelled,
            "accepted": dict(self.accepted),
            "sure": {
                field: {when: one._asdict() | {"at_most": bound_of(one)} for when, one in of_field.items()}
                for field, of_field in self.sure.items()
            },
            "print_and_mrz": {
                field: {"both": both, "differ": differ, "both_wrong_at_most": agreed_wrong(both, differ)}
                for field, (both, differ) in self.differs.items()
            },
            "coverage": {when: [list(point) for point in points] for when, points in self.coverage.items()},
            "confusions": [one._asdict() for one in self.confusions],
            "conditions": [{"own": own, "shipped": shipped} for own, shipped in self.conditions],
            "worth_labelling": list(self.worth),
        }


def bound_of(sure: Sure) -> float | None:
    """Return the share that is wrong at most, of the sure values that were labelled, at 95 %."""
    return upper_bound(sure.wrong, sure.labelled) if sure.labelled else None


def agreed_wrong(both: int, differ: int) -> float | None:
    """Return how often print and MRZ have the same wrong value at most, if they err each for itself.

    They differ where one of them errs, so each errs about half as often; and where both do, hardly ever in
    the same way. What it leaves out is an engine that takes the same numeral for the same other on both.

    >>> agreed_wrong(1000, 20) < (0.03 / 2) ** 2
    True
    """
    return (upper_bound(differ, both) / 2) ** 2 if both else None


class Judging:
    """Judges cards one after another before and after a profile, and keeps no value of any."""

    def __init__(self, halves: Sequence[Misreadings]) -> None:
        self._tables = halves
        self._accepted: Counter[str] = Counter()
        self._sure: dict[str, dict[str, Sure]] = {field: {BEFORE: Sure(), AFTER: Sure()} for field in JUDGED}
        self._risks: dict[str, Counter[int]] = {BEFORE: Counter(), AFTER: Counter()}
        self._worth = Worth(_MOST_WORTH)
        self._labelled = self._judged = 0

    def add(self, name: Id, card: StoredCard) -> None:
        """Judge one card; those in an even place were learned from by the first half."""
        own = self._tables[1 - self._judged % 2]
        self._judged += 1
        self._labelled += bool(card.known)
        for when, misreadings in ((BEFORE, SHIPPED), (AFTER, own)):
            report = examine_card(card.raw, today=card.today, misreadings=misreadings)
            self._accepted[when] += report.decision is Decision.ACCEPT
            for field in JUDGED:
                self._judge(when, field, report, card.known)
        if not card.known:
            self._worth.add(name, report)

    def _judge(self, when: str, field: str, report: Report, known: Values) -> None:
        resolved = getattr(report, field)
        if resolved.risk is not None and resolved.value is not None:
            self._risks[when][_bin_of(resolved.risk)] += 1
        if resolved.assurance.is_sure:
            n, predicted, labelled, wrong = self._sure[field][when]
            is_labelled = field in known
            self._sure[field][when] = Sure(
                n + 1,
                predicted + (resolved.risk or 0.0),
                labelled + is_labelled,
                wrong + (is_labelled and known[field] != resolved.value),
            )

    def figures(self, profile: Profile, *, unreadable: int) -> Figures:
        """Return what was found, beside the profile that was learned from all cards."""
        return Figures(
            profile=profile,
            rows=self._judged + unreadable,
            unreadable=unreadable,
            labelled=self._labelled,
            accepted={when: self._accepted[when] for when in (BEFORE, AFTER)},
            sure=self._sure,
            coverage={when: [*_coverage(risks)] for when, risks in self._risks.items()},
            confusions=confusions_of(profile),
            conditions=[
                (own, one.often) for own, one in zip(profile.misreadings.conditions, CONDITIONS, strict=True)
            ],
            worth=self._worth.names(),
        )


class Worth:
    """The rows of which a label would say most: those whose critical values may well go either way."""

    def __init__(self, most: int) -> None:
        self._most, self._added = most, 0
        self._kept: list[tuple[float, int, Id]] = []

    def add(self, name: Id, report: Report) -> None:
        """Weigh one row: the variance of what is right of it, also of values that conflict."""
        certain = [getattr(report, field).certainty for field in TWO_SIDED]
        self._added += 1
        entry = math.fsum(one * (1 - one) for one in certain), -self._added, name
        keep = heapq.heappush if len(self._kept) < self._most else heapq.heappushpop
        keep(self._kept, entry)

    def names(self) -> list[Id]:
        """Return their ids, the one that would say most first; one that several rows have is there once."""
        ranked = sorted(self._kept, key=lambda entry: (-entry[0], -entry[1]))
        return [*dict.fromkeys(name for _, _, name in ranked)]


def _bin_of(risk: float) -> int:
    return math.ceil(_BINS * math.log10(max(risk, _LEAST_RISK)))


def _coverage(risks: Counter[int]) -> Iterator[tuple[float, float]]:
    """Yield each risk, and the share of the weighed values that have no more than that."""
    total, covered = sum(risks.values()), 0
    for at, count in sorted(risks.items()):
        covered += count
        yield 10 ** (at / _BINS), covered / total


def confusions_of(profile: Profile) -> list[Confusion]:
    """Return the characters that differ most from the shipped tables, by how plainly they do."""
    channels = {one.name: one for one in (SHIPPED.printed_khmer, SHIPPED.printed_latin, SHIPPED.mrz)}
    found: dict[float, list[Confusion]] = defaultdict(list)
    for name, table in profile.characters.items():
        numerals = sum(sum(row.values()) for printed, row in table.items() if printed)
        for printed, row in table.items():
            before, total = channels[name].rates(printed), sum(row.values()) if printed else numerals
            likeliest = max(before.values(), default=0.0)
            for read in {*row, *before}:
                count, rate = row.get(read, 0.0), before.get(read, 0.0)
                if printed and (rate == likeliest if before else read == printed):
                    continue  # what is read right
                one = Confusion(name, printed, read, count / max(total, 1.0), rate, count)
                found[_divergence(count, rate * total)].append(one)
    ranked = [one for score in sorted(found, reverse=True) for one in sorted(found[score])]
    return ranked[:_MOST_CONFUSIONS]


def _divergence(count: float, expected: float) -> float:
    """Return how unlikely a count is where another was expected: the deviance of Poisson."""
    expected = max(expected, 0.05)
    return 2 * (count * math.log(count / expected) - count + expected) if count else 2 * expected
