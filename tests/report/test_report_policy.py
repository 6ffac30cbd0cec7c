"""A policy in code and in a file, refused where it says nothing, and named in the report."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.cards import CLEAN, TODAY, report
from test_report_schema import faults

from khmerid import Code, Decision, Policy, Reason, Report
from khmerid.examination import examine_card
from khmerid.report.policy import DEFAULT_POLICY

AFTER_EXPIRY = dt.date(2030, 1, 1)


@pytest.mark.parametrize("key", ["reject", "ignore"])
@pytest.mark.parametrize(
    "given",
    [{"expired"}, ["expired"], ("expired", Reason.EXPIRED), {Reason.EXPIRED}, dict.fromkeys(["expired"])],
)
def test_reasons_are_given_as_names_or_members_in_any_iterable(key: str, given: Any) -> None:
    assert getattr(Policy(**{key: given}), key) == frozenset({Reason.EXPIRED})


def test_a_set_of_members_is_what_the_type_checker_takes() -> None:
    policy = Policy(reject={Reason.EXPIRED}, ignore=["image_copy", Reason.IMAGE_GLARE])
    assert policy.ignore == {Reason.IMAGE_COPY, Reason.IMAGE_GLARE}


def test_a_reason_given_by_its_name_decides() -> None:
    assert examine_card(CLEAN, today=AFTER_EXPIRY, policy=Policy(reject={"expired"})).decision is (
        Decision.REJECT
    )
    assert examine_card(CLEAN, today=AFTER_EXPIRY, policy=Policy(ignore={"expired"})).decision is (
        Decision.ACCEPT
    )


@pytest.mark.parametrize("key", ["reject", "ignore"])
@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ("expired", TypeError, "as a list or a set"),
        (b"expired", TypeError, "as a list or a set"),
        (Reason.EXPIRED, TypeError, "as a list or a set"),
        (None, TypeError, "as a list or a set"),
        ({Code.ZONES_CONFLICT}, TypeError, "a member of Reason or its name, not Code"),
        ([7], TypeError, "a member of Reason or its name, not int"),
        (["expird"], ValueError, "no such reason: 'expird'; near it: 'expired'"),
        (["EXPIRED"], ValueError, "no such reason: 'EXPIRED'"),
        (["?"], ValueError, r"no such reason: '\?'$"),
    ],
)
def test_what_is_no_reason_is_refused(key: str, given: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Policy(**{key: given})


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"minimum_age": "18"}, TypeError),
        ({"minimum_age": True}, TypeError),
        ({"minimum_age": 18.0}, TypeError),
        ({"minimum_age": -1}, ValueError),
        ({"name": 7}, TypeError),
    ],
)
def test_what_is_no_age_or_name_is_refused(said: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        Policy(**said)


def test_what_is_no_policy_is_refused() -> None:
    wrong: Any = {"minimum_age": 18}
    with pytest.raises(TypeError, match="policy is a Policy, not dict"):
        examine_card(CLEAN, today=TODAY, policy=wrong)


def written(folder: Path, text: str) -> Path:
    file = folder / "adults.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    file = written(tmp_path, 'minimum_age = 18\nreject = ["expired"]\nignore = []\n')
    read = Policy.from_toml(file)
    assert read == Policy(name="adults", minimum_age=18, reject={Reason.EXPIRED}, ignore=())
    assert Policy.from_toml(str(file)) == read


def test_a_file_may_name_its_policy_and_leave_out_the_rest(tmp_path: Path) -> None:
    assert Policy.from_toml(written(tmp_path, 'name = "ours"')) == attrs.evolve(DEFAULT_POLICY, name="ours")


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("minimum_age = eighteen\n", ValueError, "line 1"),
        ("minimal_age = 18", ValueError, "not a key of a policy: 'minimal_age'; it has name, minimum_age"),
        ('reject = "expired"', TypeError, "as a list or a set"),
        pytest.param("a = " + "[" * 10_000, ValueError, "not TOML: .* are too deep", id="too_deep"),
        ('reject = ["expird"]', ValueError, "near it: 'expired'"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(
    tmp_path: Path, text: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        Policy.from_toml(written(tmp_path, text))


def test_a_report_names_the_policy_it_was_decided_by() -> None:
    found = examine_card(CLEAN, today=TODAY, policy=Policy(name="adults", minimum_age=18))
    plain: Any = found.to_dict()
    assert plain["policy"]["name"] == "adults"
    assert faults(plain) == []
    assert Report.from_dict(json.loads(json.dumps(plain))).policy == found.policy
    assert found.redacted()["policy"] == plain["policy"]


def test_a_report_by_the_default_policy_names_none() -> None:
    assert report(CLEAN).policy is None
    assert list(report(CLEAN).to_dict()) == ["decision", "reasons", "fields", "checks", "findings", "image"]
    assert examine_card(CLEAN, today=TODAY, policy=Policy()).to_dict() == report(CLEAN).to_dict()


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (lambda: Policy(name="another", reject=["expired", "image_copy"]), True),
        (lambda: Policy(reject=["image_copy", Reason.EXPIRED, "expired"]), True),
        (lambda: Policy(reject=["expired"]), False),
        (lambda: Policy(ignore=["expired", "image_copy"]), False),
        (lambda: Policy(reject=["expired", "image_copy"], minimum_age=16), False),
    ],
)
def test_the_digest_is_that_of_what_the_policy_says(other: Callable[[], Policy], *, is_same: bool) -> None:
    policy = Policy(reject=["expired", "image_copy"])
    assert (policy.used.digest == other().used.digest) is is_same
    assert policy.used == policy.used


@pytest.mark.parametrize(
    ("risk", "error", "message"),
    [
        (True, TypeError, "risk is a probability, not bool"),
        ("2e-5", TypeError, "risk is a probability, not str"),
        (-1e-9, ValueError, "risk is a probability of at most 0.001"),
        (0.5, ValueError, "risk is a probability of at most 0.001"),
    ],
)
def test_a_risk_is_a_small_probability(risk: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Policy(risk=risk)


def test_a_smaller_risk_makes_fewer_values_sure() -> None:
    assert examine_card(CLEAN, today=TODAY, policy=Policy(risk=0)).decision is Decision.REVIEW
    assert Policy(risk=0).used.digest != Policy().used.digest
