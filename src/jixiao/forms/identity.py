"""What a form says of itself in its texts: its year, its grade, its project with its code."""

import re

from jixiao.forms import shapes
from jixiao.forms.ticks import choice_in, ticked
from jixiao.forms.words import key

YEAR = re.compile(r"(2[0O][0-9O]{2})年?(?:度|\)|$)|(2[0O][0-9O]{2})年")
_YEAR_IN_WORDS = re.compile(r"二[〇○零O0][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_CODE = re.compile(r"^(?:\[?([0-9A-Z]{8,}T?[0-9A-Z]*)\]?[-—_ ]+)(.+)$")


def grade_in(text: str | None) -> str | None:
    """The grade as printed, or the one ticked of several."""
    choice = choice_in(text)
    return text if choice is None else ticked(choice)


def stated_grade(conclusion: str | None) -> str | None:
    """The grade with which a conclusion opens, that it names, or that is ticked in it."""
    choice = choice_in(conclusion)
    if choice is not None:
        return ticked(choice)
    match = shapes.grade_pattern().search(key(conclusion)) if conclusion else None
    return (match.group(1) or match.group(2)) if match else None


def carries_code(code: str, name: str) -> bool:
    """Whether a code before a project's name is told from it again: [51092322T000000431595]-医保信息化."""
    return project_and_code(f"{code}-{name}", None) == (name, code)


def year_in(title: str) -> int | None:
    """The year that a title prints."""
    plain = _YEAR_IN_WORDS.sub(lambda match: match.group(0).translate(_DIGITS), key(title))
    match = YEAR.search(plain)
    return int((match.group(1) or match.group(2)).replace("O", "0")) if match else None


def project_and_code(name: str | None, code: str | None) -> tuple[str | None, str | None]:
    """Split a project's code off its name: 51092322T000000431595-医保信息化."""
    match = _CODE.match(name) if name else None
    return (match.group(2), code or match.group(1)) if match else (name, code)
