"""For tests of software that takes in cards: specimens, damage, strategies, fixtures, a stand-in service.

`strategies` needs hypothesis and the plugin pytest: ``pip install 'khmerid[testing]'``; `rendering` needs
``khmerid[testing-pictures]``.
"""

from khmerid.testing.damage import damage
from khmerid.testing.faults import (
    FAULTS,
    drop_filler,
    khmer_digit_misread,
    letter_for_digit,
    swap_mrz_value,
    tamper,
)
from khmerid.testing.fixture_files import faults_in
from khmerid.testing.fixtures import Fault, FixtureCode, check_fixture
from khmerid.testing.specimen import Specimen, make_specimen
from khmerid.testing.values import CardValues, assert_card, is_specimen_number

__all__ = [
    "FAULTS",
    "CardValues",
    "Fault",
    "FixtureCode",
    "Specimen",
    "assert_card",
    "check_fixture",
    "damage",
    "drop_filler",
    "faults_in",
    "is_specimen_number",
    "khmer_digit_misread",
    "letter_for_digit",
    "make_specimen",
    "swap_mrz_value",
    "tamper",
]
