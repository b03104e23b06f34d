"""What recognition claims to have read is held against the form's own arithmetic, which repairs or vetoes it.

A scan gives texts with a confidence. Here figures spoilt by letters are put right (I0 → 10), a point that was lost is set where the
sums prove it, and cells that are neither sure nor proven are named as doubtful. A cell that was read with confidence is never changed
for the sake of a sum alone: forms that are added up wrongly exist, and finding them is the point of reading.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import product

import msgspec

from jixiao.documents import Document, Table
from jixiao.forms.closing import POINTS
from jixiao.forms.shapes import is_points, is_swallowed_sign
from jixiao.forms.words import key
from jixiao.model import Evaluation, Fund, Indicator
from jixiao.places import Place

Sure = Mapping[Place, float]
"""How likely the reading of each uncertain cell is right, by the cell's place."""

_SURE = 0.97
"""Likelihood from which on a reading is relied on without proof."""
_TIES = Decimal("0.05")
_RATE_TIES = Decimal("0.06")
"""What a printed rate may differ from executed ÷ budget, in percent: it is rounded to one or two places."""
_MOST = 64
"""Ways to read one figure that are tried."""
_LOOKALIKES = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "〇": "0", "l": "1", "I": "1", "|": "1", "i": "1", "!": "1", "丨": "1",
    "Z": "2", "z": "2", "S": "5", "s": "5", "b": "6", "B": "8", "g": "9", "q": "9", "。": ".", "·": ".", ",": ".", " ": "",
}  # fmt: skip
"""Characters that recognition puts for those of a figure."""
_DIGITS = {"0": "68", "1": "74", "2": "7", "3": "85", "4": "1", "5": "63", "6": "850", "7": "1", "8": "36", "9": "4"}
"""Digits that recognition confuses."""
_TEXTS = ("name", "target", "actual", "weight", "score", "rule", "note", "remark", "forecast", "likelihood")
_AMOUNTS = ("initial", "adjusted", "executed", "weight", "rate", "score")
_VALUES = ("target", "actual")
_SIGN = re.compile(r"^[三乏之Z⋝](?=\d)")
_UNIT = re.compile(r"(?<=\d)(个?工作)?[夭入](?![\u3400-\u9fff])")
_UNITS = {"夭": "天", "入": "人"}
_SPOILT_ZERO, _SPOILT_ONE = (
    re.compile(r"(?<=\d)[OoQ](?=[\d.,%]|$)|(?<=[\d.])[OoQ]"),
    re.compile(r"(?<=\d)[lI|](?=[\d.,%]|$)|(?<![A-Za-z])[lI|](?=\d)"),
)
_SPOILT_POINT = re.compile(r"(?<=\d)(?:\s*[。·]\s*|\.\s+|\s+\.)(?=\d)")


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One figure taken otherwise than recognition claimed it: the cell's path in its form, both texts, and why (in Chinese)."""

    path: str
    place: Place
    claimed: str
    taken: str
    why: str


class Mended(msgspec.Struct, frozen=True, kw_only=True):
    """A form after mending: what was changed, and the paths of cells outside of indicator rows that stay doubtful."""

    evaluation: Evaluation
    notes: tuple[Note, ...] = ()
    doubtful: tuple[str, ...] = ()


def likelihoods(document: Document) -> dict[Place, float]:
    """How likely each uncertain cell of a document is read right; empty for documents that were not recognised from pixels."""
    return {
        cell.place: cell.confidence
        for block in document.blocks
        if isinstance(block, Table)
        for cell in block.cells
        if cell.confidence < 1
    }


def mend(evaluation: Evaluation, sure: Sure) -> Mended:
    """Repair the figures of a form by its arithmetic and name what stays doubtful; `sure` as `likelihoods` gives it."""
    if not sure:
        return Mended(evaluation=evaluation)
    mending = _Mending(evaluation, sure)
    mending.values()
    for field in POINTS:
        mending.points(field)
    mending.rates()
    return mending.result()


def readings(text: str, *, digits: bool = False) -> Iterator[str]:
    """The figures that a claimed text may stand for, the likeliest first; with `digits` also those with one digit mistaken."""
    choices = [
        [character] if character.isdigit() or character == "." else [_LOOKALIKES.get(character, "")]
        for character in text
    ]
    plain = ["".join(parts) for parts in product(*choices)]
    seen = []
    for figure in plain[:_MOST]:
        bare = figure.strip(".")
        seen.append(bare)
        if "." in bare:
            seen.append(bare.replace(".", ""))
        else:
            # Nobody prints a point with nothing but noughts behind it where whole numbers do.
            seen.extend(f"{bare[:at]}.{bare[at:]}" for at in range(1, len(bare)) if bare[at:].strip("0"))
        if digits:
            seen.extend(
                f"{bare[:at]}{other}{bare[at + 1 :]}"
                for at, digit in enumerate(bare)
                for other in _DIGITS.get(digit, "")
            )
            seen.extend((f"1{bare}", f"{bare}0"))
    yield from (figure for figure in dict.fromkeys(seen) if is_points(figure))


class _Mending:
    """One form on the bench: its rows as they change, what was noted, and which cells a sum has proven."""

    def __init__(self, evaluation: Evaluation, sure: Sure) -> None:
        self.evaluation = evaluation
        self.sure = sure
        self.rows = list(evaluation.indicators)
        self.funds = list(evaluation.funds)
        self.total: dict[str, str | None] = {
            "weight": evaluation.total_weight,
            "score": evaluation.total_score,
        }
        self.notes: list[Note] = []
        self.proven: set[str] = set()
        self.suspect: set[str] = set()

    # What recognition is known to spoil, told by the text alone.

    def values(self) -> None:
        """Put right targets and actuals that are visibly spoilt; no sum can prove them, so they stay doubtful."""
        for number, row in enumerate(self.rows):
            for field in _VALUES:
                text = getattr(row, field)
                if text is None or not self._uncertain(row, field):
                    continue
                taken = value_for(text)
                if field == "target" and is_swallowed_sign(key(taken), key(row.actual or "")):
                    taken = "≥" + taken.lstrip()[1:]
                if taken != text:
                    self._take(number, field, taken, "识别结果里的字符不合数值的写法")
                    self.suspect.add(_path(number, field))

    # What sums tell.

    def points(self, field: str) -> None:
        """Hold the points of a column against the printed sums; repair one figure where only that makes all of them tie."""
        spoilt = self._put_right(field)
        broken = self._broken(field)
        if broken:
            repaired = self._repaired(field, broken)
            if repaired is not None:
                number, taken, ties = repaired
                self._take(number, field, taken, f"改后与表内{ties}处合计相符")
                spoilt.discard(number)
                if ties == 1 or not self._uncertain(self.rows[number], field):
                    # One sum may tie by chance; and what was read with confidence may stand there so and be wrong.
                    self.suspect.add(_path(number, field))
                broken = self._broken(field)
        # What could not be made a figure counts for nothing in a sum, so no sum proves it.
        self.suspect |= {
            _path(number, field) for number in spoilt if POINTS[field](getattr(self.rows[number], field)) is None
        }
        if self._sums(field) and not broken:
            self.proven |= {_path(number, field) for number in range(len(self.rows))} - self.suspect
            self.proven.add(f"total_{field}")
            return
        uncertain = {number for group in broken for number in group if self._uncertain(self.rows[number], field)}
        self.suspect |= {_path(number, field) for number in spoilt | uncertain}

    def _put_right(self, field: str) -> set[int]:
        """Take spoilt figures of a column for those they look like; returns the rows whose figure was spoilt."""
        spoilt = set()
        for number, row in enumerate(self.rows):
            text = getattr(row, field)
            if text is None or POINTS[field](text) is not None:
                continue
            spoilt.add(number)
            plain = key(text)
            if all(character.isdigit() or character in _LOOKALIKES or character == "." for character in plain):
                figure = next(readings(plain), None)
                if figure is not None:
                    self._take(number, field, figure, "分值和得分只能是数字")
        return spoilt

    def _repaired(self, field: str, broken: list[frozenset[int]]) -> tuple[int, str, int] | None:
        """The one figure whose other reading makes all sums tie: row, figure and how many ties it restores; None where none or several."""
        found: dict[tuple[int, str], int] = {}
        for number in sorted(set.intersection(*map(set, broken))):
            row = self.rows[number]
            text = getattr(row, field)
            if text is None:
                continue
            unsure = self._uncertain(row, field)
            excess = field == "score" and _exceeds(row)
            if not unsure and not excess:
                continue
            for figure in readings(key(text), digits=unsure):
                changed = msgspec.structs.replace(row, **{field: figure})
                if POINTS[field](figure) == POINTS[field](text) or (field == "score" and _exceeds(changed)):
                    continue
                self.rows[number] = changed
                closed = not self._broken(field)
                self.rows[number] = row
                if closed:
                    found[number, figure] = len(broken) + excess
        if len(found) != 1:
            return None
        (number, figure), ties = next(iter(found.items()))
        return number, figure, ties

    def _sums(self, field: str) -> list[tuple[frozenset[int], tuple[Decimal, ...]]]:
        """The rows of each printed sum and the values it may have: the total, with and without the execution rate, and the levels'."""
        everything = frozenset(range(len(self.rows)))
        sums: list[tuple[frozenset[int], tuple[Decimal, ...]]] = []
        total = POINTS[field](self.total[field])
        if total is None and field == "weight" and any(row.weight for row in self.rows):
            total = Decimal(100)
        if total is not None:
            execution = [own for fund in self.funds if (own := POINTS[field](getattr(fund, field))) is not None]
            sums.append((everything, (total, *(total - points for points in execution))))
        if field == "weight":
            for level, printed in (
                ("level1", self.evaluation.level1_weights),
                ("level2", self.evaluation.level2_weights),
            ):
                for label, points in printed.items():
                    group = frozenset(number for number in everything if getattr(self.rows[number], level) == label)
                    worth = POINTS[field](points)
                    if group and worth is not None:
                        sums.append((group, (worth,)))
        return sums

    def _broken(self, field: str) -> list[frozenset[int]]:
        """The rows of every printed sum that does not tie."""
        points = [POINTS[field](getattr(row, field)) or Decimal(0) for row in self.rows]
        return [
            group
            for group, wanted in self._sums(field)
            if all(abs(sum((points[number] for number in group), Decimal(0)) - value) > _TIES for value in wanted)
        ]

    def rates(self) -> None:
        """Hold the execution rate against executed ÷ budget; what ties is proven."""
        for number, fund in enumerate(self.funds):
            rate, budget, executed = _amount(fund.rate), _amount(fund.adjusted or fund.initial), _amount(fund.executed)
            if rate is None or not budget or executed is None:
                continue
            paths = {f"funds/{number}/{field}" for field in ("rate", "adjusted", "initial", "executed")}
            if abs(executed * 100 / budget - rate) <= _RATE_TIES or abs(executed / budget - rate) <= _RATE_TIES / 100:
                self.proven |= (
                    paths if fund.adjusted is None or fund.initial is None else paths - {f"funds/{number}/initial"}
                )
            else:
                self.suspect |= {path for path in paths if self._fund_uncertain(fund, path.rpartition("/")[2])}

    # What comes of it.

    def result(self) -> Mended:
        """Name what is neither sure nor proven."""
        rows = tuple(self._judged(number, row) for number, row in enumerate(self.rows))
        outside = [
            f"funds/{number}/{field}"
            for number, fund in enumerate(self.funds)
            for field in ("label", *_AMOUNTS)
            if getattr(fund, field) is not None and self._fund_uncertain(fund, field)
        ]
        outside += [
            f"{group}/{number}/{field}"
            for group in ("goals", "fund_management")
            for number, record in enumerate(getattr(self.evaluation, group))
            for field, place in record.cells.items()
            if getattr(record, field, None) is not None and self._likelihood(place) < _SURE
        ]
        outside += [
            field
            for field, place in self.evaluation.cells.items()
            if isinstance(getattr(self.evaluation, field, None), str) and self._likelihood(place) < _SURE
        ]
        outside += [
            f"fields/{number}/value"
            for number, extra in enumerate(self.evaluation.fields)
            if extra.value and self._likelihood(extra.place) < _SURE
        ]
        return Mended(
            evaluation=msgspec.structs.replace(self.evaluation, indicators=rows),
            notes=tuple(self.notes),
            doubtful=tuple(path for path in outside if path not in self.proven),
        )

    def _judged(self, number: int, row: Indicator) -> Indicator:
        doubtful = [field for field in row.doubtful if _path(number, field) not in self.proven]
        for field in _TEXTS:
            path = _path(number, field)
            unsure = path in self.suspect or (getattr(row, field) is not None and self._uncertain(row, field))
            if unsure and path not in self.proven and field not in doubtful:
                doubtful.append(field)
        least = min((self._likelihood(place) for place in row.cells.values()), default=1.0)
        return msgspec.structs.replace(row, doubtful=tuple(doubtful), confidence=round(min(row.confidence, least), 2))

    def _take(self, number: int, field: str, taken: str, why: str) -> None:
        row = self.rows[number]
        claimed = getattr(row, field)
        note = Note(
            path=_path(number, field),
            place=row.cells.get(field, row.place),
            claimed=claimed,
            taken=taken,
            why=f"{why}。",
        )
        self.notes = [*(old for old in self.notes if old.path != note.path), note]
        self.rows[number] = msgspec.structs.replace(row, **{field: taken})

    def _uncertain(self, row: Indicator, field: str) -> bool:
        return field in row.cells and self._likelihood(row.cells[field]) < _SURE

    def _fund_uncertain(self, fund: Fund, field: str) -> bool:
        return field in fund.cells and self._likelihood(fund.cells[field]) < _SURE

    def _likelihood(self, place: Place) -> float:
        return self.sure.get(place, 1.0)


def value_for(text: str) -> str:
    """A target or actual with the letters put right that recognition set into its figures: l00% → 100%, 5夭 → 5天, 三95% → ≥95%."""
    taken = _SPOILT_POINT.sub(".", text)
    taken = _SPOILT_ZERO.sub("0", taken)
    taken = _SPOILT_ONE.sub("1", taken)
    taken = _UNIT.sub(lambda found: (found[1] or "") + _UNITS[found[0][-1]], taken)
    return _SIGN.sub("≥", taken)


def _path(number: int, field: str) -> str:
    return f"indicators/{number}/{field}"


def _exceeds(row: Indicator) -> bool:
    weight, score = (POINTS[field](getattr(row, field)) for field in ("weight", "score"))
    return weight is not None and score is not None and score > weight


_AMOUNT = re.compile(r"([+-]?[\d,]+(?:\.\d+)?)(?:%|元|万元)?")
_number: Callable[[str], re.Match[str] | None] = _AMOUNT.fullmatch


def _amount(text: str | None) -> Decimal | None:
    found = _number(key(text)) if text else None
    return Decimal(found[1].replace(",", "")) if found and found[1].strip(",+-") else None
