"""A card written as an answer of the service is read back as the card."""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khmerid.huawei import adapt_huawei, wire
from khmerid.huawei.answer import CardPictures, write_answer, write_error
from khmerid.raw_card import ALARMS, ImageQuality, Origin, RawCard
from khmerid.testing import Specimen
from khmerid.testing.contract import problems_of
from khmerid.testing.strategies import cards

ALL: wire.Switches = dict.fromkeys(wire.SWITCHES, True)  # type: ignore[assignment]  # keys of it
QUALITY = st.builds(
    ImageQuality,
    type=st.sampled_from([None, wire.ORIGINAL, wire.COPY]),
    alarms=st.dictionaries(st.sampled_from(ALARMS), st.booleans()),
)


def with_scores(quality: ImageQuality) -> ImageQuality:
    """Return the same with a score for each alarm, on its side of the limit."""
    scores = {name: 51 + 48 * raised if raised else 50 for name, raised in quality.alarms.items()}
    return attrs.evolve(quality, scores=scores)


@given(cards(), QUALITY)
@settings(max_examples=30)
def test_a_card_that_is_written_is_read_back(made: Specimen, quality: ImageQuality) -> None:
    shares = {name: Origin(confidence=0.5) for name in wire.ALL_TEXTS.values()}
    whole = attrs.evolve(made.card, origins=shares, image=with_scores(quality))
    answer = write_answer(whole, ALL)
    assert problems_of(answer) == []
    assert adapt_huawei(answer) == whole


@given(cards(), QUALITY)
@settings(max_examples=30)
def test_without_switches_nothing_is_said_of_the_picture(made: Specimen, quality: ImageQuality) -> None:
    answer = write_answer(attrs.evolve(made.card, image=with_scores(quality)), {"detect_blur": False})
    assert set(answer["result"]) == {*wire.ALL_TEXTS, "confidence"}


@pytest.mark.parametrize("count", range(5))
def test_lines_of_the_mrz_have_their_places_however_many_there_are(count: int) -> None:
    lines = tuple("ABCDE"[:count])
    origins = {f"mrz.{number}": Origin(confidence=number / 10) for number in range(count)}
    result = write_answer(RawCard(mrz=lines, origins=origins), {})["result"]
    codes = [name for name in wire.MRZ if name in result]
    assert codes == list(wire.MRZ)[:count]
    assert list(result["confidence"].values()) == [0.0, 0.1, 0.2][:count]


def test_a_line_that_is_missing_leaves_its_place_empty() -> None:
    assert set(write_answer(RawCard(mrz=("", "B", "C")), {})["result"]) == {
        "machine_code2",
        "machine_code3",
        "confidence",
    }


def test_what_shows_a_person_is_not_in_the_repr() -> None:
    assert "0xff" not in repr(CardPictures(portrait=b"\xff"))
    assert "PNG" not in repr(CardPictures(adjusted=b"PNG"))


def test_the_gateway_repeats_the_id_of_a_request() -> None:
    assert write_error(wire.BAD_CREDENTIALS, "1")["request_id"] == "1"
    assert "request_id" not in write_error(wire.NOT_A_CARD, "1")
