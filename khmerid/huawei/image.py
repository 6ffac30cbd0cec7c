"""What the service says of the image: original or photocopy, six alarms, seven scores.

A flag is true when something is wrong, and so is a score above 50. The documentation contradicts itself
about exactly 50, which is no alarm here. Where both were sent, the flag decides.

>>> findings = []
>>> read_image({"detect_blur_result": False, "score_info": {"blur_score": 50, "glare_score": 51}}, findings)
ImageQuality(type=None, alarms={'blur': False, 'glare': True}, scores={'blur': 50, 'glare': 51})

"""

import math
from collections.abc import Mapping
from typing import Final

from khmerid.notes import Code, Finding, Note
from khmerid.raw_card import ALARMS, ImageQuality

FLAGS: Final = {f"detect_{alarm}_result": alarm for alarm in ALARMS}
SCORES: Final = {"idcard_type_score": "type"} | {f"{alarm}_score": alarm for alarm in ALARMS}

_HIGHEST_GOOD_SCORE = 50
_HIGHEST_SCORE = 100
_TYPES: Final = frozenset({"normal", "copy"})
_KEYS: Final = frozenset((*FLAGS, "score_info", "idcard_type"))
_WORDS: Final = {"true": True, "false": False}


def read_image(result: Mapping[str, object], findings: list[Finding]) -> ImageQuality:
    """Read the results on the image; what has not the documented form adds to the findings."""
    if _KEYS.isdisjoint(result):  # as when no switch was on: then nothing is spent on the image
        return ImageQuality()
    scores = _scores(result.get("score_info"), findings)
    flags = {ours: _flag(result.get(theirs), ours, findings) for theirs, ours in FLAGS.items()}
    flags["type"] = _is_copy(result.get("idcard_type"), findings)
    for name, score in scores.items():
        by_score = score > _HIGHEST_GOOD_SCORE
        if flags[name] is None:
            flags[name] = by_score
        elif flags[name] is not by_score:
            findings.append(Finding(f"image.{name}", Note(Code.ALARM_AGAINST_SCORE)))
    is_copy = flags.pop("type")
    return ImageQuality(
        type=None if is_copy is None else "copy" if is_copy else "normal",
        alarms={name: flag for name, flag in flags.items() if flag is not None},
        scores=scores,
    )


def _scores(sent: object, findings: list[Finding]) -> dict[str, int]:
    if sent is None:
        return {}
    if not isinstance(sent, Mapping):
        findings.append(_unexpected("scores", sent))
        return {}
    kept = {}
    for theirs, ours in SCORES.items():
        score = sent.get(theirs)
        if score is None:
            continue
        if type(score) is not int or not 0 <= score <= _HIGHEST_SCORE:
            findings.append(_unexpected(ours, score))
        if type(score) in {int, float} and 0 <= score <= _HIGHEST_SCORE:
            kept[ours] = math.ceil(score)  # never down: 50.7 is an alarm
    return kept


def _flag(sent: object, where: str, findings: list[Finding]) -> bool | None:
    if sent is None or isinstance(sent, bool):
        return sent
    findings.append(_unexpected(where, sent))
    return _WORDS.get(sent.strip().lower()) if isinstance(sent, str) else None


def _is_copy(sent: object, findings: list[Finding]) -> bool | None:
    if isinstance(sent, str) and sent in _TYPES:
        return sent == "copy"
    if sent is not None:
        findings.append(_unexpected("type", sent))
    return None


def _unexpected(where: str, value: object) -> Finding:
    return Finding(f"image.{where}", Note(Code.IMAGE_RESULT_UNEXPECTED, type(value).__name__))
