"""Distinguishing marks for invented people.

>>> from khmerid.testing.choosing import RandomChooser
>>> invent_marks(RandomChooser(5)).mark
'scar'

"""

from typing import Final

from khmerid.fields.marks import DistinguishingMarks
from khmerid.testing.choosing import Chooser
from khmerid.text.numerals import to_khmer_digits

_NOUNS: Final = (
    ("ប្រជ្រុយ", "mole", False),
    ("សំលាក", "scar", False),
    ("សំលាកតូច", "scar", True),
    ("ស្លាកស្នាម", "scar", False),
)
_SPOTS: Final = ("ចំ.", "ចំ. ", "ចំ ")
_POSITIONS: Final = (
    ("លើថ្ងាស", "on the forehead", None),
    ("ក្រោមបបូរមាត់", "under the lip", None),
    ("លើថ្ពាល់ឆ្វេង", "on the left cheek", "left"),
    ("ក្រោមភ្នែកស្តាំ", "under the right eye", "right"),
    ("លើចុងចិញ្ចើមឆ្វេង", "on the end of the left eyebrow", "left"),
    ("លើចិញ្ចើមខាងស្តាំ", "on the right eyebrow", "right"),
)


def invent_marks(choose: Chooser) -> DistinguishingMarks:
    """Choose a mark; one card in twelve says that there is none."""
    if choose.integer(0, 11) == 11:
        return DistinguishingMarks(text="គ្មាន", mark="none")
    noun, mark, small = choose.choice(_NOUNS)
    size = choose.choice(("1", "0,5", "1,5", "2"))
    khmer, english, side = choose.choice(_POSITIONS)
    return DistinguishingMarks(
        text=f"{noun}{choose.choice(_SPOTS)}{to_khmer_digits(size)}ស.ម {khmer}",
        mark=mark,
        small=small,
        size_cm=float(size.replace(",", ".")),
        position=english,
        side=side,
    )
