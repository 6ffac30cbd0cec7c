"""For tests of whoever takes in cards: specimens, damage, strategies, fixtures, a stand-in for the service.

`strategies` needs hypothesis and the plugin pytest: ``pip install 'khmerid[testing]'``.
"""

from khmerid.testing.specimen import Specimen, make_specimen
from khmerid.testing.values import CardValues, is_specimen_number

__all__ = ["CardValues", "Specimen", "is_specimen_number", "make_specimen"]
