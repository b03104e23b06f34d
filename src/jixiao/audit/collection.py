"""What a check across files sees (`Collection`): the digests of all files at hand, those audited and those only compared with."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

import msgspec

from jixiao.audit.case import doubts, quote
from jixiao.audit.faults import Fault
from jixiao.facts import FileDigest, FormDigest, Statement, Text, unit_core
from jixiao.findings import Certainty, Quote, Severity
from jixiao.targets.quotation import quoted

K = TypeVar("K", bound=Hashable)


class Filed:
    """One form in its file: `file` is the file's position, `digest` what the form states, `audited` whether findings about it count."""

    __slots__ = ("audited", "digest", "file", "key", "name")

    def __init__(self, file: int, name: str, digest: FormDigest, unit: str, *, audited: bool) -> None:
        self.file = file
        self.name = name
        self.digest = digest
        self.audited = audited
        self.key = unit
        """The unit in comparable words; that of the file where the form prints none."""

    @property
    def project(self) -> str:
        """项目名称, or what else the form may be called by."""
        return self.digest.project

    def called(self, seen_from: "Filed | int") -> str:
        """How to speak of this form in a sentence about another one, or about a file."""
        file = seen_from if isinstance(seen_from, int) else seen_from.file
        own = f"表{self.digest.index + 1}{quoted(self.project)}"
        return own if file == self.file else f"文件{quoted(self.name)}的{own}"


class Told:
    """One statement with where it was made: in a form, or in the narrative of a file (`form` is None)."""

    __slots__ = ("file", "form", "statement")

    def __init__(self, statement: Statement, file: int, form: Filed | None) -> None:
        self.statement = statement
        self.file = file
        self.form = form


Source = Told | tuple[Filed, str] | tuple[int, Quote]
"""What a quote may be made of: a statement as told, a form and a path in it, a file's position and a quote of its narrative."""


class Collection:
    """All files at hand as a check sees them: the first `audited` of them are audited, the others are there to be compared with."""

    def __init__(self, files: Sequence[FileDigest], audited: int | None = None) -> None:
        self.files = tuple(files)
        self.audited = len(self.files) if audited is None else audited

    @cached_property
    def forms(self) -> tuple[Filed, ...]:
        """Every form of every file, in order."""
        found = []
        for number, file in enumerate(self.files):
            for form in file.forms:
                unit = form.unit_core or self.unit_of_file(number)
                found.append(Filed(number, file.name, form, unit, audited=number < self.audited))
        return tuple(found)

    def unit_of_file(self, number: int) -> str:
        """The unit of a file's narrative and of its forms that print none: the one that all others print, else the file itself."""
        return self._units[number]

    @cached_property
    def _units(self) -> tuple[str, ...]:
        return tuple(unit_core(file.unit) or f"文件{number}" for number, file in enumerate(self.files))

    @cached_property
    def by_file(self) -> dict[int, list[Filed]]:
        """The forms by file."""
        return _grouped(self.forms, lambda form: form.file)

    @cached_property
    def by_unit_year(self) -> dict[tuple[str, int | None], list[Filed]]:
        """The forms by unit and year."""
        return _grouped(self.forms, lambda form: (form.key, form.digest.year))

    @cached_property
    def by_project(self) -> dict[tuple[str, str], list[Filed]]:
        """The forms by unit and project, whatever the year; without those that name no project."""
        named = [form for form in self.forms if form.digest.project_core]
        return _grouped(named, lambda form: (form.key, form.digest.project_core))

    def finding(
        self,
        *,
        at: Filed | int,
        message: str,
        quotes: Iterable[Source] = (),
        figures: dict[str, str] | None = None,
        suggestion: str | None = None,
        severity: Severity | None = None,
        certainty: Certainty | None = None,
        title: str = "",
        doubtful: bool = False,
    ) -> Fault:
        """Report something about a form (`at`), or about a file (its position).

        A quote is a form and a path in it, a statement as told, or a file's position and a quote of its narrative. A quoted cell that was
        read with doubt makes the finding merely possible, as `doubtful` does.
        """
        file = at if isinstance(at, int) else at.file
        shown = tuple(quotes)
        return Fault(
            message=message,
            file=file,
            evaluation=None if isinstance(at, int) else at.digest.index,
            quotes=tuple(dict.fromkeys(self._quote(each, at) for each in shown)),
            figures=figures or {},
            suggestion=suggestion,
            severity=severity,
            certainty=certainty,
            title=title,
            doubtful=doubtful or any(_doubted(each) for each in shown),
        )

    def _quote(self, source: Source, at: Filed | int) -> Quote:
        """A quote for readers of one file: what stands in another file names it, and only cells of the form itself keep their path."""
        file, form, shown = _cited(source)
        here = file == (at if isinstance(at, int) else at.file)
        own = here if isinstance(at, int) else form is at
        return msgspec.structs.replace(
            shown, path=shown.path if own else None, file=None if here else self.files[file].name
        )

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Every statement of every form and narrative, in order."""
        found = []
        for number, file in enumerate(self.files):
            for form in self.by_file.get(number, ()):
                found += [Told(statement, number, form) for statement in form.digest.statements]
            found += [Told(statement, number, None) for statement in file.statements]
        return tuple(found)

    def unit_of(self, told: Told) -> str:
        """The unit of which a statement speaks, in comparable words."""
        return told.form.key if told.form is not None else self.unit_of_file(told.file)

    def texts(self) -> Iterable[tuple[int, Filed | None, Text]]:
        """Every longer text with its file and form."""
        for number, file in enumerate(self.files):
            for form in self.by_file.get(number, ()):
                for text in form.digest.texts:
                    yield number, form, text
            for text in file.texts:
                yield number, None, text


def _cited(source: Source) -> tuple[int, Filed | None, Quote]:
    """The file and the form of a quote, and the quote as it is inside its form."""
    if isinstance(source, Told):
        told, form = source.statement, source.form
        shown = Quote(text=told.text, place=told.place, path=told.path)
        if form is not None and told.path is not None:
            shown = msgspec.structs.replace(shown, place=quote(form.digest.evaluation, told.path).place)
        return source.file, form, shown
    where, what = source
    if isinstance(where, Filed):
        shown = quote(where.digest.evaluation, what) if isinstance(what, str) else what
        return where.file, where, shown
    return where, None, what if isinstance(what, Quote) else Quote(text=what)


def _doubted(source: Source) -> bool:
    """Tell whether a quote shows a cell that was read with doubt."""
    if isinstance(source, Told):
        path = source.statement.path
        return source.form is not None and path is not None and doubts(source.form.digest.evaluation, path)
    where, what = source
    return isinstance(where, Filed) and isinstance(what, str) and doubts(where.digest.evaluation, what)


def _grouped(forms: Iterable[Filed], key: Callable[[Filed], K]) -> dict[K, list[Filed]]:
    groups: dict[K, list[Filed]] = {}
    for form in forms:
        groups.setdefault(key(form), []).append(form)
    return groups
