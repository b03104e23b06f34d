"""What becomes of one file on the whole way, and whether that is what may become of a hostile one."""

import contextlib
import re
import tempfile
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

from jixiao import materials, pipeline, readers
from jixiao.documents import Cell, Table
from jixiao.model import submission_to_json
from jixiao.renderers import to_text
from jixiao.results import Failed
from jixiao.workers import Ended
from tests.hostile.kinds import SECRET

SECONDS = 1.0
"""To refuse a file, or to read one that holds little."""
HELD_SECONDS = 60e-6
"""More for each character that was read, a cell or paragraph counting as fifty: a text that holds much may take its time, but no more."""
FILE_SECONDS, PLAIN_SECONDS = 0.25, 2.0
"""More for each megabyte of the file, and, if it is read and not refused, for each that it unpacks to."""
SCAN_SECONDS = 12.0
"""More for each page that was recognised from a picture."""
MEMORY = 1 << 30
_FEW = 3
_SLIP = Path("/tmp/jixiao-slip.txt")  # noqa: S108 - must never come into being
_SENTENCE = re.compile(r"[^\n]{10,400}。")


class Step(NamedTuple):
    """One part of the way: what it was about, how long it took, what was said when it was refused."""

    about: str
    seconds: float
    size: int
    refusal: str | None = None
    plain: int = 0
    held: int = 0
    scanned: int = 0


class Handled(NamedTuple):
    """All that became of one file, and the most memory that its process had meanwhile (bytes; 0 where nobody says).

    `before` is what the process had already: OCR keeps half a gigabyte once it is loaded.
    """

    steps: tuple[Step, ...]
    peak: int
    before: int = 0
    leaked: bool = False

    @property
    def refused(self) -> bool:
        """Whether nothing was read of it."""
        return all(step.refusal for step in self.steps)

    @property
    def seconds(self) -> float:
        """How long the slowest step took."""
        return max(step.seconds for step in self.steps)


def handle(path: Path) -> Handled:
    """Take a file apart if it is an archive, and audit what is in it, as the command line does."""
    _forget_the_peak()
    before = _peak()
    leaked = False
    with tempfile.TemporaryDirectory() as folder:
        started = _Clock()
        taken = materials.taken_apart(path, Path(folder), readers.Request())
        steps = [Step("", started.seconds(), path.stat().st_size)]
        for material in taken:
            if isinstance(material, Failed):
                steps[0] = steps[0]._replace(refusal=material.message)
                continue
            step, told = _audited(material)
            steps.append(step)
            leaked |= _SECRET_WORDS in told
    if len(steps) > 1 and steps[0].refusal is None:
        first, *steps = steps
        steps[0] = steps[0]._replace(seconds=steps[0].seconds + first.seconds)
    return Handled(tuple(steps), _peak(), before, leaked)


_SECRET_WORDS = SECRET.read_text(encoding="utf-8").strip()


def _audited(material: materials.Material) -> tuple[Step, str]:
    started = _Clock()
    size = material.path.stat().st_size
    try:
        seen = pipeline.trace(material.path)
        pipeline.examine(seen.submission)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - what the pipeline does as well
        refusal = pipeline.explain_failure(material.path, error)
        return Step(material.name, started.seconds(), size, refusal), refusal
    seconds = started.seconds()
    blocks = seen.document.blocks if seen.document else ()
    pieces = [piece for block in blocks for piece in (block.cells if isinstance(block, Table) else (block,))]
    source = seen.submission.source
    guessed = {piece.place.page for piece in pieces if isinstance(piece, Cell) and piece.confidence < 1}
    # A page of a PDF on which OCR found next to nothing has nothing that tells of it.
    pictured = source.reader == "scan" or (source.reader == "pdf" and (guessed or len(pieces) < _FEW))
    scanned = (source.pages or 0) if pictured else 0
    held = sum(len(piece.text) + 50 for piece in pieces)
    told = to_text(submission_to_json(seen.submission))
    return Step(material.name, seconds, size, plain=_plain_size(material.path), held=held, scanned=scanned), told


def _plain_size(path: Path) -> int:
    """What a file unpacks to, as it says itself."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return path.stat().st_size


def faults(handled: "Handled | Ended") -> list[str]:
    """What may not be: nothing in a good answer."""
    if isinstance(handled, Ended):
        return [f"ended: {handled.why}"]
    found = []
    for step in handled.steps:
        if step.refusal is not None:
            if not _SENTENCE.fullmatch(step.refusal):
                found.append(f"no sentence: {step.refusal[:300]!r}")
            if "内部出错" in step.refusal:
                found.append(f"internal: {step.refusal[:300]}")
        allowed = (
            SECONDS
            + FILE_SECONDS * step.size / 1e6
            + PLAIN_SECONDS * step.plain / 1e6
            + HELD_SECONDS * step.held
            + SCAN_SECONDS * step.scanned
        )
        if step.seconds > allowed:
            what = step.refusal or f"read, {step.held} held, {step.scanned} pages scanned"
            found.append(
                f"slow: {step.seconds:.1f} s instead of {allowed:.1f} for {step.size / 1e6:.2f} MB {what}"[:300]
            )
    if handled.peak - handled.before > MEMORY:
        found.append(f"memory: {handled.before >> 20} MB before, {handled.peak >> 20} MB at its height")
    if handled.leaked:
        found.append("leaked what an entity points to")
    if _SLIP.exists():
        found.append("wrote outside of its folder")
    return found


class _Clock:
    """Seconds since it was made: of this process where others keep the machine busy, of the wall where it waits for itself."""

    def __init__(self) -> None:
        self._start = (time.perf_counter(), time.process_time())

    def seconds(self) -> float:
        """What has passed."""
        return min(time.perf_counter() - self._start[0], time.process_time() - self._start[1])


def _forget_the_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    with contextlib.suppress(OSError):
        told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
        return int(told[1]) << 10 if told else 0
    return 0
