"""What one card says of its engine: each text, laid along what is printed there, character by character.

What is printed is the likeliest value of all texts together; each count is the probability of that value.
Where it is known from labels, it is that. No text is kept: only how often a character was read as another,
and on how many cards.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import add
from typing import Any, Final

import attrs

from khmerid.calibration.labels import Values
from khmerid.card import Card, read_card
from khmerid.examination import resolve_card
from khmerid.fields.sex import Sex, nearest_sex
from khmerid.frozen import EMPTY
from khmerid.ledger.records import Edit, LaidText
from khmerid.ledger.texts import PictureTexts
from khmerid.misreading import Misreadings
from khmerid.misreading.conditions import CONDITIONS
from khmerid.raw_card import RawCard
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.resolve.resolution import Resolution, WeighedResolution
from khmerid.resolve.resolved import Source
from khmerid.rules import issued_by
from khmerid.text.numerals import to_western_digits

#: How likely a value has to be for its texts to be counted. Lower, and what was read wrongly is learned as
#: right; higher, and the misreadings of which it is doubtful that they are any are never learned.
_LEAST_CERTAIN: Final = 0.9
#: How certain a label is.
_KNOWN: Final = 1.0
#: Cards on which a character was read as another below which it is not stored: a rare one may tell of a card.
FEWEST_SEEN: Final = 3

_FIELDS: Final = tuple(field.name for field in attrs.fields(Resolution))
#: What print and MRZ both have, each for itself.
TWO_SIDED: Final = ("document_number", "date_of_birth", "sex", "date_of_expiry")
_PRINTED: Final = (*TWO_SIDED, "date_of_issue", "name_khmer", "name_latin", "address")
#: Numerals and separators only: what is read for a letter settles whether names and States conflict, and that
#: no profile may change.
_CHANNELS: Final = {
    ("document_number", Source.VIZ): "latin",
    ("date_of_birth", Source.VIZ): "khmer",
    ("date_of_expiry", Source.VIZ): "khmer",
    ("date_of_expiry", Source.RULE): "khmer",  # the printed issue
    ("document_number", Source.MRZ): "mrz",
    ("date_of_birth", Source.MRZ): "mrz",
    ("date_of_expiry", Source.MRZ): "mrz",
}
#: A row of which nothing was made, among what is noted of cards.
UNREADABLE: Final = "row unreadable"
#: Numbers of different misreadings of one side that a card may have at least, of which each is noted.
_MANY: Final = (1, 3, 8)


class Tally:
    """Counts of what was read as what, of many cards, and on how many of them something was seen."""

    def __init__(self) -> None:
        self.cards = 0
        self.characters: dict[tuple[str, str, str], float] = defaultdict(float)
        self.seen_on: Counter[tuple[str, str, str]] = Counter()
        self.words: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
        self.conditions = [0.0] * len(CONDITIONS)
        self.on_cards: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, card: "CountedCard") -> None:
        """Count one card."""
        self.cards += 1
        found: dict[tuple[str, str, str], float] = defaultdict(float)
        for channel, printed, read, certain in card.characters():
            found[channel, printed, read] += certain
        for pair, certain in found.items():
            self.characters[pair] += certain
        self.seen_on.update(found.keys())  # each once, however often it stands on the card
        if word := card.word():
            edits, is_right = word
            self.words[edits][0 if is_right else 1] += 1.0
        conditions = card.resolution.noise.conditions
        for at, likely in enumerate(conditions):
            self.conditions[at] += likely
        worst = max(range(len(conditions)), key=conditions.__getitem__)
        self._note({UNREADABLE: False})
        self._note({f"picture {one.name}": at == worst for at, one in enumerate(CONDITIONS)})
        self._note({f"{name} missing": is_missing for name, is_missing in card.missing()})
        self._note({f"{name} differs": differs for name, differs in card.sides()})
        unlabelled = attrs.evolve(card, known=EMPTY)  # as the cards are that it will be compared with
        self._note(_misread(found if not card.known else {one[:3] for one in unlabelled.characters()}))

    def __add__(self, other: "Tally") -> "Tally":
        """Return the counts of the cards of both."""
        both = Tally()
        both.cards = self.cards + other.cards
        for one in (self, other):
            for pair, count in one.characters.items():
                both.characters[pair] += count
            both.seen_on.update(one.seen_on)
            for edits, counts in one.words.items():
                both.words[edits] = [*map(add, both.words[edits], counts)]
            both.conditions = [*map(add, both.conditions, one.conditions)]
            for what, counts_on in one.on_cards.items():
                both.on_cards[what] = [*map(add, both.on_cards[what], counts_on)]
        return both

    def counts_on_cards(self) -> dict[str, tuple[int, int]]:
        """Return on how many cards something was, and of how many, by what it is."""
        return {what: (on, of) for what, (on, of) in sorted(self.on_cards.items())}

    def add_unreadable(self) -> None:
        """Count a row that has no card."""
        self._note({UNREADABLE: True})

    def _note(self, found: Mapping[str, bool]) -> None:
        for what, is_so in found.items():
            counts = self.on_cards[what]
            counts[0] += is_so
            counts[1] += 1

    def frequent(self) -> dict[str, dict[str, dict[str, float]]]:
        """Return the counts of characters by channel and by what is printed, rare ones left out."""
        found: dict[str, dict[str, dict[str, float]]] = {}
        for (channel, printed, read), count in sorted(self.characters.items()):
            if self.seen_on[channel, printed, read] >= FEWEST_SEEN:
                found.setdefault(channel, {}).setdefault(printed, {})[read] = round(count, 2)
        return found


@attrs.frozen(kw_only=True, repr=False)
class CountedCard:
    """A card as it was read and resolved, and what is known of it from labels."""

    raw: RawCard
    card: Card
    resolution: WeighedResolution
    misreadings: Misreadings
    known: Values

    def characters(self) -> Iterator[tuple[str, str, str, float]]:
        """Yield the channel, what is printed, what was read and how certain that is, for each character."""
        best = {field: self._best(field) for field in _FIELDS}
        told = PictureTexts(
            raw=self.raw,
            card=self.card,
            picture=0,
            best=best,
            noise=self.resolution.noise,
            misreadings=self.misreadings,
        ).told()
        for field, text in told:
            channel = _CHANNELS.get((field, text.side))
            certain = _KNOWN if field in self.known else getattr(self.resolution, field).certainty
            if channel is not None and certain >= _LEAST_CERTAIN:
                yield from ((channel, printed, read, certain) for printed, read in _pairs(text))

    def word(self) -> tuple[tuple[int, int], bool] | None:
        """Return the edits from the printed word for the sex to the nearer, and whether that is right."""
        word, cell = self.card.sex.cleaned, self.card.mrz.sex.value
        sex: Sex | None = self.known.get("sex", cell)
        if not word or sex is None:
            return None
        nearer, distance, ahead = nearest_sex(word)
        return ((distance, ahead), nearer is sex) if ahead else None

    def missing(self) -> Iterator[tuple[str, bool]]:
        """Yield each text that a card has, and whether it is missing."""
        for name in _PRINTED:
            yield name, not getattr(self.card, name).cleaned
        yield "mrz", not self.raw.mrz

    def sides(self) -> Iterator[tuple[str, bool]]:
        """Yield each field that both sides have, each a value of its form, and whether they differ."""
        for name in TWO_SIDED:
            printed, mrz = getattr(self.card, name).well_formed, getattr(self.card.mrz, name).well_formed
            if printed is not None and mrz is not None:
                yield name, printed != mrz

    def _best(self, field: str) -> Any:
        return self.known.get(field, getattr(self.resolution, field).likeliest)


def counted(raw: RawCard, *, today: dt.date, misreadings: Misreadings, known: Values) -> CountedCard:
    """Read and resolve a card, to count it; ``known`` is what is printed on it, as far as that is known."""
    latest_issue = issued_by(today)
    card = read_card(raw, latest_issue=latest_issue, misreadings=misreadings)
    _, resolution = resolve_card(
        card, latest_issue=latest_issue, misreadings=misreadings, risk=DEFAULT_POLICY.risk
    )
    return CountedCard(raw=raw, card=card, resolution=resolution, misreadings=misreadings, known=known)


def _misread(found: Iterable[tuple[str, str, str]]) -> dict[str, bool]:
    """Return of each numeral, and of each side, whether it was misread on a card, and how often at least."""
    noted: dict[str, bool] = {}
    misread: dict[str, int] = {}
    for channel, printed, read in found:
        is_misread = read != printed and to_western_digits(read) != printed
        misread[channel] = misread.get(channel, 0) + is_misread
        if printed.isdecimal():
            what = f"{channel} {printed} misread"
            noted[what] = noted.get(what, False) or is_misread
    noted |= {
        f"{channel} at least {many} misread": count >= many
        for channel, count in misread.items()
        for many in _MANY
    }
    return noted


def _pairs(text: LaidText) -> Iterator[tuple[str, str]]:
    """Yield what is printed and what was read of it; without what stands beside, and one read as two."""
    for one in text.positions:
        if one.edit is not Edit.BESIDE and len(one.read) < 2:
            yield to_western_digits(one.printed), one.read
