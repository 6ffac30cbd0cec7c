"""A profile learned from stored responses, by expectation-maximisation over what each card may say.

A pass reads every card with the tables of the pass before, of which the first has those that are shipped, and
counts what was read as what, each character as often as its value is likely. One pass is made: what is
printed is seldom in doubt, and a second (`tally` with its profile) accepted as many cards of `smart`.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from khmerid.calibration.counting import Tally, counted
from khmerid.calibration.labels import Values
from khmerid.frozen import EMPTY
from khmerid.misreading import Profile
from khmerid.misreading.profile import tables_of
from khmerid.raw_card import RawCard


class StoredCard(NamedTuple):
    """A card as an adapter has made it, its day of presentation, and what is known to be printed on it."""

    raw: RawCard
    today: dt.date
    known: Values = EMPTY

    def __repr__(self) -> str:
        return "StoredCard(raw, today, known)"


def tally(cards: Iterable[StoredCard], profile: Profile | None = None) -> Tally:
    """Count what was read as what on all cards, as the tables of a profile or the shipped ones tell."""
    counts, misreadings = Tally(), tables_of(profile)
    for card in cards:
        counts.add(counted(card.raw, today=card.today, misreadings=misreadings, known=card.known))
    return counts


def profile_of(counts: Tally, name: str) -> Profile:
    """Return what was counted as a profile; raise ``ValueError`` for too few cards."""
    return Profile(
        name=name,
        cards=counts.cards,
        characters=counts.frequent(),
        sex_words={edits: (right, wrong) for edits, (right, wrong) in sorted(counts.words.items())},
        conditions=tuple([round(count, 2) for count in counts.conditions]),
        on_cards=counts.counts_on_cards(),
    )


def learn(cards: Iterable[StoredCard], name: str) -> Profile:
    """Return the profile of an engine from cards that it read, in one pass.

    Raises ``ValueError`` for too few cards.

    >>> from khmerid.adapters import adapt
    >>> from khmerid.testing import make_specimen
    >>> specimens = [make_specimen(seed=seed) for seed in range(12)]
    >>> learn((StoredCard(adapt(one.response()), one.today) for one in specimens), "clean")
    Profile('clean', 12 cards)
    """
    return profile_of(tally(cards), name)
