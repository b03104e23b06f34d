"""Text recognition by RapidOCR with the models that lie in its wheel: nothing is ever fetched."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from jixiao.readers.scan.pictures import Picture

_THREADS = 2
_BATCH = 8
_DETECTED_AT = 1450
"""Pixels of the longer side at which lines are looked for; a line of 9 points is then 14 pixels high, which suffices and saves time."""
_BORDER = 0.06
"""What is added around a crop, as a share of its height: letters at the very edge are read badly."""

Quad = NDArray[np.float32]
"""Four corners from the upper left one clockwise, x and y in pixels."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from one line: text, how sure each character is (0..1), and where each one's middle lies (0..1 along the line)."""

    text: str
    sure: tuple[float, ...] = ()
    middles: tuple[float, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the least sure character is; 0 where nothing was read."""
        return min(self.sure, default=0.0)


NOTHING = Reading(text="")


@cache
def _engine() -> RapidOCR:
    models = files("rapidocr") / "models"
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Det.limit_side_len": 64,  # the picture comes in the size that is wanted
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            "Rec.rec_batch_num": _BATCH,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def detect(picture: Picture, longest: int = _DETECTED_AT) -> list[Quad]:
    """Find the lines of text of a page, as quadrilaterals in its pixels."""
    scale = min(1.0, longest / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found: Any = _engine()(_coloured(np.asarray(small, np.uint8)), use_det=True, use_cls=False, use_rec=False)
    boxes = found.boxes
    return [] if boxes is None else [np.asarray(box, np.float32) / np.float32(scale) for box in boxes]


def recognise(crops: Sequence[Picture]) -> list[Reading]:
    """Read pictures that hold one line of text each."""
    if not crops:
        return []
    found: Any = _engine().recognize_txt([_bordered(crop) for crop in crops])
    return [_reading(text, words) for text, words in zip(found.txts, found.word_results, strict=True)]


def _bordered(crop: Picture) -> Picture:
    edge = max(2, round(crop.shape[0] * _BORDER))
    bordered = cv2.copyMakeBorder(crop, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    return np.asarray(bordered, np.uint8)


def _reading(text: str, words: Any) -> Reading:  # noqa: ANN401 - RapidOCR's WordInfo, which its stubs leave out
    """Put characters to their columns; blanks have none and are kept out of the counting."""
    plain = [character for word in words.words for character in word]
    columns = [column for group in words.word_cols for column in group]
    if not plain:
        return NOTHING
    length = max(float(words.line_txt_len), columns[-1] + 1.0)
    sure = [value for character, value in zip(text, words.confs, strict=True) if not character.isspace()]
    stripped = "".join(character for character in text if not character.isspace())
    middles = tuple((column + 0.5) / length for column in columns)
    return Reading(text=stripped, sure=tuple(sure), middles=middles)


def _coloured(picture: Picture) -> Picture:
    return picture if picture.ndim == 3 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
