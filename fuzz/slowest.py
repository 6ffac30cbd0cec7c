"""Search for the cards that take longest, and print the worst: nothing here fails on time.

    python fuzz/slowest.py [--minutes 1] [--keep FILE.jsonl]

hypothesis changes cards of the corpora and goes after those of which Python calls the most functions: that
is nearly the same on every machine and in every run. The ten worst, of as many different cards of the
corpora, are then timed, as ratios to ``json.loads`` of the same response. ``--keep`` writes them as rows, as
``data/cases/slowest.jsonl`` has those that were found before; ``benchmarks/speed.py`` times these.
"""

import argparse
import copy
import datetime as dt
import functools
import heapq
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, seed, settings, target
from hypothesis import strategies as st

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards

from khmerid import examine
from khmerid.limits import LONGEST_FIELD

TODAY: Final = dt.date(2026, 11, 22)
#: Cards that are told, and examples of one search; with more, fewer searches begin anew in a minute.
_WORST: Final = 10
_EXAMPLES: Final = 200
#: Every so many cards of a corpus is changed: some two hundred in all.
_EVERY: Final = 25
#: Changes of one card: with more it is no card.
_MOST_CHANGES: Final = 8
#: What is put in: numerals of both scripts, letters read for them, fillers, and what is read for those.
_CHARACTERS: Final = "0123456789០១២៣៤៥៦៧៨៩OQDILSBZG?<KCE«|.:/ ក្រ"
_RUNS: Final = 5

Response = dict[str, Any]


def calls_of(response: object) -> int:
    """Return how many functions are called to examine a response, those written in C included."""
    calls = 0

    def count(_frame: object, event: str, _function: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        examine(response, today=TODAY)
    finally:
        sys.setprofile(before)
    return calls


def time_of_json(response: object) -> float:
    """Return the seconds that ``json.loads`` takes for a response."""
    text = json.dumps(response, ensure_ascii=False).encode()
    return least_time(lambda: [json.loads(text) for _ in range(100)]) / 100


def least_time(work: Callable[[], object]) -> float:
    """Return the least of some times of the processor, in seconds."""
    times = []
    for _ in range(_RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def cards() -> list[tuple[str, Response]]:
    """Return some cards of each corpus, by their names."""
    return [
        (f"{path.name.partition('.')[0]} {card.id}", card.response)
        for path in (HEAVY, FIELDS, CARDS, SMART)
        for card in labelled_cards(path)[::_EVERY]
    ]


def texts_in(response: Response) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield where each text of a response stands: what holds it, and its key."""
    holders = response["lines"] if "lines" in response else [response["result"]]
    for holder in holders:
        yield from ((holder, key) for key, text in holder.items() if isinstance(text, str))


@st.composite
def changed_cards(draw: st.DrawFn, known: list[tuple[str, Response]]) -> tuple[str, Response]:
    """Draw a card of a corpus with some changes in its texts."""
    name, response = draw(st.sampled_from(known))
    response = copy.deepcopy(response)
    places = list(texts_in(response))
    for _ in range(draw(st.integers(0, _MOST_CHANGES))):
        holder, key = draw(st.sampled_from(places))
        text = holder[key]
        start = draw(st.integers(0, max(len(text) - 1, 0)))
        end = start + draw(st.integers(0, 12))
        put = draw(
            st.builds(str.__mul__, st.sampled_from(_CHARACTERS), st.integers(1, 12))
            | st.sampled_from(["", text[start:end] * 2, text])
            | st.sampled_from(places).map(lambda place: place[0][place[1]])
        )
        holder[key] = (text[:start] + put + text[end:])[:LONGEST_FIELD]
    return name, response


def search(minutes: float, number: int = 0) -> list[tuple[int, str, Response]]:
    """Return the worst cards that were found, one of each in the corpora: calls, name, response."""
    known, worst = cards(), dict[str, tuple[int, str, Response]]()
    examine(known[0][1], today=TODAY)  # what is loaded once is not counted
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        number += 1

        @seed(number)
        @settings(
            max_examples=_EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.target],
            suppress_health_check=list(HealthCheck),
        )
        @given(changed_cards(known))
        def one_search(found: tuple[str, Response]) -> None:
            name, response = found
            if time.monotonic() >= end:
                return
            calls = calls_of(response)
            target(calls)
            if calls > worst.get(name, (0,))[0]:
                worst[name] = calls, name, response

        one_search()
    return heapq.nlargest(_WORST, worst.values(), key=lambda one: one[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--number", type=int, default=0, help="of the first search")
    parser.add_argument("--keep", type=Path, help="a file that gets the ten as rows of JSON")
    options = parser.parse_args()
    worst = search(options.minutes, options.number)
    print(f"{'':30s}{'calls':>10s}{'time':>10s}{'json.loads':>12s}")
    for calls, name, response in worst:
        seconds = least_time(functools.partial(examine, response, today=TODAY))
        print(f"{name:30s}{calls:10,d}{1e3 * seconds:7.1f} ms{seconds / time_of_json(response):10,.0f} x")
    if options.keep:
        rows = [{"id": name, "today": TODAY.isoformat(), "response": response} for _, name, response in worst]
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        options.keep.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
