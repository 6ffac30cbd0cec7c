"""A frozen report cannot be changed inside, has a hash, and can be pickled."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN, TODAY, report

from khmerid import ImageQuality, examine
from khmerid.frozen import FrozenMapping
from khmerid.raw_card import ALARMS, Origin, RawCard
from khmerid.testing import damage, make_specimen


def test_nothing_in_a_report_or_a_card_can_be_changed() -> None:
    given_alarms = {"blur": False}
    image: Any = ImageQuality(alarms=given_alarms, scores={"blur": 3})
    raw: Any = RawCard(origins={"sex": Origin()})
    given_alarms["blur"] = True
    assert image.alarms == {"blur": False}
    for mapping, key in ((image.alarms, "blur"), (image.scores, "blur"), (raw.origins, "sex")):
        with pytest.raises(TypeError, match="does not support item assignment"):
            mapping[key] = True
        with pytest.raises(AttributeError):
            mapping.update({})


@given(st.integers(0, 10**6), st.sampled_from(["response", "lines"]), st.sampled_from([0, 0.2, 1, 2]))
def test_every_report_has_a_hash_and_survives_pickle(seed: int, shape: str, severity: float) -> None:
    specimen = make_specimen(seed=seed)
    response = damage(getattr(specimen, shape)(), seed=seed, severity=severity)
    first, second = (examine(response, today=specimen.today) for _ in range(2))
    assert hash(first) == hash(second)
    assert {first: 1}[pickle.loads(pickle.dumps(second))] == 1  # noqa: S301 - our own


def test_a_report_with_alarms_has_a_hash_and_a_card_too() -> None:
    specimen = make_specimen(seed=3)
    found = examine(specimen.response(alarms=ALARMS), today=specimen.today)
    assert found.image.alarms
    assert hash(found) != hash(report(CLEAN))
    assert hash(CLEAN) == hash(pickle.loads(pickle.dumps(CLEAN)))  # noqa: S301 - our own


def test_a_frozen_mapping_is_a_mapping() -> None:
    mapping = FrozenMapping({"a": 1, "b": 2})
    assert (len(mapping), list(mapping), repr(mapping)) == (2, ["a", "b"], "{'a': 1, 'b': 2}")
    assert FrozenMapping({}) == {}
    assert TODAY not in mapping
