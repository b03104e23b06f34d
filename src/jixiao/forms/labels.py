"""Labels: the words that say what the text behind them is, found across soft gaps so that vertical labels are seen too."""

import re
from functools import cache, lru_cache

import msgspec

from jixiao.forms.levels import is_level_word
from jixiao.forms.ribbon import Gap, Ribbon
from jixiao.forms.words import SUFFIX, alternation, inverted, key, keys, words

_SUFFIX = r"(?:\([^()]{1,40}\))*:*"
"""What may follow a label; brackets behind the colon are the value's: 单位：[215]某局."""
_LONGEST = 20
"""Characters of a label that is told by how it is built."""
_FIRST_OF_FIGURES = frozenset("0123456789≥≤<>=+-")
_REACH = 10
"""Tokens that one label may be broken into: 自/评/结/论 has four."""


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A label over tokens[start:end].

    Its kind is head, goal, management, item, frame or total; `rest` is what follows a colon inside its last token, `suffix` what
    stands in brackets behind it, such as (万元).
    """

    kind: str
    field: str
    printed: str
    start: int
    end: int
    rest: str = ""
    suffix: str = ""


@cache
def _lookup() -> dict[str, tuple[str, str]]:
    vocabulary = words()
    lookup: dict[str, tuple[str, str]] = {}
    groups = {
        "item": {"item": vocabulary.management["items"]},
        "management": {name: vocabulary.management[name] for name in ("description", "issue", "block")},
        "head": vocabulary.head_labels,
        "goal": vocabulary.goals,
        "frame": {"frame": vocabulary.frames},
        "total": {"total": vocabulary.totals},
    }
    for kind, fields in groups.items():
        for word, field in inverted(fields).items():
            lookup.setdefault(word, (kind, field))
    return lookup


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    listed = alternation(frozenset(_lookup()))
    built = "|".join(pattern for patterns in words().goal_patterns.values() for pattern in patterns)
    return tuple(re.compile(rf"(?:\d{{1,2}}[.、])?({words})({_SUFFIX})") for words in (listed, built))


@cache
def _cell_pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The labels that are told by how their words are built, in cells of real tables only, and the field of each group."""
    fields = tuple(words().head_patterns)
    groups = "|".join(f"(?P<{field}>{'|'.join(patterns)})" for field, patterns in words().head_patterns.items())
    return re.compile(rf"(?:{groups})(?P<suffix>{_SUFFIX})"), fields


@lru_cache(maxsize=8192)
def _built(text: str) -> tuple[str, str, str, str] | None:
    """Kind, field, word and suffix of a label of a cell that no list holds."""
    if not text or len(text) > _LONGEST or text[0] in _FIRST_OF_FIGURES or is_level_word(text):
        return None
    pattern, fields = _cell_pattern()
    match = pattern.fullmatch(text)
    if match is None:
        return None
    field = next(field for field in fields if match.group(field))
    return ("total" if field == "total" else "head"), field, match.group(field), match.group("suffix")


@cache
def _first_characters() -> frozenset[str]:
    built = "年全项绩总整预设实中资工目主任完达"
    return frozenset(word[0] for word in _lookup()) | frozenset(built) | frozenset("0123456789")


def label_word(label: str) -> str:
    """A label without what follows it in brackets, as a field is kept under it: 单位（盖章） is 单位."""
    return re.sub(rf"{SUFFIX}$", "", key(label))


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether a key is a label of the head, the goals, the management or the totals, and no frame."""
    listed, built = _patterns()
    match = listed.fullmatch(text) or built.fullmatch(text)
    if match is None:
        return _built(text) is not None
    return (_lookup().get(match.group(1)) or ("goal", ""))[0] != "frame"


def is_total_word(text: str) -> bool:
    """Whether a key is the label of a row of totals."""
    built = _built(text)
    return text in keys(words().totals) or (built is not None and built[0] == "total")


def label_at(tokens: Ribbon, start: int) -> Label | None:
    """The label that begins with token `start`, or None; its end is that of a token, or a colon inside one."""
    token = tokens[start]
    if token.heads is not None and token.heads.startswith("goal/"):
        side = token.heads.partition("/")[2]
        return Label(kind="goal", field=side, printed=token.key, start=start, end=start + 1)
    if token.key[0] not in _first_characters():
        return _label_of_cell(tokens, start)
    reach = [tokens[start]]
    for token in tokens[start + 1 : start + _REACH]:
        if token.gap >= Gap.CELL:
            break
        reach.append(token)
    text = "".join(token.key for token in reach)
    ends, position = [], 0
    for token in reach:
        position += len(token.key)
        ends.append(position)
    if tokens[start].key[0] == "注" and not tokens[start].key.startswith("注:"):
        return None
    listed, built = _patterns()
    # Only listed words are looked for across tokens: a built one would swallow the label behind it.
    found = (_whole(listed, text, ends), _whole(built, tokens[start].key, ends[:1]))
    match = max((match for match in found if match), key=re.Match.end, default=None)
    if match is None:
        return _label_of_cell(tokens, start) or _glued_total(tokens, start)
    last = next(index for index, end in enumerate(ends) if end >= match.end())
    rest = ""
    if ends[last] != match.end():
        rest = re.split("[:：]", reach[last].text, maxsplit=match.group(0).count(":"))[-1].strip()
    kind, field = _lookup().get(match.group(1)) or ("goal", next(iter(goal_fields(match.group(1)))))
    return Label(
        kind=kind,
        field=field,
        printed=match.group(1),
        start=start,
        end=start + last + 1,
        rest=rest,
        suffix=match.group(2),
    )


def _label_of_cell(tokens: Ribbon, start: int) -> Label | None:
    """A cell of a real table that is a label by how its words are built, perhaps with its value behind a colon."""
    token = tokens[start]
    if token.prose or token.column is None:
        return None
    word, colon, _ = token.key.partition(":")
    built = _built(word)
    if built is None or (built[0] == "total" and token.key != word):
        return None
    kind, field, printed, suffix = built
    rest = re.split("[:：]", token.text, maxsplit=1)[-1].strip() if colon else ""
    return Label(kind=kind, field=field, printed=printed, start=start, end=start + 1, rest=rest, suffix=suffix + colon)


def _glued_total(tokens: Ribbon, start: int) -> Label | None:
    """A total label that ran into its first figure: 总分100."""
    match = _total_with_figure().fullmatch(tokens[start].key)
    if match is None:
        return None
    return Label(kind="total", field="total", printed=match.group(1), start=start, end=start + 1, rest=match.group(2))


@cache
def _total_with_figure() -> re.Pattern[str]:
    return re.compile(rf"({alternation(keys(words().totals))})(\d+(?:\.\d+)?)")


def _whole(pattern: re.Pattern[str], text: str, ends: list[int]) -> re.Match[str] | None:
    """The longest match that ends where a token ends, or with a colon."""
    match = pattern.match(text)
    while match and match.end() not in ends and not match.group(0).endswith(":"):
        # A shorter word may end with a token where the longest one does not.
        shorter = [end for end in ends if end < match.end()]
        match = pattern.fullmatch(text, 0, shorter[-1]) if shorter else None
    return match


@cache
def goal_fields(printed: str) -> frozenset[str]:
    """All roles that a goal word can play: expected, actual, block."""
    listed = frozenset(field for field, texts in words().goals.items() if printed in {key(text) for text in texts})
    if listed:
        return listed
    for field, patterns in words().goal_patterns.items():
        if any(re.fullmatch(pattern, printed) for pattern in patterns):
            return frozenset({field})
    return frozenset({"block"})
