"""Whether the evidence is whole: every file is there and is the one that was attached, every list the one that was handed in."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from jixiao_web.evidence.keeping import digest_of
from jixiao_web.evidence.models import Evidence, Handover
from jixiao_web.trail.models import Entry

_PIECE = 1 << 20


class Verdict(NamedTuple):
    """How many pieces and lists were looked at, and a Chinese sentence about each that does not fit."""

    pieces: int
    lists: int
    faults: tuple[str, ...]


def verify() -> Verdict:
    """Hold every file against its digest, and every digest against the log."""
    faults, pieces, lists = [], 0, 0
    for piece in Evidence.objects.select_related("filing__project", "filing__cycle").iterator(chunk_size=500):
        pieces += 1
        found = _hashed(piece.path)
        if found is None:
            faults.append(f"《{piece.filing}》的佐证材料“{piece.name}”：文件丢失。")
        elif found != piece.digest:
            faults.append(f"《{piece.filing}》的佐证材料“{piece.name}”：文件与校验值不符，被改动过。")
        elif piece.digest not in _logged(piece.entry):
            faults.append(f"《{piece.filing}》的佐证材料“{piece.name}”：与操作日志中的记录不符，登记被改动过。")
    for handed in Handover.objects.select_related("filing__project", "filing__cycle").prefetch_related("pieces"):
        lists += 1
        if digest_of(handed.pieces.all()) != handed.digest or handed.digest not in _logged(handed.entry):
            faults.append(f"《{handed.filing}》第{handed.number}次提交的佐证材料清单与封存时不符，被改动过。")
    return Verdict(pieces, lists, tuple(faults))


def _logged(entry: int) -> str:
    return Entry.objects.filter(pk=entry).values_list("after", flat=True).first() or ""


def _hashed(path: Path) -> str | None:
    """The SHA-256 of a file; None where there is none."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError:
        return None
    return digest.hexdigest()
