"""Cards of which one value was altered: never accepted, and never sure of what was put there.

Out of reach is only who changes print and MRZ alike and has the right check digits.
"""

import datetime as dt
import random
from collections.abc import Callable

import attrs
import pytest

from khmerid.card_mrz import composite_sum
from khmerid.examination import examine_card
from khmerid.fields.dates import read_date
from khmerid.mrz.check_digit import check_digit
from khmerid.raw_card import RawCard
from khmerid.report.reasons import Decision, Reason
from khmerid.testing import Specimen, make_specimen
from khmerid.text.numerals import to_khmer_digits, to_western_digits

SEEDS = range(60)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Change = Callable[[random.Random, Specimen], RawCard]


def another(chance: random.Random, old: str, among: str) -> str:
    return chance.choice([character for character in among if character != old])


def put(text: str, place: int, character: str) -> str:
    return text[:place] + character + text[place + 1 :]


def one_numeral(chance: random.Random, text: str, among: str, length: int | None = None) -> str:
    """Change one numeral of a text."""
    place = chance.choice([place for place, old in enumerate(text[:length]) if old in among])
    return put(text, place, another(chance, text[place], among))


def print_of(name: str) -> Change:
    among = "0123456789" if name == "document_number" else "០១២៣៤៥៦៧៨៩"

    def change(chance: random.Random, specimen: Specimen) -> RawCard:
        printed = one_numeral(chance, specimen.printed[name], among, 9 if name == "document_number" else None)
        return attrs.evolve(specimen.card, **{name: printed})  # type: ignore[arg-type]  # a field of text

    return change


def mrz_of(line: int, places: range, among: str) -> Change:
    def change(chance: random.Random, specimen: Specimen) -> RawCard:
        mrz = list(specimen.mrz)
        place = chance.choice([place for place in places if mrz[line][place] in among])
        mrz[line] = put(mrz[line], place, another(chance, mrz[line][place], among))
        return attrs.evolve(specimen.card, mrz=tuple(mrz))

    return change


def number_in_both(chance: random.Random, specimen: Specimen) -> RawCard:
    place = chance.randrange(9)
    upper, middle, lower = specimen.mrz
    numeral = another(chance, upper[5 + place], "0123456789")
    printed = put(specimen.printed["document_number"], place, numeral)
    return attrs.evolve(
        specimen.card, document_number=printed, mrz=(put(upper, 5 + place, numeral), middle, lower)
    )


def date_in_both(name: str, start: int) -> Change:
    """Change the last numeral of the day in print and MRZ alike, and leave the check digits."""

    def change(chance: random.Random, specimen: Specimen) -> RawCard:
        upper, middle, lower = specimen.mrz
        printed, rest = specimen.printed[name].split(".", 1)
        day = to_western_digits(printed)
        other = day[0] + another(chance, day[1], "12345678" if day[0] < "3" else "01")
        middle = middle[: start + 4] + other + middle[start + 6 :]
        printed = f"{to_khmer_digits(other)}.{rest}"
        return attrs.evolve(specimen.card, **{name: printed, "mrz": (upper, middle, lower)})  # type: ignore[arg-type]  # a field of text

    return change


def sex_in_print(_: random.Random, specimen: Specimen) -> RawCard:
    return attrs.evolve(specimen.card, sex="ស្រី" if specimen.printed["sex"] == "ប្រុស" else "ប្រុស")


def name_in_print(chance: random.Random, specimen: Specimen) -> RawCard:
    return attrs.evolve(
        specimen.card, name_latin=one_numeral(chance, specimen.printed["name_latin"], ALPHABET)
    )


CHANGES: dict[str, tuple[str, Change]] = {
    "the number in print": ("document_number", print_of("document_number")),
    "the birth in print": ("date_of_birth", print_of("date_of_birth")),
    "the expiry in print": ("date_of_expiry", print_of("date_of_expiry")),
    "the sex in print": ("sex", sex_in_print),
    "the name in print": ("surname", name_in_print),
    "the number in the MRZ": ("document_number", mrz_of(0, range(5, 14), "0123456789")),
    "the birth in the MRZ": ("date_of_birth", mrz_of(1, range(6), "0123456789")),
    "the expiry in the MRZ": ("date_of_expiry", mrz_of(1, range(8, 14), "0123456789")),
    "the sex in the MRZ": ("sex", mrz_of(1, range(7, 8), "MF")),
    "the name in the MRZ": ("surname", mrz_of(2, range(30), ALPHABET)),
    "the number in both": ("document_number", number_in_both),
    "the birth in both": ("date_of_birth", date_in_both("date_of_birth", 0)),
    "the expiry in both": ("date_of_expiry", date_in_both("date_of_expiry", 8)),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_an_altered_card_is_never_accepted_nor_its_alteration_sure(kind: str) -> None:
    name, change = CHANGES[kind]
    chance = random.Random(kind)  # noqa: S311 - which numeral is altered is no secret
    wrong = []
    for seed in SEEDS:
        specimen = make_specimen(seed=seed)
        report = examine_card(change(chance, specimen), today=specimen.today)
        resolved = getattr(report, name)
        is_right = resolved.value == getattr(specimen.values, name)
        if report.decision is Decision.ACCEPT or (resolved.assurance.is_sure and not is_right):
            wrong.append(seed)
    assert wrong == []


def test_an_altered_issue_is_never_sure() -> None:
    """An impossible day is recovered by the rule, a later day or month gains nothing; others go to review."""
    chance = random.Random(1)  # noqa: S311
    change = print_of("date_of_issue")
    for seed in SEEDS:
        specimen = make_specimen(seed=seed)
        altered = change(chance, specimen)
        report = examine_card(altered, today=specimen.today)
        day, true = read_date(altered.date_of_issue).value, specimen.values.date_of_issue
        gains_nothing = day is None or (day > true and day.year == true.year)
        issue = report.date_of_issue
        assert issue.value == specimen.values.date_of_issue or not issue.assurance.is_sure
        assert report.decision is (Decision.ACCEPT if gains_nothing else Decision.REVIEW)


def with_expiry(specimen: Specimen, expiry: dt.date) -> RawCard:
    """Return a card with another expiry in print and MRZ, and the check digits of that."""
    upper, middle, lower = specimen.mrz
    numerals = f"{expiry:%y%m%d}"
    date = numerals + check_digit(numerals)
    composite = composite_sum(upper[5:15], middle[:7], date)
    middle = f"{middle[:8]}{date}{middle[15:29]}{composite}"
    printed = to_khmer_digits(f"{expiry:%d.%m.%Y}")
    return attrs.evolve(specimen.card, date_of_expiry=printed, mrz=(upper, middle, lower))


@pytest.mark.parametrize("days", [*range(2, 32), 59, 90, 181, 273, *(365 * years for years in range(1, 10))])
def test_an_expiry_made_later_in_print_and_mrz_is_seen_by_the_issue(days: int) -> None:
    """One day later passes at the end of February alone, where either may be printed."""
    for seed in range(days, days + 8):
        specimen = make_specimen(seed=seed)
        later = specimen.values.date_of_expiry + dt.timedelta(days=days)
        report = examine_card(with_expiry(specimen, later), today=specimen.today)
        assert Reason.VALIDITY_CONFLICTS in report.reasons
        assert report.decision is not Decision.ACCEPT


def test_a_change_of_both_zones_with_right_check_digits_is_out_of_reach() -> None:
    altered = make_specimen(seed=1, document_number="990000001")
    assert examine_card(altered.card, today=altered.today).decision is Decision.ACCEPT
