"""What the benchmarks of accuracy look at: each value of a card, its risk, and whether it is sure and right.

The corpora, and specimens with noise, are examined in two processes; what comes back has no text of a card.
"""

import enum
import functools
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, TRUTHS, labelled_cards
from learn_confusions import CORPORA, learned
from noise_kinds import KINDS, kind_named, noisy_card

from khmerid import examine
from khmerid.adapters import adapt
from khmerid.examination import examine_card
from khmerid.misreading.channel import misreadings_of
from khmerid.report.plain import to_plain
from khmerid.report.report import Report

PROCESSES = 2
_CHUNK = 100  # cards of one task
SHORT = {
    "document_number": "number",
    "date_of_birth": "birth",
    "date_of_expiry": "expiry",
    "date_of_issue": "issue",
    "sex": "sex",
    "surname": "surname",
    "given_names": "given names",
    "height_cm": "height",
}
CRITICAL = ("number", "birth", "expiry", "issue", "sex")
NAMES = ("surname", "given names")


class Family(enum.Enum):
    """Where cards are from, as far as it bears on what their figures mean."""

    CORPORA = "corpora"  # with the shipped tables, which were learned from most of them
    HALVES = "halves of the corpora"  # with tables that were learned from the other half
    NOISE = "noise"
    SHARED = "noise out of reach"  # that print and MRZ share


class Value(NamedTuple):
    """One value of a card. ``risk`` is ``None`` where nothing was weighed."""

    field: str
    assurance: str
    is_given: bool
    is_right: bool
    is_sure: bool
    risk: float | None


class Seen(NamedTuple):
    """One card: where it is from, the rate of its noise, whether it was accepted, and its values."""

    family: Family
    source: str
    rate: float | None
    is_accepted: bool
    values: tuple[Value, ...]


class NoiseTask(NamedTuple):
    """Some specimens with one kind of noise."""

    kind: str
    rate: float
    numbers: range


class CorpusTask(NamedTuple):
    """A corpus with the shipped tables; or one half of it, with tables that were learned from the other."""

    path: Path
    half: int | None
    tables: Mapping[str, Any] | None


def noise_tasks(cards: int, names: Iterable[str] | None = None) -> list[NoiseTask]:
    """Return the tasks for so many cards of each rate of each kind, or of the kinds that are named."""
    return [
        NoiseTask(kind.name, rate, range(start, min(start + _CHUNK, cards)))
        for kind in (map(kind_named, names) if names else KINDS)
        for rate in kind.rates
        for start in range(0, cards, _CHUNK)
    ]


def corpus_tasks(*, halves: bool = False) -> list[CorpusTask]:
    """Return the tasks for all corpora, and for the halves of those that the tables are learned from."""
    tasks = [CorpusTask(path, None, None) for path in (FIELDS, HEAVY, CARDS, SMART)]
    if halves:
        tables = [learned(1 - half) for half in (0, 1)]
        tasks += [CorpusTask(path, half, tables[half]) for path in CORPORA for half in (0, 1)]
    return tasks


def observe(tasks: Sequence[NoiseTask | CorpusTask]) -> Iterator[Seen]:
    """Yield the cards of the tasks, in order; say on stderr how far it is."""
    with multiprocessing.Pool(PROCESSES) as pool:
        for done, cards in enumerate(pool.imap(_cards_of, tasks), 1):
            sys.stderr.write(f"\r{done} of {len(tasks)} parts")
            sys.stderr.flush()
            yield from cards
    sys.stderr.write("\n")


def _cards_of(task: NoiseTask | CorpusTask) -> list[Seen]:
    return list(_noisy(task) if isinstance(task, NoiseTask) else _labelled(task))


def _noisy(task: NoiseTask) -> Iterator[Seen]:
    kind = kind_named(task.kind)
    family = Family.NOISE if kind.is_in_reach else Family.SHARED
    for number in task.numbers:
        specimen, response = noisy_card(kind, task.rate, number)
        report = examine(response, today=specimen.today)
        truth = specimen.truth
        yield Seen(family, task.kind, task.rate, *_found(report, {name: truth[name] for name in SHORT}))


def _labelled(task: CorpusTask) -> Iterator[Seen]:
    name = task.path.name.partition(".")[0].removeprefix("dev_")
    family = Family.CORPORA if task.half is None else Family.HALVES
    misreadings = {} if task.tables is None else {"misreadings": misreadings_of(task.tables)}
    for card in _cards_of_corpus(task.path):
        if task.half in {None, card.half}:
            report = examine_card(adapt(card.response), today=card.today, **misreadings)
            yield Seen(
                family, name, None, *_found(report, {name: card.truth[TRUTHS[name]] for name in SHORT})
            )


_cards_of_corpus = functools.cache(labelled_cards)


def _found(report: Report, truth: Mapping[str, Any]) -> tuple[bool, tuple[Value, ...]]:
    values = []
    for name, field in SHORT.items():
        resolved = getattr(report, name)
        values.append(
            Value(
                field=field,
                assurance=str(resolved.assurance),
                is_given=resolved.value is not None,
                is_right=to_plain(resolved.value) == truth[name],
                is_sure=resolved.assurance.is_sure,
                risk=resolved.risk,
            )
        )
    return str(report.decision) == "accept", tuple(values)
