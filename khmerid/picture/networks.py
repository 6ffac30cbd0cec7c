"""The two networks of PP-OCR that come in the wheel of rapidocr: where text is, and what a line of it says.

Only the weights are taken from that package, never its code: what a network takes and gives is the same for
all programs that run it, and reading a line by a chosen alphabet, or both ways up, needs its bare figures.
All that is known of the files is in this module, and rapidocr is pinned.

Sources: Liao and others, Real-time Scene Text Detection with Differentiable Binarization (2020), for the
detector; PaddleOCR, for the sizes and means of the inputs. The detector takes RGB or BGR alike.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import onnxruntime
from cv2.typing import MatLike
from numpy.typing import NDArray

from khmerid.picture.pixels import Pixels, Quad

_DETECTOR: Final = "PP-OCRv6_det_small.onnx"
_READER: Final = "PP-OCRv6_rec_small.onnx"

_LINE_HEIGHT: Final = 48  # pixels of a line that the reader takes
_NARROWEST: Final = 64
_WIDEST: Final = 3200  # what is wider is pressed: no line of the card has so many characters
_TEXT: Final = 0.3  # how likely a pixel is of text, from which on it is
_BOX: Final = 0.5  # the mean of a box, from which on it is one
_MOST_BOXES: Final = 1_000
_SMALLEST: Final = 3.0  # pixels
_GROWN: Final = 1.6  # the detector marks the core of a line: by this it is made whole
_STEP: Final = 32  # the sides of the detector's input are multiples of it


def _session(name: str, threads: int) -> onnxruntime.InferenceSession:
    found = importlib.util.find_spec("rapidocr")
    if found is None or found.origin is None:
        message = "khmerid.picture needs more than the library: pip install 'khmerid[picture]'"
        raise ModuleNotFoundError(message, name="rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take ten times as long beside a busy process.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it keeps what the largest picture took
    options.log_severity_level = 3
    path = Path(found.origin).parent / "models" / name
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class TextDetector:
    """Finds lines of text at any rotation."""

    def __init__(self, threads: int = 1) -> None:
        self._session = _session(_DETECTOR, threads)

    def find(self, image: Pixels, longest: int) -> list[Quad]:
        """Return a rectangle around each line of text, in pixels of the image, which is read at a size."""
        height, width = image.shape[:2]
        scale = min(longest / max(height, width), 1.0)
        size = [max(round(side * scale / _STEP), 1) * _STEP for side in (width, height)]
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        taken = ((small.astype(np.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None]
        likely = self._session.run(None, {"x": taken})[0][0, 0]
        back = np.array([width / size[0], height / size[1]])
        return [box * back for box in _boxes(likely)]


def _boxes(likely: NDArray[np.float32]) -> list[Quad]:
    mask = cv2.dilate((likely > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Quad] = []
    for contour in contours[:_MOST_BOXES]:
        middle, (along, across), angle = cv2.minAreaRect(contour)
        if min(along, across) < _SMALLEST:
            continue
        if _mean_within(likely, cv2.boxPoints((middle, (along, across), angle))) < _BOX:
            continue
        grown = _GROWN * along * across / (along + across)  # twice the area by the girth, on both sides
        found.append(cv2.boxPoints((middle, (along + grown, across + grown), angle)).astype(np.float64))
    return found


def _mean_within(likely: NDArray[np.float32], box: MatLike) -> float:
    left, top = np.maximum(np.floor(box.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(box.max(axis=0)).astype(int) + 1
    part = np.ascontiguousarray(likely[top:bottom, left:right])
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [np.round(box - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(part, mask)[0])


class LineReader:
    """Reads lines of text in Latin letters, numerals and Chinese; it knows no Khmer."""

    def __init__(self, threads: int = 1) -> None:
        self._session = _session(_READER, threads)
        known = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = (
            "",
            *known,
            " ",
        )  # the first is the blank of connectionist temporal classification

    def read(self, line: Pixels, alphabet: Mapping[str, str] | None = None) -> tuple[str, float]:
        """Return the text of a line and the mean likelihood of its characters, 0 where there is none.

        Of an ``alphabet`` only what it names is read, each as what it stands for.
        """
        height, width = line.shape[:2]
        wide = min(max(round(width * _LINE_HEIGHT / height), _NARROWEST), _WIDEST)
        smooth = cv2.INTER_AREA if height > _LINE_HEIGHT else cv2.INTER_CUBIC
        small = cv2.resize(line, (wide, _LINE_HEIGHT), interpolation=smooth)
        taken = ((small.astype(np.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None]
        likely = self._session.run(None, {"x": taken})[0][0]
        if alphabet is None:
            return _read_along(likely, self._characters)
        columns, stands_for = self._of_alphabet(alphabet)
        return _read_along(likely @ columns, stands_for)

    def _of_alphabet(self, alphabet: Mapping[str, str]) -> tuple[NDArray[np.float32], tuple[str, ...]]:
        """Return the matrix that adds up how likely what stands for one name is, and the names."""
        names = ("", *dict.fromkeys(alphabet.values()))
        columns = np.zeros((len(self._characters), len(names)), np.float32)
        columns[0, 0] = 1.0
        for row, character in enumerate(self._characters):
            if character in alphabet:
                columns[row, names.index(alphabet[character])] = 1.0
        return columns, names


def _read_along(likely: NDArray[np.float32], names: Sequence[str]) -> tuple[str, float]:
    """Return the likeliest names along a line: one that is repeated without a blank between is one."""
    best = likely.argmax(axis=1)
    kept = (best != 0) & (best != np.concatenate([[-1], best[:-1]]))
    if not kept.any():
        return "", 0.0
    return "".join(names[one] for one in best[kept]), float(likely.max(axis=1)[kept].mean())
