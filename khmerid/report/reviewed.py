"""What people decided of a card, as a report has it after their decisions were merged into the results.

>>> str(ReviewOutcome.UNREADABLE), str(BoundFrom.KNOWN_CARDS)
('unreadable', 'known_cards')
"""

import attrs

from khmerid.explained import Word
from khmerid.report.reasons import Decision, Reason


class ReviewOutcome(Word):
    """What reviewers decided of a card themselves."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNREADABLE = "unreadable"  # it cannot be read from this picture
    CONFLICTING = "conflicting"  # they decided differently


class BoundFrom(Word):
    """What the bound on the errors of reviewers is from."""

    KNOWN_CARDS = "known_cards"
    AGREEMENT = "agreement"  # of two who typed the same field


@attrs.frozen(kw_only=True)
class BeforeReview:
    """What the machine had decided, and why."""

    decision: Decision
    reasons: tuple[Reason, ...]


@attrs.frozen(kw_only=True)
class Review:
    """Who decided, when the last of them did, what, how often they err at most, and what stood before.

    ``error_bound`` is ``None`` where nothing tells. ``at`` is as JSON has it: a moment of UTC.
    """

    reviewers: tuple[str, ...]
    at: str
    decision: ReviewOutcome
    error_bound: float | None
    bound_from: BoundFrom | None
    machine: BeforeReview
