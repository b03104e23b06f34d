"""自评综述: a form told in running text, every figure of which is a value of the form, with gaps for what only a person can say."""

import re

import msgspec

from jixiao.forms import Layout
from jixiao.forms.parts import FURTHER, Account, Sentence
from jixiao.model import Evaluation, Field, Fund, Goal
from jixiao.papers import Line, Paper
from jixiao.renderers.columns import FUND
from jixiao.renderers.official.amounts import converted
from jixiao.renderers.official.filled import Carried, Omission, Wanting
from jixiao.renderers.official.names import Said, said
from jixiao.targets import number

_VALUE = re.compile(r"\{([^{}]+)\}")
_FUND, _GOAL = "fund.", "goal."
_STOPS = ("。", "！", "？", "；")
_AMOUNTS = frozenset({"fund.initial", "fund.adjusted", "fund.executed"})
_NOT_TOLD = "自评综述不写这一项。"


def account(evaluation: Evaluation, layout: Layout, part: Account) -> tuple[Carried, Paper]:
    """Tell a form in the sentences of a layout; what they do not mention is listed as left out."""
    telling = _Telling(evaluation, layout, part)
    text = telling.text()
    lines = (Line(text=layout.heading, style="title"), Line(text=text, style="body"))
    return telling.carried(), Paper(name=layout.heading, blocks=lines)


class _Telling:
    """One form on its way to a paragraph."""

    def __init__(self, evaluation: Evaluation, layout: Layout, part: Account) -> None:
        self.evaluation = evaluation
        self.layout = layout
        self.sentences = part.sentences
        self.unit = evaluation.amount_unit
        if self.unit is not None and layout.units and self.unit not in layout.units:
            self.unit = layout.units[0]
        self.used: set[str] = set()
        self.wanting: list[Wanting] = []

    def text(self) -> str:
        """The paragraph."""
        return "".join(self._sentence(sentence) for sentence in self.sentences)

    def _sentence(self, sentence: Sentence) -> str:
        names = _VALUE.findall(sentence.text)
        values = {name: self._value(name) for name in names}
        missing = [name for name, value in values.items() if value is None]
        if missing and sentence.label is None:
            return ""
        text = sentence.text
        for name, value in values.items():
            shown = f"【待填写：{sentence.label}】" if value is None else value
            text = text.replace(f"{{{name}}}", "" if name == "amount_unit" and value is None else shown)
        if [name for name in missing if name != "amount_unit"]:
            label = sentence.label or ""
            self.wanting.append(Wanting(path=names[0], label=label, why="原表没有相应内容，正文中已标出，请补写。"))
        elif missing:
            self.wanting.append(Wanting(path=missing[0], label="金额单位", why="原表没有写明金额单位，请补写。"))
        ends_in_value = sentence.text.endswith("}")
        return text if not ends_in_value or text.endswith(_STOPS) else f"{text}。"

    def _value(self, name: str) -> str | None:
        """The value that a name stands for, as the text prints it."""
        evaluation = self.evaluation
        if name == "amount_unit":
            self.used.add(name)
            return self.unit
        if name.startswith(_FUND):
            field = name.removeprefix(_FUND)
            return self._amount(name, getattr(evaluation.funds[0], field)) if evaluation.funds else None
        if name.startswith(_GOAL):
            field = name.removeprefix(_GOAL)
            told = [(index, text) for index, goal in enumerate(evaluation.goals) if (text := getattr(goal, field))]
            self.used.update(f"goals/{index}/{field}" for index, _ in told)
            return "".join(text for _, text in told) or None
        if name.startswith(FURTHER):
            label = name.removeprefix(FURTHER)
            found = next((index for index, field in enumerate(evaluation.fields) if field.label == label), None)
            if found is None:
                return None
            self.used.add(f"{FURTHER}{found}")
            return evaluation.fields[found].value
        self.used.add(name)
        value: str | None = getattr(evaluation, name)
        return value

    def _amount(self, name: str, text: str | None) -> str | None:
        if text is None:
            return None
        self.used |= {f"funds/0/{name.removeprefix(_FUND)}", "funds/0/label"}
        source = self.evaluation.amount_unit
        if name in _AMOUNTS and source is not None and self.unit is not None and source != self.unit:
            moved = converted(text, source, self.unit)
            if moved is None:
                field = name.removeprefix(_FUND)
                why = f"不是可以从{source}换算成{self.unit}的数，已按原样填写，请改写。"
                self.wanting.append(Wanting(path=f"funds/0/{field}", label=FUND[field], why=why, text=text))
            return moved or text
        if name == "fund.rate" and number(text) is not None:
            return f"{text}%"
        return text

    def carried(self) -> Carried:
        """What the text says, as a form with nothing else in it."""
        evaluation = self.evaluation
        left = [value for value in said(evaluation) if value.path not in self.used]
        kept = {value.path for value in said(evaluation) if value.path in self.used}
        alone = ("project_name", "total_score", "grade", "amount_unit", "conclusion", "supervisor", "implementer")
        told = Evaluation(
            kind=self.layout.kind,
            form=self.layout.form,
            layout=self.layout.code,
            **{field: getattr(evaluation, field) for field in alone if field in kept},
            funds=self._funds(kept),
            goals=tuple(
                Goal(expected=None, actual=goal.actual)
                for index, goal in enumerate(evaluation.goals)
                if f"goals/{index}/actual" in kept
            ),
            fields=tuple(
                Field(label=field.label, value=field.value)
                for index, field in enumerate(evaluation.fields)
                if f"{FURTHER}{index}" in kept
            ),
        )
        return Carried(
            layout=self.layout,
            evaluation=told,
            omitted=tuple(_omission(value) for value in left),
            wanting=tuple(self.wanting),
        )

    def _funds(self, kept: set[str]) -> tuple[Fund, ...]:
        if not self.evaluation.funds:
            return ()
        first = self.evaluation.funds[0]
        fields = {field: getattr(first, field) for field in ("initial", "adjusted", "executed", "rate")}
        held = {field: value for field, value in fields.items() if f"funds/0/{field}" in kept}
        return (msgspec.structs.replace(Fund(label=first.label), **held),) if held else ()


def _omission(value: Said) -> Omission:
    return Omission(
        path=value.path, label=value.label, text=value.text, why=_NOT_TOLD, whose=value.whose, place=value.place
    )
