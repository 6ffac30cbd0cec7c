"""A cache outlives a card: what it keeps comes from the gazetteer or the alphabet."""

import datetime as dt
import functools
import gc
from collections.abc import Iterator
from typing import Any

import attrs

import khmerid
from khmerid.gazetteer.units import Unit
from khmerid.misreading.channel import Channel
from khmerid.testing import make_specimen

WRAPPER = type(functools.lru_cache(lambda: None))
OF_NO_CARD = Channel, Unit  # learned tables, and the gazetteer
UNUSUAL = "ឆឺឡៅឋាញ់"  # a name of no place, no mark and no person

CARD = {
    "result": {
        "name_kh": f"{UNUSUAL} {UNUSUAL}",
        "name_en": "ZZYXQ ZZYXQ",
        "birth_place": f"ឃុំ{UNUSUAL} ស្រុក{UNUSUAL} {UNUSUAL}",
        "address": f"ផ្ទះ៣៣ {UNUSUAL} ភូមិ{UNUSUAL} ឃុំអង្គតាសាម ស្រុកត្រាំកក់ តាកែវ",
        "description": f"ប្រជ្រុយចំ.០,៥ស.ម លើ{UNUSUAL}",
        "machine_code1": "IDKHM0102030402ZZYXQ<<<<<<<<<<",
        "machine_code3": "ZZYXQ<<ZZYXQ<<<<<<<<<<<<<<<<<<",
    }
}


def kept(found: Any) -> Iterator[str]:
    """Yield the texts among the keys of a cache, and what its tuples spell, read along and down."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list | tuple):
        if isinstance(found, tuple):
            yield joined(found)
            yield from map(joined, zip(*(one for one in found if isinstance(one, tuple)), strict=False))
        for item in found:
            yield from kept(item)
    elif attrs.has(type(found)) and not isinstance(found, OF_NO_CARD):
        yield from kept(tuple(getattr(found, field.name) for field in attrs.fields(type(found))))


def joined(key: Any) -> str:
    """Return all the text of a key as one."""
    return "".join(map(joined, key)) if isinstance(key, tuple | list) else key if isinstance(key, str) else ""


def contents() -> list[Any]:
    """Return what the caches of the package hold, each as a list."""
    caches = [
        one for one in gc.get_objects() if isinstance(one, WRAPPER) and one.__module__.startswith("khmerid.")
    ]
    assert len(caches) > 10
    return [gc.get_referents(cache) for cache in caches]


def all_kept() -> set[str]:
    return {text for held in contents() for text in kept(held)}


def test_no_cache_keeps_what_was_on_a_card() -> None:
    khmerid.examine(CARD, today=dt.date(2026, 11, 22), evidence=True)
    # Four characters and more: a letter with its marks is of the alphabet.
    parts = {text[at : at + 4] for text in (UNUSUAL, "ZZYXQ") for at in range(len(text) - 3)}
    assert {key for key in all_kept() if any(part in key for part in parts)} == set()


def test_the_words_of_an_address_and_of_a_description_are_not_kept_either() -> None:
    khmerid.read_address("ផ្ទះ៣៣ ភូមិព្រៃដំរី ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ")
    khmerid.read_marks("ប្រជ្រុយចំ.០,៥ស.ម លើចុងចិញ្ចើមឆ្វេង")
    words = "ព្រៃដំរី", "លើចុង", "អង្គតាសោម"
    assert not [key for key in all_kept() if any(word in key for word in words)]


def test_no_cache_keeps_misread_numerals_in_their_order() -> None:
    """What is remembered of noise has which numerals were misread as which, and not where."""
    specimen = make_specimen(seed=3)
    response = specimen.response()
    response["result"]["birth_date"] = f"៧៨.៥៦.{response['result']['birth_date'][-4:]}"
    khmerid.examine(response, today=specimen.today, evidence=True)
    assert [key for key in all_kept() if "៧៨៥" in key or "៨៥៦" in key] == []


def test_not_even_a_syllable_of_a_name_is_kept() -> None:
    khmerid.examine(CARD, today=dt.date(2026, 11, 22), evidence=True)
    keys = [joined(key) for held in contents() for table in held if isinstance(table, dict) for key in table]
    assert len(keys) > 10
    assert [key for key in keys if "ឆឺ" in key or "ឡៅ" in key] == []
