"""Where choices come from, and the words there are to choose from for the name of a person.

Choices come from a seeded generator here, and from a strategy of hypothesis in `strategies`. The words are
everyday ones; which stand together is drawn by lot, so nobody in particular is meant. The Latin spelling is
one of several in use: it is declared by a holder and not derived (`khmerid.fields.names`).

>>> once, again = RandomChooser(7), RandomChooser(7)
>>> once.integer(1, 1000) == again.integer(1, 1000), once.choice("abc") == again.choice("abc")
(True, True)
>>> SURNAMES[0], GIVEN_NAMES[0]
(('សុខ', 'SOK'), ('សុភា', 'SOPHEA'))
"""

import random
from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

T = TypeVar("T")


class Chooser(Protocol):
    """Something that chooses; what comes first is the simplest."""

    def choice(self, options: Sequence[T]) -> T:
        """Return one of several."""
        ...

    def integer(self, lowest: int, highest: int) -> int:
        """Return a whole number, both ends included."""
        ...


class RandomChooser:
    """Choices from a seed, the same ones each time."""

    def __init__(self, seed: object) -> None:
        if not isinstance(seed, int | str):  # of None, Python makes others each time
            message = f"the seed is a whole number or a text, not {type(seed).__name__}"
            raise TypeError(message)
        self._random = random.Random(seed)  # noqa: S311 - the same cards again is what is wanted

    def choice(self, options: Sequence[T]) -> T:
        """Return one of several, each as likely."""
        return self._random.choice(options)

    def integer(self, lowest: int, highest: int) -> int:
        """Return a whole number, both ends included."""
        return self._random.randint(lowest, highest)


def _pairs(names: str) -> tuple[tuple[str, str], ...]:
    """Return names in both scripts, each written as the Khmer one, a blank and the Latin one."""
    return tuple((khmer, latin) for khmer, _, latin in (name.partition(" ") for name in names.split(", ")))


SURNAMES: Final = _pairs(
    "សុខ SOK, កែវ KEO, ចាន់ CHAN, ជា CHEA, ទេព TEP, លី LY, ហេង HENG, អ៊ុក OUK, ឈឹម CHHIM, "
    "ព្រំ PROM, មាស MEAS, នួន NUON, ប៉ែន PEN, សំ SAM, ម៉ៅ MAO, ញឹម NHIM, ឃួន KHUON, វ៉ាន់ VANN, "
    "ឡុង LONG, ស៊ឹម SIM, ទូច TOUCH, រស់ ROS, ផាន់ PHAN, គង់ KONG"
)
GIVEN_NAMES: Final = _pairs(
    "សុភា SOPHEA, សុខា SOKHA, ដារ៉ា DARA, បូរ៉ា BORA, សំណាង SAMNANG, រតនា RATANA, ធារី THEARY, "
    "ចន្ថា CHANTHA, វិសាល VISAL, មាលា MEALEA, កុសល KOSAL, ពិសី PISEY, ណារី NARY, វុទ្ធី VUTHY, "
    "ស្រីមុំ SREY MOM, ស្រីនាង SREYNEANG, ស្រីពៅ SREY POV, សុភ័ក្ត្រ SOPHEAK, មករា MAKARA, "
    "បញ្ញា PANHA, វណ្ណា VANNA, ភារុណ PHEARUN, សុវណ្ណារ៉ា SOVANNARA, ច័ន្ទមុនីរតនា CHANMONYRATANA, "
    "ពន្លឺរតនា PONLEURATANA, សុខគន្ធា SOKKUNTHEA"
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
