"""Mixtures of two cards, of random pairs and of every kind: never accepted, and never sure of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixture_kinds import KINDS, Mixture, MixtureKind, kind_named, mixed_cards

from khmerid import examine, examine_all
from khmerid.report.plain import to_plain
from khmerid.report.reasons import Decision, Reason
from khmerid.report.report import Report
from khmerid.testing import damage

FIELDS = (
    *("document_number", "date_of_birth", "date_of_expiry", "date_of_issue", "sex"),
    *("surname", "given_names"),
)
#: Kinds in which one card is whole, and another one, or much of it, stands beside it.
TWO_CARDS = [kind for kind in KINDS if "line" in kind.name and "MRZ" not in kind.name] + [
    kind_named(name) for name in ("side by side", "one above the other", "a response of each")
]
NUMBERS = st.integers(0, 10**12)
LIGHT = 0.2  # of what `damage` calls a good picture


def examined(mixture: Mixture) -> Report:
    day = mixture.one.today
    if len(mixture.responses) == 1:
        return examine(mixture.responses[0], today=day)
    return examine_all(mixture.responses, today=day)


def is_sure_of_both(report: Report, mixture: Mixture) -> bool:
    found = set()
    for name in FIELDS:
        resolved = getattr(report, name)
        having = [
            card for card in (mixture.one, mixture.other) if card.truth[name] == to_plain(resolved.value)
        ]
        if resolved.assurance.is_sure and len(having) == 1:
            found.add(id(having[0]))
    return len(found) == 2


@given(st.sampled_from(KINDS), NUMBERS, st.sampled_from([0.0, LIGHT]))
def test_no_mixture_is_accepted_or_sure_of_both(kind: MixtureKind, number: int, severity: float) -> None:
    mixture = mixed_cards(kind, number, severity)
    report = examined(mixture)
    if mixture.is_told:
        assert report.decision is not Decision.ACCEPT
        assert not is_sure_of_both(report, mixture)


@given(st.sampled_from(TWO_CARDS), NUMBERS)
def test_two_cards_are_several_and_nothing_is_sure(kind: MixtureKind, number: int) -> None:
    report = examined(mixed_cards(kind, number))
    assert Reason.SEVERAL_CARDS in report.reasons
    assert not any(getattr(report, name).assurance.is_sure for name in FIELDS)


@given(NUMBERS, st.sampled_from([0.0, LIGHT, 1.0]), st.booleans())
def test_one_card_is_never_several(number: int, severity: float, as_lines: bool) -> None:  # noqa: FBT001
    card = mixed_cards(KINDS[0], number).one
    response = card.lines() if as_lines else card.response()
    report = examine(damage(response, seed=number, severity=severity), today=card.today)
    assert Reason.SEVERAL_CARDS not in report.reasons


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_same_number_makes_the_same_mixture(kind: MixtureKind) -> None:
    one, again = (mixed_cards(kind, 7, LIGHT) for _ in range(2))
    assert one.responses == again.responses
    assert one.is_told is again.is_told
    assert one.one.values != one.other.values


def test_of_a_kind_there_are_relatives_and_strangers() -> None:
    surnames = [
        mixture.one.values.surname == mixture.other.values.surname
        for mixture in (mixed_cards(KINDS[0], number) for number in range(20))
    ]
    assert len(set(surnames)) == 2
