"""Kinds of damage to a printed place: what is cut, lost, read twice or run together with another place.

Each kind is a function of a generator, a place and another person's, both as the words of a card; it returns
a text. `benchmarks/places.py` counts what is protected and wrong under each, and the tests hold some places
of each.

>>> words = ["ភូមិព្រៃដំរី", "ឃុំអង្គតាសោម", "ស្រុកត្រាំកក់", "តាកែវ"]
>>> KINDS["a word is lost"](random.Random(1), words, [])
'ភូមិព្រៃដំរី ស្រុកត្រាំកក់ តាកែវ'
"""

import random
from collections.abc import Callable, Iterator
from typing import Final

from khmerid.gazetteer.units import UnitPath, gazetteer

Words = list[str]
Kind = Callable[[random.Random, Words, Words], str]

#: Letters of a hole at most: two words, or one and parts of its neighbours.
_LONGEST_HOLE: Final = 12


def _without_beginning(chance: random.Random, words: Words, _other: Words) -> str:
    text = " ".join(words)
    return text[chance.randint(1, len(text) // 2) :]


def _without_end(chance: random.Random, words: Words, _other: Words) -> str:
    text = " ".join(words)
    return text[: -chance.randint(1, len(text) // 2)]


def _with_hole(chance: random.Random, words: Words, _other: Words) -> str:
    text = " ".join(words)
    length = chance.randint(2, min(_LONGEST_HOLE, len(text)))
    begin = chance.randint(0, len(text) - length)
    return text[:begin] + text[begin + length :]


def _without_word(chance: random.Random, words: Words, _other: Words) -> str:
    lost = chance.randrange(len(words))
    return " ".join(words[:lost] + words[lost + 1 :])


def _with_word_twice(chance: random.Random, words: Words, _other: Words) -> str:
    place = chance.randint(0, len(words))
    return " ".join([*words[:place], chance.choice(words), *words[place:]])


def _out_of_order(chance: random.Random, words: Words, _other: Words) -> str:
    return " ".join(chance.sample(words, len(words)))


def _behind_another(_chance: random.Random, words: Words, other: Words) -> str:
    return " ".join([*words, *other])


KINDS: Final[dict[str, Kind]] = {
    "the beginning is cut off": _without_beginning,
    "the end is cut off": _without_end,
    "a hole of 2 to 12 letters": _with_hole,
    "a word is lost": _without_word,
    "a word is read twice": _with_word_twice,
    "words in another order": _out_of_order,
    "two places in one text": _behind_another,
}


def cut_places(kind: str, count: int) -> Iterator[tuple[str, set[str]]]:
    """Yield so many damaged texts, the same in every run, each with the codes of all units that were printed.

    Half of the places have a village, three of ten of those without the word for one.
    """
    chance = random.Random(kind)  # noqa: S311 - the same places each time
    communes = [path for path in gazetteer().values() if path.commune]
    for _ in range(count):
        words, codes = _printed(chance, chance.choice(communes))
        other, _ = _printed(chance, chance.choice(communes))
        yield KINDS[kind](chance, words, other), codes


def _printed(chance: random.Random, path: UnitPath) -> tuple[Words, set[str]]:
    words, codes = path.printed.split(" "), {path.code, path.code[:4], path.code[:2]}
    if path.villages and chance.random() < 0.5:
        village = chance.choice(path.villages)
        words.insert(0, village.printed if chance.random() < 0.7 else village.name_khmer)
        codes.add(village.code)
    return words, codes
