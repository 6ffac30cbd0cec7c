"""For tests of whoever takes in cards: specimens, damage, strategies, fixtures, a stand-in for the service.

`strategies` needs hypothesis and the plugin pytest: ``pip install 'khmerid[testing]'``.
"""

from khmerid.testing.asserting import assert_card
from khmerid.testing.damage import damage
from khmerid.testing.faults import (
    FAULTS,
    drop_filler,
    khmer_digit_misread,
    letter_for_digit,
    swap_zone_value,
    tamper,
)
from khmerid.testing.fixture_codes import Fault, FixtureCode
from khmerid.testing.fixture_files import faults_in
from khmerid.testing.fixtures import check_fixture
from khmerid.testing.specimen import Specimen, make_specimen
from khmerid.testing.values import CardValues, is_specimen_number

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
    "swap_zone_value",
    "tamper",
]
