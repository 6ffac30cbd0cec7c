"""An invented card without a fault, to be changed in one place or another."""

import datetime as dt
from typing import Any

import attrs

from khmerid.card import Card, read_card
from khmerid.examination import examine_card
from khmerid.raw_card import RawCard
from khmerid.report.report import Report

TODAY = dt.date(2026, 11, 22)
UPPER = "IDKHM0102030402<<<<<<<<<<<<<<<"
MIDDLE = "9003152F2912316KHM<<<<<<<<<<<4"
LOWER = "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"

CLEAN = RawCard(
    document_number="010203040",
    name_khmer="សុខ សុភា",
    name_latin="SOK SOPHEA",
    date_of_birth="១៥.០៣.១៩៩០",
    sex="ស្រី",
    height="១៥៨ ស.ម",
    place_of_birth="ឃុំចំបក់ ស្រុកបាទី តាកែវ",
    address="ផ្ទះ៣៣ ផ្លូវ៣៥៥ ភូមិ១ សង្កាត់ទន្លេបាសាក់ ខណ្ឌចំការមន ភ្នំពេញ",
    date_of_issue="០១.០១.២០២០",
    date_of_expiry="៣១.១២.២០២៩",
    distinguishing_marks="ប្រជ្រុយចំ ០,៥ស.ម លើចុងចិញ្ចើមឆ្វេង",
    mrz=(UPPER, MIDDLE, LOWER),
)


def changed(*, upper: str = UPPER, middle: str = MIDDLE, lower: str = LOWER, **printed: Any) -> RawCard:
    """Return the clean card with other text in some places."""
    return attrs.evolve(CLEAN, **{"mrz": (upper, middle, lower), **printed})


def read(raw: RawCard) -> Card:
    """Return the readings of both sides."""
    return read_card(raw, latest_issue=TODAY)


def report(raw: RawCard) -> Report:
    """Examine a card as it was presented on ``TODAY``."""
    return examine_card(raw, today=TODAY)
