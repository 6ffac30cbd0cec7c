"""What the profile of an engine changes: cards accepted, and values called sure that are wrong.

    python benchmarks/profiles.py [--markdown]

Three tables. A profile is learned from each corpus, without its labels, and each corpus is judged with it:
the one that it was learned from by halves, so that no card is judged by what it taught. Then profiles of the
first 10 to 1,000 cards of an engine that errs as no corpus does (``data/strange_engine.py``), judged on 600
others; and of the other engine of the corpora, judged on the half that none of them is from. At last profiles
where a tenth of the cards that were learned from are altered or garbage. A cell has the share of accepted
cards, and how many sure values are wrong.
"""

import argparse
import multiprocessing
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from multiprocessing.pool import Pool
from typing import Any, NamedTuple

import attrs
from learn_profiles import stored
from observed import CARDS, FIELDS, HEAVY, PROCESSES, SMART, labelled_cards
from strange_engine import strange_card
from tables import Table, print_table

from khmerid.adapters import adapt
from khmerid.calibration.figures import JUDGED
from khmerid.calibration.labels import read_label
from khmerid.calibration.learning import StoredCard, learn
from khmerid.examination import examine_card
from khmerid.misreading import Profile
from khmerid.misreading.profile import tables_of
from khmerid.report.reasons import Decision
from khmerid.text.numerals import KHMER_DIGITS

CORPORA = {"fields": FIELDS, "heavy": HEAVY, "cards": CARDS, "smart": SMART}
HALVES = (0, 1)
SIZES = (10, 30, 100, 300, 1000)
STRANGE = range(100_000, 100_600)  # judged; learned from are those from 0
ALTERED = 0.1  # of the cards that are learned from


class Result(NamedTuple):
    """How many cards were judged, how many of them accepted, and how many sure values are wrong."""

    cards: int
    accepted: int
    silent: int

    def __str__(self) -> str:
        return f"{self.accepted / self.cards:.3f}, {self.silent}"


class Labelled(NamedTuple):
    """A card as it was read, and what is true of each field that is judged."""

    card: StoredCard
    truth: Mapping[str, Any]


def of_corpus(name: str, half: int | None = None, *, with_labels: bool = False) -> list[Labelled]:
    """Return the cards of a corpus, or of one half of it; they are learned from with their labels or not."""
    found = []
    for card in labelled_cards(CORPORA[name]):
        if half in {None, card.half}:
            labelled = stored(card)
            found.append(Labelled(labelled if with_labels else labelled._replace(known={}), labelled.known))
    return found


def of_strange_engine(numbers: Iterable[int]) -> list[Labelled]:
    """Return cards that the strange engine read."""
    found = []
    for number in numbers:
        specimen, response = strange_card(number)
        truth = read_label({"id": number} | {field: specimen.truth[field] for field in JUDGED})
        found.append(Labelled(StoredCard(adapt(response), specimen.today), truth))
    return found


def learned(cards: Sequence[Labelled]) -> Profile:
    """Return the profile of these cards."""
    return learn((one.card for one in cards), "benchmark")


def judged(work: tuple[Profile | None, list[Labelled]]) -> Result:
    """Judge cards with a profile, or with the shipped tables."""
    profile, cards = work
    accepted = silent = 0
    for one in cards:
        report = examine_card(one.card.raw, today=one.card.today, misreadings=tables_of(profile))
        accepted += report.decision is Decision.ACCEPT
        for field, value in one.truth.items():
            resolved = getattr(report, field)
            silent += resolved.assurance.is_sure and resolved.value != value
    return Result(len(cards), accepted, silent)


def pairs(pool: Pool) -> Table:
    """Return what each corpus teaches, judged on each."""
    by_half = {(name, half): of_corpus(name, half) for name in CORPORA for half in HALVES}
    whole = {name: by_half[name, 0] + by_half[name, 1] for name in CORPORA}
    profiles = dict(zip(whole, pool.map(learned, whole.values(), chunksize=1), strict=True))
    halves = dict(zip(by_half, pool.map(learned, by_half.values(), chunksize=1), strict=True))
    work, places = [], []
    for learner in (None, *CORPORA):
        for name in CORPORA:
            for half in HALVES:
                profile = halves[name, 1 - half] if learner == name else profiles.get(learner or "")
                work.append((profile, by_half[name, half]))
                places.append((learner or "none", name))
    found: dict[tuple[str, str], Result] = {}
    for place, result in zip(places, pool.map(judged, work, chunksize=1), strict=True):
        before = found.get(place, Result(0, 0, 0))
        found[place] = Result(*map(sum, zip(before, result, strict=True)))
    rows = [[learner, *(str(found[learner, name]) for name in CORPORA)] for learner in ("none", *CORPORA)]
    return Table(("learned from", *CORPORA), rows)


def curves(pool: Pool) -> Table:
    """Return what more cards teach: of the strange engine, and of the other engine's halves."""
    strange = of_strange_engine(STRANGE)
    teaching = of_strange_engine(range(max(SIZES)))
    smart = [of_corpus("smart", half) for half in HALVES]
    labelled = [of_corpus("smart", half, with_labels=True) for half in HALVES]
    names, lessons = ["none"], [(None, [None, None])]
    for size in SIZES:
        names.append(f"{size:,}")
        lessons.append((teaching[:size], [half[:size] if len(half) >= size else None for half in smart]))
    names += ["half of the corpus", "half of the corpus, with labels"]
    lessons += [(None, smart), (None, labelled)]
    work = []
    for of_strange, of_halves in lessons:
        work.append((learned(of_strange) if of_strange else None, strange))
        work += [(learned(half) if half else None, smart[1 - at]) for at, half in enumerate(of_halves)]
    results = pool.map(judged, work, chunksize=1)
    rows = []
    for at, name in enumerate(names):
        of_strange, *of_smart = results[3 * at : 3 * at + 3]
        taught_strange, taught_smart = name == "none" or lessons[at][0], name == "none" or lessons[at][1][0]
        both = Result(*map(sum, zip(*of_smart, strict=True)))
        rows.append([name, str(of_strange) if taught_strange else "–", str(both) if taught_smart else "–"])
    return Table(("cards learned from", "strange engine", "smart"), rows)


def adversarial(pool: Pool) -> Table:
    """Return what profiles do of which a tenth of the cards was altered, or is garbage."""
    rows = []
    for kind, spoil in (("altered", _altered), ("garbage", _garbage)):
        chance = random.Random(kind)  # noqa: S311 - repeatable, not secret
        cards = [
            spoil(chance, one) if chance.random() < ALTERED else one for one in of_strange_engine(range(300))
        ]
        smart = [
            [spoil(chance, one) if chance.random() < ALTERED else one for one in of_corpus("smart", half)]
            for half in HALVES
        ]
        work = [(learned(cards), of_strange_engine(STRANGE))]
        work += [(learned(smart[1 - half]), of_corpus("smart", half)) for half in HALVES]
        of_strange, *of_smart = pool.map(judged, work, chunksize=1)
        both = Result(*map(sum, zip(*of_smart, strict=True)))
        rows.append([f"a tenth {kind}", str(of_strange), str(both)])
    return Table(("learned from", "strange engine", "smart"), rows)


def _altered(chance: random.Random, one: Labelled) -> Labelled:
    """Change a numeral of a printed date into one that it is not."""
    raw, today, known = one.card
    field = chance.choice(("date_of_birth", "date_of_issue", "date_of_expiry"))
    text = getattr(raw, field) or ""
    places = [at for at, read in enumerate(text) if read in KHMER_DIGITS]
    if not places:
        return one
    at = chance.choice(places)
    other = chance.choice(KHMER_DIGITS.replace(text[at], ""))
    texts: dict[str, Any] = {field: f"{text[:at]}{other}{text[at + 1 :]}"}
    changed = attrs.evolve(raw, **texts)
    return Labelled(StoredCard(changed, today, known), one.truth)


def _garbage(chance: random.Random, one: Labelled) -> Labelled:
    """Put noise in place of all texts."""
    raw, today, known = one.card

    def noise(length: int) -> str:
        return "".join(chance.choices(f"{KHMER_DIGITS}0123456789ABCDEFKM<. កខគ", k=length))

    texts: dict[str, Any] = {
        field: noise(10) for field in ("document_number", "date_of_birth", "date_of_expiry")
    }
    changed = attrs.evolve(raw, **texts, mrz=tuple(noise(30) for _ in range(3)))
    return Labelled(StoredCard(changed, today, known), one.truth)


def made(table: Callable[[Pool], Table]) -> Table:
    """Make one of the tables in two processes."""
    with multiprocessing.Pool(PROCESSES) as pool:
        return table(pool)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    for table in (pairs, curves, adversarial):
        print_table(made(table), markdown=options.markdown)


if __name__ == "__main__":
    main()
