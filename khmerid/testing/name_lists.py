"""Common words of Cambodian names with a usual Latin spelling, to invent people of.

The words are everyday ones; which stand together is drawn by lot, so nobody in particular is meant. The Latin
spelling is one of several in use: it is declared by a holder and not derived (`khmerid.fields.names`).

>>> SURNAMES[0], GIVEN_NAMES[0]
(('សុខ', 'SOK'), ('សុភា', 'SOPHEA'))

"""

from typing import Final

SURNAMES: Final = (
    ("សុខ", "SOK"),
    ("កែវ", "KEO"),
    ("ចាន់", "CHAN"),
    ("ជា", "CHEA"),
    ("ទេព", "TEP"),
    ("លី", "LY"),
    ("ហេង", "HENG"),
    ("អ៊ុក", "OUK"),
    ("ឈឹម", "CHHIM"),
    ("ព្រំ", "PROM"),
    ("មាស", "MEAS"),
    ("នួន", "NUON"),
    ("ប៉ែន", "PEN"),
    ("សំ", "SAM"),
    ("ម៉ៅ", "MAO"),
    ("ញឹម", "NHIM"),
    ("ឃួន", "KHUON"),
    ("វ៉ាន់", "VANN"),
    ("ឡុង", "LONG"),
    ("ស៊ឹម", "SIM"),
    ("ទូច", "TOUCH"),
    ("រស់", "ROS"),
    ("ផាន់", "PHAN"),
    ("គង់", "KONG"),
)

GIVEN_NAMES: Final = (
    ("សុភា", "SOPHEA"),
    ("សុខា", "SOKHA"),
    ("ដារ៉ា", "DARA"),
    ("បូរ៉ា", "BORA"),
    ("សំណាង", "SAMNANG"),
    ("រតនា", "RATANA"),
    ("ធារី", "THEARY"),
    ("ចន្ថា", "CHANTHA"),
    ("វិសាល", "VISAL"),
    ("មាលា", "MEALEA"),
    ("កុសល", "KOSAL"),
    ("ពិសី", "PISEY"),
    ("ណារី", "NARY"),
    ("វុទ្ធី", "VUTHY"),
    ("ស្រីមុំ", "SREY MOM"),
    ("ស្រីនាង", "SREYNEANG"),
    ("ស្រីពៅ", "SREY POV"),
    ("សុភ័ក្ត្រ", "SOPHEAK"),
    ("មករា", "MAKARA"),
    ("បញ្ញា", "PANHA"),
    ("វណ្ណា", "VANNA"),
    ("ភារុណ", "PHEARUN"),
    ("សុវណ្ណារ៉ា", "SOVANNARA"),
    ("ច័ន្ទមុនីរតនា", "CHANMONYRATANA"),
    ("ពន្លឺរតនា", "PONLEURATANA"),
    ("សុខគន្ធា", "SOKKUNTHEA"),
)


def khmer_spelling(latin: str) -> str | None:
    """Return the Khmer spelling of Latin words of these lists, ``None`` where one is not in them.

    >>> khmer_spelling("SREY MOM DARA"), khmer_spelling("SMITH")
    ('ស្រីមុំ ដារ៉ា', None)

    """
    words, khmer = latin.split(), []
    while words:
        # Some names are two words in Latin and one in Khmer.
        taken = next((count for count in (2, 1) if " ".join(words[:count]) in _KHMER), None)
        if taken is None:
            return None
        khmer.append(_KHMER[" ".join(words[:taken])])
        del words[:taken]
    return " ".join(khmer)


_KHMER: Final = {latin: khmer for khmer, latin in (*GIVEN_NAMES, *SURNAMES)}
