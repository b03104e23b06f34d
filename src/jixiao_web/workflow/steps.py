"""The table of transitions (流转表), the whole of it: what is not in it cannot happen."""

from typing import NamedTuple

from jixiao_web.filings.models import State
from jixiao_web.people.roles import Role


class Step(NamedTuple):
    """A step: its code and words, the states it leads from and to, who may take it.

    `needs_reason` asks for a text; `whom` are the roles at the unit (or above it) that are told. A step that `takes_back` undoes
    what the person's own side did before the other side began with it: it can be taken, but nobody waits for it. One that
    `asks` is confirmed on a page of its own, which shows what to look at before.
    """

    code: str
    words: str
    before: tuple[State, ...]
    after: State
    roles: tuple[Role, ...]
    whom: tuple[Role, ...]
    says: str
    needs_reason: bool = False
    takes_back: bool = False
    asks: bool = False

    @property
    def at_once(self) -> bool:
        """Whether many forms may take it at once: nothing has to be written or looked at for each."""
        return not (self.needs_reason or self.asks) and self.code != "return"


_UNIT = (Role.FILLER, Role.FINANCE)
_REVIEWER = (Role.SUPERVISOR,)

STEPS: tuple[Step, ...] = (
    Step(
        "propose",
        "送单位审核",
        (State.DRAFT, State.RETURNED),
        State.UNIT_REVIEW,
        _UNIT,
        (Role.FINANCE, Role.HEAD),
        "已送单位审核",
    ),
    Step(
        "withdraw",
        "撤回送审",
        (State.UNIT_REVIEW,),
        State.DRAFT,
        _UNIT,
        (Role.FINANCE, Role.HEAD),
        "已由填报人撤回",
        takes_back=True,
    ),
    Step(
        "send_back",
        "退回修改",
        (State.UNIT_REVIEW,),
        State.DRAFT,
        (Role.FINANCE, Role.HEAD),
        _UNIT,
        "被单位退回修改",
        needs_reason=True,
    ),
    Step(
        "submit", "提交", (State.UNIT_REVIEW,), State.SUBMITTED, (Role.FINANCE, Role.HEAD), _REVIEWER, "已提交主管部门"
    ),
    Step(
        "recall",
        "撤回",
        (State.SUBMITTED,),
        State.UNIT_REVIEW,
        (Role.FINANCE, Role.HEAD),
        _REVIEWER,
        "已被单位撤回",
        takes_back=True,
    ),
    Step("open", "受理", (State.SUBMITTED,), State.IN_REVIEW, _REVIEWER, (Role.FINANCE,), "已由主管部门受理"),
    Step(
        "return",
        "退回",
        (State.IN_REVIEW, State.RECHECKED),
        State.RETURNED,
        _REVIEWER,
        (*_UNIT, Role.HEAD),
        "被主管部门退回",
    ),
    Step(
        "recheck", "完成复核", (State.IN_REVIEW,), State.RECHECKED, _REVIEWER, (Role.FINANCE, Role.TREASURY), "已复核"
    ),
    Step(
        "confirm",
        "确定",
        (State.RECHECKED,),
        State.CONFIRMED,
        (Role.SUPERVISOR, Role.TREASURY),
        (*_UNIT, Role.HEAD),
        "结果已确定",
    ),
    Step(
        "reopen",
        "重新复核",
        (State.CONFIRMED,),
        State.IN_REVIEW,
        (Role.SUPERVISOR, Role.TREASURY),
        (Role.FINANCE, Role.HEAD),
        "重新进入复核",
        needs_reason=True,
    ),
    Step(
        "publish",
        "公开",
        (State.CONFIRMED,),
        State.PUBLISHED,
        (Role.FINANCE, Role.HEAD, Role.SUPERVISOR),
        (*_UNIT, Role.HEAD),
        "已公开",
        asks=True,
    ),
)
BY_CODE = {step.code: step for step in STEPS}

WRITABLE: dict[State, tuple[Role, ...]] = {
    State.DRAFT: (Role.FILLER, Role.FINANCE),
    State.RETURNED: (Role.FILLER, Role.FINANCE),
    State.UNIT_REVIEW: (Role.FINANCE,),
}
"""Who may write into the cells of a form in which state."""
REVIEWED = frozenset({"reviewed_actual", "reviewed_score", "deviation"})
"""Fields of a row that reviewers fill in, while they review."""
REVIEWING: dict[State, tuple[Role, ...]] = {State.IN_REVIEW: (Role.SUPERVISOR,)}
