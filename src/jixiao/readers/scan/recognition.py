"""Text recognition by RapidOCR with the models that lie in its wheel: nothing is ever fetched."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from ctypes import CDLL
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray
from omegaconf import OmegaConf
from onnxruntime import InferenceSession, SessionOptions  # type: ignore[import-untyped]  # ships no types
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecInput, TextRecognizer
from rapidocr.main import DEFAULT_CFG_PATH
from rapidocr.utils.log import logger
from rapidocr.utils.parse_parameters import ParseParams

from jixiao.readers.scan.pictures import Picture

_THREADS = 2
_BATCH = 8
"""Lines that are read at once."""
_WIDEST = 128
"""How wide, in heights, lines read at once are all together: the model's memory grows with it, to a gigabyte for eight lines of a page."""
_SHAPE = [3, 48, 160]
"""Channels, height and least width of a line; RapidOCR's 320 would make every figure of a form four times as wide as it is."""
_LEAST_SIDE = 64
"""Pixels to which RapidOCR enlarges a smaller picture; pictures come in the size that is wanted."""
_DETECTED_AT = 1450
"""Pixels of the longer side at which lines are looked for; a line of 9 points is then 14 pixels high, which suffices and saves time."""
_BORDER = 0.06
"""What is added around a crop, as a share of its height: letters at the very edge are read badly."""

_TWO_WIDTHS = frozenset("（）()，,：:；;")

Quad = NDArray[np.float32]
"""Four corners from the upper left one clockwise, x and y in pixels."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from one line: text, how sure each character is (0..1), and where each one's middle lies (0..1 along the line)."""

    text: str
    sure: tuple[float, ...] = ()
    middles: tuple[float, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the least sure character is; 0 where nothing was read.

        Signs that exist in two widths do not count beside others: which width they have is not told by their look.
        """
        counted = [sure for character, sure in zip(self.text, self.sure, strict=True) if character not in _TWO_WIDTHS]
        return min(counted or self.sure, default=0.0)


NOTHING = Reading(text="")


class _Models(msgspec.Struct, frozen=True):
    """The detector of lines and the recogniser of what stands in them."""

    detector: Any
    recogniser: Any


@cache
def _models() -> _Models:
    """Load the models of the wheel, once per process."""
    settings = ParseParams.load(DEFAULT_CFG_PATH)
    logger.setLevel("CRITICAL")
    return _Models(
        TextDetector(_with_model(settings.Det, "PP-OCRv6_det_small.onnx", limit_side_len=_LEAST_SIDE)),
        TextRecognizer(
            _with_model(settings.Rec, "PP-OCRv6_rec_small.onnx", rec_batch_num=_BATCH, rec_img_shape=_SHAPE)
        ),
    )


def _with_model(settings: Any, model: str, **changes: object) -> Any:  # noqa: ANN401 - a configuration of RapidOCR
    """Settings of RapidOCR with a model that is loaded already: it fetches those that it has to look for."""
    options = SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    # Threads that spin while they wait take the time of the other workers of a batch.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    path = str(files("rapidocr") / "models" / model)
    session = InferenceSession(path, sess_options=options, providers=["CPUExecutionProvider"])
    values = {str(name): value for name, value in settings.items()}
    return OmegaConf.create({**values, **changes, "font_path": None, "session": session}, flags={"allow_objects": True})


def give_back() -> None:
    """Give the memory that recognition has freed back to the system: glibc keeps hundreds of megabytes of it, page for page more."""
    with suppress(OSError, AttributeError):  # where there is no glibc, nothing is kept
        CDLL(None).malloc_trim(0)


def detect(picture: Picture, longest: int = _DETECTED_AT) -> list[Quad]:
    """Find the lines of text of a page, as quadrilaterals in its pixels."""
    scale = min(1.0, longest / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    boxes = _models().detector(_coloured(np.asarray(small, np.uint8))).boxes
    give_back()
    return [] if boxes is None else [np.asarray(box, np.float32) / np.float32(scale) for box in boxes]


def recognise(crops: Sequence[Picture]) -> list[Reading]:
    """Read pictures that hold one line of text each."""
    if not crops:
        return []
    bordered = [_bordered(crop) for crop in crops]
    readings = [NOTHING] * len(crops)
    for batch in _batches([crop.shape[1] / crop.shape[0] for crop in bordered]):
        found = _models().recogniser(TextRecInput(img=[bordered[index] for index in batch], return_word_box=True))
        for index, text, words in zip(batch, found.txts, found.word_results, strict=True):
            readings[index] = _reading(text, words)
    return readings


def _batches(widths: Sequence[float]) -> Iterator[list[int]]:
    """The indices of lines that are read at once, narrow ones first; widths are in heights, and each is padded to its batch's widest."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and (len(batch) == _BATCH or (len(batch) + 1) * widths[index] > _WIDEST):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


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
