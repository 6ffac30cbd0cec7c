"""The digest of the tables, by which a report names what a card was read with."""

from typing import Any

import attrs
import pytest

from khmerid.misreading import SHIPPED
from khmerid.misreading.look_alikes import LOOK_ALIKES


@pytest.mark.parametrize(
    "other",
    [
        {"sex": {**LOOK_ALIKES.sex, "N": 1}},
        {"upside_down": {**LOOK_ALIKES.upside_down, "9": "8"}},
        {"filler_like": LOOK_ALIKES.filler_like | {"W"}},
        {"filler_letters": ("K", "X", "C")},
        {"small_fillers": "k"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_other_look_alikes_have_another_digest(other: dict[str, Any]) -> None:
    tables = attrs.evolve(SHIPPED, look_alikes=attrs.evolve(LOOK_ALIKES, **other))
    assert tables.digest != SHIPPED.digest


def test_other_channels_words_and_conditions_have_another_digest() -> None:
    digests = {
        attrs.evolve(SHIPPED, mrz=SHIPPED.mrz_name).digest,
        attrs.evolve(SHIPPED, sex_words={}).digest,
        attrs.evolve(SHIPPED, conditions=SHIPPED.conditions[::-1]).digest,
        SHIPPED.digest,
    }
    assert len(digests) == 4


def test_the_order_in_a_table_is_not_in_its_digest() -> None:
    turned = attrs.evolve(LOOK_ALIKES, sex=dict(reversed([*LOOK_ALIKES.sex.items()])))
    assert attrs.evolve(SHIPPED, look_alikes=turned).digest == SHIPPED.digest
