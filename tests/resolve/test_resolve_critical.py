"""Number, birth, expiry and issue: what each evidence adds, step by step."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import pytest
from support.cards import CLEAN, TODAY, changed, read

from khmerid.card import Card, read_card
from khmerid.card_mrz import with_check_digit
from khmerid.misreading import SHIPPED
from khmerid.misreading.noise import likelihoods
from khmerid.misreading.sights import Sight, laid_along, see, weighed
from khmerid.mrz.check_digit import check_digit, share_of_sum
from khmerid.mrz.formats import TD1
from khmerid.notes import Code
from khmerid.raw_card import RawCard
from khmerid.resolve.card_noise import CardNoise, Witness, card_noise
from khmerid.resolve.critical import Critical, resolve_critical, resolve_issue, risk_of_agreed
from khmerid.resolve.day_sums import RISK_OF_RULE
from khmerid.resolve.decoder import decode_date, decode_number
from khmerid.resolve.evidence import in_sight
from khmerid.resolve.posterior import (
    NO_FACTORS,
    Composite,
    Factors,
    Posterior,
    Weighed,
    risk_of_rule,
    shares_of,
    weigh_date,
    weigh_number,
)
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.rules import FIRST_ISSUE, earliest_birth, expiries_of, issues_of, latest_birth

CONFIRMED, PROTECTED, READ = Assurance.CONFIRMED, Assurance.PROTECTED, Assurance.READ
DOUBTFUL, CONFLICTING, ABSENT = Assurance.DOUBTFUL, Assurance.CONFLICTING, Assurance.ABSENT
VIZ, IN_MRZ, RULE = Source.VIZ, Source.MRZ, Source.RULE
LATIN, KHMER, MRZ = SHIPPED.printed_latin, SHIPPED.printed_khmer, SHIPPED.mrz
RISK = 2e-5
NUMBER, BIRTH, EXPIRY = "010203040", dt.date(1990, 3, 15), dt.date(2029, 12, 31)
ISSUE = dt.date(2020, 1, 1)
BETWEEN = ((".", "."), (".", "."))


def critical(raw: RawCard, *, risk: float = RISK, today: dt.date = TODAY) -> Critical:
    card = read_card(raw, latest_issue=today)
    return resolve_critical(card, latest_issue=today, misreadings=SHIPPED, risk=risk)


def codes(resolved: Resolved[Any]) -> list[Code]:
    return [note.code for note in resolved.notes]


def middle(
    birth: str = "9003152", sex: str = "F", expiry: str = "2912316", state: str = "KHM", digit: str = "4"
) -> str:
    return f"{birth}{sex}{expiry}{state}<<<<<<<<<<<{digit}"


# How each text was read


OF_NUMBER = (Witness("document_number", LATIN, 9), Witness("document_number", MRZ, 10))
OF_BIRTH = (
    Witness("date_of_birth", KHMER, 8, between=BETWEEN),
    Witness("date_of_birth", MRZ, 7),
)
OF_EXPIRY = (
    Witness("date_of_expiry", KHMER, 8, between=BETWEEN),
    Witness("date_of_expiry", MRZ, 7),
)
OF_ISSUE = (Witness("date_of_issue", KHMER, 8, between=BETWEEN),)


@pytest.mark.parametrize(
    ("raw", "witnesses"),
    [
        (CLEAN, (*OF_NUMBER, *OF_BIRTH, *OF_EXPIRY, *OF_ISSUE)),
        (
            changed(date_of_birth="១៥.០៣-១៩៩០"),
            (
                *OF_NUMBER,
                attrs.evolve(OF_BIRTH[0], between=((".", "."), (".", "-"))),
                OF_BIRTH[1],
                *OF_EXPIRY,
                *OF_ISSUE,
            ),
        ),
        (
            changed(date_of_birth="១៥ . ០៣.១៩៩០"),  # a text of another length
            (*OF_NUMBER, attrs.evolve(OF_BIRTH[0], between=()), OF_BIRTH[1], *OF_EXPIRY, *OF_ISSUE),
        ),
        (
            changed(document_number="01O203040"),
            (
                attrs.evolve(OF_NUMBER[0], right=8, misread=(("0", "O"),)),
                OF_NUMBER[1],
                *OF_BIRTH,
                *OF_EXPIRY,
                *OF_ISSUE,
            ),
        ),
        (
            changed(document_number=None),
            (attrs.evolve(OF_NUMBER[1], is_alone=True), *OF_BIRTH, *OF_EXPIRY, *OF_ISSUE),
        ),
        # The issue bears out an expiry, but no birth.
        (
            changed(date_of_birth=None, date_of_expiry=None),
            (*OF_NUMBER, attrs.evolve(OF_BIRTH[1], is_alone=True), OF_EXPIRY[1], *OF_ISSUE),
        ),
        (
            changed(date_of_expiry=None, date_of_issue=None),
            (*OF_NUMBER, *OF_BIRTH, attrs.evolve(OF_EXPIRY[1], is_alone=True)),
        ),
        (changed(date_of_issue=None), (*OF_NUMBER, *OF_BIRTH, *OF_EXPIRY)),
        (
            changed(date_of_issue="០១.០១.២០២?"),
            (
                *OF_NUMBER,
                *OF_BIRTH,
                *OF_EXPIRY,
                attrs.evolve(OF_ISSUE[0], right=7, misread=(("0", "?"),)),
            ),
        ),
        # A day that the rule does not give is read as it by misreadings.
        (
            changed(date_of_issue="០១.០១.២០២៧"),
            (
                *OF_NUMBER,
                *OF_BIRTH,
                *OF_EXPIRY,
                attrs.evolve(OF_ISSUE[0], right=7, misread=(("0", "៧"),)),
            ),
        ),
        (
            attrs.evolve(CLEAN, mrz=(), date_of_issue=None, date_of_expiry=None, document_number=None),
            (attrs.evolve(OF_BIRTH[0], is_alone=True),),
        ),
    ],
)
def test_each_text_bears_witness_as_it_was_read(raw: RawCard, witnesses: tuple[Witness, ...]) -> None:
    found, expected = critical(raw).noise, card_noise(witnesses, SHIPPED.conditions)
    for channel in (LATIN, KHMER, MRZ):
        for judged in (
            ("sex",),
            ("document_number",),
            ("date_of_birth",),
            ("date_of_expiry", "date_of_issue"),
        ):
            assert found.levels(channel, judged) == pytest.approx(expected.levels(channel, judged))
            alone = found.levels(channel, judged, is_alone=True)
            assert alone == pytest.approx(expected.levels(channel, judged, is_alone=True))


# What is weighed, from its parts


@attrs.frozen
class _Plain:
    """A field as its parts say: what its texts are, and how likely it is at some noise."""

    name: str
    agreed: object = None
    weigh: Callable[[CardNoise], Weighed[Any]] | None = None
    later_than: dt.date | None = None

    def share(self, value: object) -> int:
        return share_of_sum(with_check_digit(value), TD1.before[self.name])

    def posterior(self, noise: CardNoise, factors: Factors) -> Posterior[Any]:
        if self.weigh is None:
            risk = risk_of_agreed(self.name, self.agreed, noise, SHIPPED)
            return Posterior(((self.agreed, 1.0 - risk),), risk)

        def besides(value: Any) -> float:
            later = self.later_than is not None and value > self.later_than
            return factors[self.share(value)] * (3e-4 if later else 1.0)

        of_rest = [max(factors)] * 10  # another day may have any share
        if self.later_than is None:  # that of a number is its digit, and seven times its digit
            of_rest = [factors[(digit + 7 * digit) % 10] for digit in range(10)]
        return self.weigh(noise).posterior(besides, of_rest)


def along(sights: Sequence[Sight], values: Sequence[object]) -> list[Sight]:
    return [laid_along(sight, [in_sight(value, sight) for value in values[:2]]) for sight in sights]


def number_of(printed: str | None, in_mrz: str) -> _Plain:
    sights = weighed([see(LATIN, "0" * 9, printed or ""), see(MRZ, "0" * 10, in_mrz)])
    values = [one.value for one in decode_number(sights)]
    laid = along(sights, values)
    return _Plain("document_number", weigh=lambda noise: weigh_number(values[:6], laid, noise))


def date_of(
    name: str,
    texts: tuple[str, str],
    bounds: tuple[dt.date, dt.date],
    latest: dt.date,
    issue: str | None = None,
) -> _Plain:
    template = "00.00.0000"
    sights = weighed([see(KHMER, template, texts[0]), see(MRZ, "0" * 7, texts[1])])
    issued = None if issue is None else see(KHMER, template, issue)
    late = 8.111728083308073  # the logarithm of 3e-4
    candidates = decode_date(sights, bounds, lambda day: late if day > latest else 0.0, issue=issued)
    values = [one.value for one in candidates]
    laid = along(sights, values)
    return _Plain(
        name,
        weigh=lambda noise: weigh_date(values[:6], laid, noise, name, bounds, issue=issued),
        later_than=latest,
    )


def risks_of(fields: Sequence[_Plain], noise: CardNoise, digit: str) -> list[float]:
    """Return the risk of each field under the composite digit, the others being what they are without it."""
    alone = [field.posterior(noise, NO_FACTORS) for field in fields]
    if not digit:
        return [one.risk for one in alone]
    read = Composite(likelihoods(MRZ, digit, noise.rates(MRZ, ("composite",))))
    shares = [shares_of(one, field.share) for one, field in zip(alone, fields, strict=True)]
    return [
        field.posterior(
            noise, read.beside(*(share for place, share in enumerate(shares) if place != at))
        ).risk
        for at, field in enumerate(fields)
    ]


def in_years(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years)


AGREED = (
    _Plain("document_number", NUMBER),
    _Plain("date_of_birth", BIRTH),
    _Plain("date_of_expiry", EXPIRY),
)
#: With an expiry on both sides, the birth of somebody who was fifteen on the day of issue.
BIRTHS = (earliest_birth(ISSUE), latest_birth(ISSUE))
#: Without, up to fifteen years later, unlikely as it is, and ten years before.
LATE_BIRTHS = (in_years(earliest_birth(TODAY), -10), in_years(latest_birth(TODAY), 15))
LATEST = expiries_of(TODAY)[0]
EXPIRIES = (expiries_of(FIRST_ISSUE)[0], in_years(LATEST, 15))


@pytest.mark.parametrize(
    ("raw", "fields", "digit"),
    [
        (CLEAN, AGREED, "4"),
        (
            changed(document_number="01?203040"),
            (number_of("01?203040", "0102030402"), *AGREED[1:]),
            "4",
        ),
        (
            changed(document_number="01?203040", middle=middle(digit="?")),
            (number_of("01?203040", "0102030402"), *AGREED[1:]),
            "",
        ),
        (
            changed(document_number=None),
            (number_of(None, "0102030402"), *AGREED[1:]),
            "4",
        ),
        (
            changed(date_of_birth="១៥.០៣.១៩?០"),
            (
                AGREED[0],
                date_of("date_of_birth", ("១៥.០៣.១៩?០", "9003152"), BIRTHS, BIRTHS[1]),
                AGREED[2],
            ),
            "4",
        ),
        (
            changed(date_of_birth="១៥.០៣.១៩?០", date_of_expiry="??.??.????"),
            (
                AGREED[0],
                date_of("date_of_birth", ("១៥.០៣.១៩?០", "9003152"), LATE_BIRTHS, latest_birth(TODAY)),
                date_of("date_of_expiry", ("??.??.????", "2912316"), EXPIRIES, LATEST, "០១.០១.២០២០"),
            ),
            "4",
        ),
        (
            changed(date_of_expiry="៣១.១២.២០?៩", date_of_issue=None),
            (*AGREED[:2], date_of("date_of_expiry", ("៣១.១២.២០?៩", "2912316"), EXPIRIES, LATEST)),
            "4",
        ),
        (
            changed(date_of_expiry="៣១.១២.២០?៩", date_of_issue="០១.?១.២០២០"),
            (
                *AGREED[:2],
                date_of("date_of_expiry", ("៣១.១២.២០?៩", "2912316"), EXPIRIES, LATEST, "០១.?១.២០២០"),
            ),
            "4",
        ),
    ],
    ids=["clean", "number", "no composite", "no print", "birth", "birth and expiry", "no issue", "issue"],
)
def test_the_three_values_are_weighed_by_their_texts_the_noise_and_the_composite_digit(
    raw: RawCard, fields: Sequence[_Plain], digit: str
) -> None:
    found = critical(raw)
    risks = [found.document_number.risk, found.date_of_birth.risk, found.date_of_expiry.risk]
    assert read(raw).mrz.composite_digit == digit
    assert risks == pytest.approx(risks_of(fields, found.noise, digit))
    assert [found.document_number.value, found.date_of_birth.value, found.date_of_expiry.value] == [
        NUMBER,
        BIRTH,
        EXPIRY,
    ]


# What is said of one value besides


def test_a_sure_value_that_one_side_alone_has_is_read_where_nothing_on_the_card_agrees() -> None:
    """Print and MRZ may then be of two cards."""
    one_agrees = critical(changed(document_number=None, date_of_birth=None)).date_of_birth
    assert (one_agrees.assurance, one_agrees.sources) == (PROTECTED, (IN_MRZ,))
    nothing_agrees = critical(changed(document_number=None, date_of_birth=None, date_of_expiry=None))
    assert nothing_agrees.date_of_birth.risk is not None
    assert nothing_agrees.date_of_birth.risk < RISK
    assert (nothing_agrees.date_of_birth.assurance, nothing_agrees.date_of_birth.sources) == (READ, (IN_MRZ,))
    assert (nothing_agrees.date_of_expiry.assurance, nothing_agrees.date_of_expiry.value) == (READ, EXPIRY)
    on_both = critical(
        changed(document_number="01?203040", date_of_birth="១៥.០៣.១៩?០", date_of_expiry="៣១.១២.២០?៩")
    )
    assert [on_both.document_number.assurance, on_both.date_of_birth.assurance] == [PROTECTED] * 2


def test_a_number_of_the_mrz_alone_needs_the_head_of_its_line() -> None:
    lost = "1DWKH0102030402<<<<<<<<<<<<<<<"
    alone = critical(changed(document_number=None, upper=lost)).document_number
    assert (alone.value, alone.assurance, codes(alone)[-1]) == (NUMBER, DOUBTFUL, Code.HEAD_LOST)
    assert len(codes(alone)) > 1
    printed = critical(changed(upper=lost)).document_number
    assert (printed.value, Code.HEAD_LOST in codes(printed)) == (NUMBER, False)
    assert printed.assurance.is_sure
    with_head = critical(changed(document_number=None)).document_number
    assert (with_head.assurance, codes(with_head)) == (READ, [])
    nothing = critical(changed(document_number=None, upper="")).document_number
    assert (nothing.assurance, codes(nothing)) == (ABSENT, [Code.MISSING])


def test_the_composite_digit_is_against_values_that_are_sure() -> None:
    found = critical(changed(middle=middle(digit="5")))
    three = (found.document_number, found.date_of_birth, found.date_of_expiry)
    assert [one.assurance for one in three] == [DOUBTFUL] * 3
    assert [codes(one)[-1] for one in three] == [Code.COMPOSITE_AGAINST] * 3
    of_print = critical(changed(date_of_birth=None, middle=middle(digit="5")))
    assert of_print.date_of_birth.assurance is READ  # as it was
    assert of_print.date_of_expiry.assurance is DOUBTFUL
    letter = critical(changed(middle=middle(digit="S")))
    assert letter.document_number.assurance is CONFIRMED
    missing = critical(changed(middle=middle(digit="5"), upper="", document_number=None))
    assert missing.date_of_birth.assurance is CONFIRMED  # of three values one is not known


def test_the_composite_digit_decides_for_a_print_whose_share_is_another() -> None:
    """The MRZ has another number that its own digit verifies; the composite digit has the printed one."""
    other = "010203070"
    line = f"IDKHM{other}{check_digit(other)}<<<<<<<<<<<<<<<"
    found = critical(changed(upper=line))
    assert found.document_number.assurance is CONFLICTING
    assert found.document_number.candidates == (NUMBER, other)
    damaged = critical(changed(upper=f"IDKHM{other[:-1]}I2<<<<<<<<<<<<<<<")).document_number
    assert damaged.value == NUMBER


@pytest.mark.parametrize(
    ("printed", "in_mrz", "issue", "value", "assurance", "sources"),
    [
        # Both have it; the issue bears it out, or does not.
        ("៣១.១២.២០២៩", "2912316", "០១.០១.២០២០", EXPIRY, CONFIRMED, (VIZ, IN_MRZ, RULE)),
        ("៣១.១២.២០២៩", "2912316", "០២.០១.២០២០", EXPIRY, CONFIRMED, (VIZ, IN_MRZ)),
        ("៣១.១២.២០២៩", "2912316", None, EXPIRY, CONFIRMED, (VIZ, IN_MRZ)),
        # They differ: the issue settles it for the MRZ, and not for the print.
        ("៣១.១២.២០២៤", "2912316", "០១.០១.២០២០", EXPIRY, PROTECTED, (VIZ, IN_MRZ, RULE)),
        ("៣១.១២.២០២៤", "2912316", "០១.០១.២០១៥", None, CONFLICTING, (VIZ, IN_MRZ)),
        ("៣១.១២.២០២៤", "2912316", "០១.០១.២០១៧", None, CONFLICTING, (VIZ, IN_MRZ)),
        ("៣១.១២.២០២៤", "2912316", None, None, CONFLICTING, (VIZ, IN_MRZ)),
        # One is damaged: an issue that differs in one numeral may be misread, in more it is of another card.
        ("៣១.១២.២០?៩", "2912316", "០១.០១.២០២០", EXPIRY, PROTECTED, (VIZ, IN_MRZ, RULE)),
        ("៣១.១២.២០?៩", "2912316", "០១.០១.២០១០", EXPIRY, PROTECTED, (VIZ, IN_MRZ)),
        ("៣១.១២.២០?៩", "2912316", "០២.០១.២០១០", EXPIRY, DOUBTFUL, (VIZ, IN_MRZ)),
        ("៣១.១២.២០?៩", "2912316", "?១.០១.២០២០", EXPIRY, PROTECTED, (VIZ, IN_MRZ, RULE)),
        ("៣១.១២.២០?៩", "2912316", None, EXPIRY, PROTECTED, (VIZ, IN_MRZ)),
        (None, "2912316", "០១.០១.២០២០", EXPIRY, PROTECTED, (IN_MRZ, RULE)),
    ],
)
def test_the_issue_bears_out_an_expiry_or_the_mrz_against_the_print(  # noqa: PLR0913, PLR0917 - three texts, and what they come to
    printed: str | None,
    in_mrz: str,
    issue: str | None,
    value: dt.date | None,
    assurance: Assurance,
    sources: tuple[Source, ...],
) -> None:
    found = critical(
        changed(date_of_expiry=printed, date_of_issue=issue, middle=middle(expiry=in_mrz))
    ).date_of_expiry
    assert (found.value, found.assurance, found.sources) == (value, assurance, sources)
    if assurance is PROTECTED:
        assert found.risk is not None
        assert found.risk <= RISK


def test_an_expiry_that_the_issue_settles_is_as_sure_as_any_other() -> None:
    differing = changed(date_of_expiry="៣១.១២.២០២៤")
    assert critical(differing).date_of_expiry.assurance is PROTECTED
    assert critical(differing, risk=1e-12).date_of_expiry.assurance is CONFLICTING


def test_an_expiry_that_was_only_read_is_doubtful_beside_another_issue() -> None:
    alone = attrs.evolve(CLEAN, mrz=())
    assert critical(attrs.evolve(alone, date_of_issue=None)).date_of_expiry.assurance is READ
    other = critical(attrs.evolve(alone, date_of_issue="០១.០១.២០១៧")).date_of_expiry
    assert (other.value, other.assurance, other.sources) == (EXPIRY, DOUBTFUL, (VIZ,))


# The issue


def expiry_of(
    value: dt.date | None, assurance: Assurance = CONFIRMED, risk: float | None = 1e-6
) -> Resolved[dt.date]:
    return Resolved(value=value, assurance=assurance, risk=risk)


def issue_of(printed: str | None, expiry: Resolved[dt.date], *, risk: float = RISK) -> Resolved[dt.date]:
    card: Card = read(changed(date_of_issue=printed))
    return resolve_issue(card.date_of_issue, expiry, CLEAN_NOISE, SHIPPED, risk)


CLEAN_NOISE = card_noise((*OF_NUMBER, *OF_BIRTH, *OF_EXPIRY), SHIPPED.conditions)
LEAP = dt.date(2034, 2, 27)  # of an issue on 28 or 29 February 2024


@pytest.mark.parametrize("assurance", [READ, DOUBTFUL, CONFLICTING, ABSENT])
def test_without_a_sure_expiry_an_issue_is_as_printed(assurance: Assurance) -> None:
    found = issue_of("០១.០១.២០២០", expiry_of(EXPIRY, assurance))
    assert (found.value, found.assurance, found.sources, found.risk) == (ISSUE, READ, (VIZ,), None)
    none = issue_of("០១.០១.២០២០", expiry_of(None, CONFIRMED))
    assert (none.value, none.assurance) == (ISSUE, READ)
    assert issue_of(None, expiry_of(EXPIRY, assurance)).assurance is ABSENT


@pytest.mark.parametrize("assurance", [CONFIRMED, PROTECTED])
def test_an_issue_that_a_sure_expiry_gives_is_as_sure(assurance: Assurance) -> None:
    found = issue_of("០១.០១.២០២០", expiry_of(EXPIRY, assurance))
    assert (found.value, found.assurance, found.sources) == (ISSUE, PROTECTED, (VIZ, RULE))
    assert found.risk == pytest.approx(1e-6 + RISK_OF_RULE)
    assert Code.RECOVERED not in codes(found)
    assert issue_of("០១.០១.២០២០", expiry_of(EXPIRY, assurance, None)).risk == pytest.approx(RISK_OF_RULE)


def test_an_issue_that_a_sure_expiry_does_not_give_is_a_conflict() -> None:
    found = issue_of("០២.០១.២០២០", expiry_of(EXPIRY))
    assert (found.value, found.assurance, found.sources) == (None, CONFLICTING, (VIZ, RULE))
    assert found.candidates == (dt.date(2020, 1, 2), ISSUE)
    assert codes(found)[-1] is Code.RULE_CONFLICTS


def test_a_damaged_issue_is_recovered_by_a_sure_expiry() -> None:
    text = "០១.០១.២០?០"
    found = issue_of(text, expiry_of(EXPIRY))
    assert (found.value, found.assurance, found.sources) == (ISSUE, PROTECTED, (VIZ, RULE))
    assert codes(found) == [Code.RECOVERED]
    sight = see(KHMER, "00.00.0000", text)
    assert sight is not None
    assert found.risk == pytest.approx(1e-6 + risk_of_rule(sight, ISSUE, (ISSUE,), CLEAN_NOISE))


@pytest.mark.parametrize("text", [None, "???", "ថ្ងៃ"])
def test_where_no_issue_can_be_read_the_rule_gives_one_that_is_doubtful(text: str | None) -> None:
    found = issue_of(text, expiry_of(EXPIRY))
    assert (found.value, found.assurance, found.sources) == (ISSUE, DOUBTFUL, (RULE,))
    assert (found.candidates, codes(found)) == ((ISSUE,), [Code.INFERRED_BY_RULE])
    of_leap = issue_of(text, expiry_of(LEAP))
    assert of_leap.candidates == issues_of(LEAP) == (dt.date(2024, 2, 28), dt.date(2024, 2, 29))


def test_an_issue_of_which_the_rule_gives_two_is_held_against_the_other() -> None:
    text = "២៨.០២.២០២៤"
    found = issue_of(text, expiry_of(LEAP), risk=1e-2)
    sight = see(KHMER, "00.00.0000", text)
    assert sight is not None
    risk = 1e-6 + risk_of_rule(sight, dt.date(2024, 2, 28), issues_of(LEAP), CLEAN_NOISE)
    assert found.assurance is PROTECTED
    assert found.risk == pytest.approx(risk)
    assert risk > RISK
    read_only = issue_of(text, expiry_of(LEAP))
    assert (read_only.value, read_only.assurance, read_only.sources) == (dt.date(2024, 2, 28), READ, (VIZ,))
    assert read_only.risk == pytest.approx(risk)
    damaged = issue_of("២?.០២.២០២៤", expiry_of(LEAP))
    assert (damaged.assurance, damaged.sources) == (DOUBTFUL, (RULE,))


def test_an_issue_is_never_surer_than_the_expiry() -> None:
    found = issue_of("០១.០១.២០២០", expiry_of(EXPIRY, risk=RISK))
    assert (found.value, found.assurance) == (ISSUE, READ)
    assert found.risk == pytest.approx(RISK + RISK_OF_RULE)
    assert issue_of("០១.០១.២០?០", expiry_of(EXPIRY, risk=RISK)).assurance is DOUBTFUL
