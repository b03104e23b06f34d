"""The machine-readable twin of submissions: a Frictionless Data Package 2.0 (datapackage.org) of CSV tables with all of it as JSON.

`datapackage.json` describes every table (Table Schema: types, primary and foreign keys, Chinese titles) with size and SHA-256 of its file.
Programs that know version 1 of the standard read it too.
"""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from jixiao import __version__
from jixiao.findings import Finding
from jixiao.model import SCHEMA, Submission, submission_to_json
from jixiao.renderers.interchange import to_text
from jixiao.renderers.publication.columns import Column, Table, Value
from jixiao.renderers.publication.tables import file_name, tables
from jixiao.texts.formulas import marked

DESCRIPTOR = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MARKS = (
    "文字列中以 = + - @（含全角）或制表符开头的内容，前面加了一个英文撇号（'），以免电子表格软件当作公式；"
    "原文本身以撇号接这些字符开头的再加一个。还原时去掉开头的一个撇号即可。"
)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What the publisher says of a package; nothing of it is made up where it is not given.

    `licenses` and `sources` are objects as the standard has them: {"name" or "path", "title"}, {"title", "path"}. `created` is a day,
    2024-03-01.
    """

    title: str = "绩效自评数据"
    name: str = "jixiao-evaluations"
    description: str = ""
    version: str | None = None
    created: str | None = None
    publisher: str | None = None
    licenses: tuple[dict[str, str], ...] = ()
    sources: tuple[dict[str, str], ...] = ()


def package(
    submissions: Sequence[Submission],
    about: About,
    findings: Sequence[Sequence[Finding]] | None = None,
) -> dict[str, bytes]:
    """The files of the package by their names inside it; with `findings`, one sequence for each submission, those too."""
    made = tables(submissions, findings)
    files = {f"data/{table.name}.csv": written(table) for table in made}
    documents = {f"json/{number:03}.json": _document(each) for number, each in enumerate(submissions, 1)}
    resources = [_resource(table, files[f"data/{table.name}.csv"]) for table in made]
    resources += [_json_resource(name, content) for name, content in documents.items()]
    return {DESCRIPTOR: to_text(_descriptor(about, resources)).encode(), **files, **documents}


def written(table: Table) -> bytes:
    """A table as CSV in UTF-8: a heading of identifiers, texts marked where a spreadsheet would take them for formulas."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
    return stream.getvalue().encode("utf-8", errors="replace")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return marked(value) if isinstance(value, str) else str(value)


def _document(submission: Submission) -> bytes:
    """A submission in the interchange format, its file named without the folders it lay in."""
    source = msgspec.structs.replace(submission.source, name=file_name(submission.source))
    plain = submission_to_json(msgspec.structs.replace(submission, source=source))
    return to_text(plain).encode("utf-8", errors="replace")


def _descriptor(about: About, resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    description = "\n\n".join(filter(None, (about.description, _CONTENT, _MARKS)))
    contributors = (
        [{"title": about.publisher, "roles": ["publisher"], "role": "publisher"}] if about.publisher else None
    )
    optional = {
        "version": about.version,
        "created": None if about.created is None else f"{about.created}T00:00:00Z",
        "contributors": contributors,
        "licenses": list(about.licenses) or None,
        "sources": list(about.sources) or None,
    }
    return {
        "$schema": _PROFILE,
        "profile": "data-package",
        "name": about.name,
        "title": about.title,
        "description": description,
        "keywords": ["预算绩效", "绩效自评"],
        **{key: value for key, value in optional.items() if value is not None},
        "resources": list(resources),
        "generator": f"jixiao {__version__}",
    }


_CONTENT = (
    "表中文字一律照原表印制的内容；带 _yuan、_points、_percent、_number 的列是相应的数值，"
    "仅在原文确为该数值且读取无疑义时填写，其余为空。"
)


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "path": f"data/{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        **_measured(content),
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **({"foreignKeys": [_foreign(name) for name in table.references]} if table.references else {}),
        },
    }


def _foreign(name: str) -> dict[str, Any]:
    return {"fields": [name], "reference": {"resource": f"{name}s", "fields": [name]}}


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }


def _json_resource(path: str, content: bytes) -> dict[str, Any]:
    number = int(path.rpartition("/")[2].removesuffix(".json"))
    return {
        "name": f"submission-{number:03}",
        "profile": "data-resource",
        "path": path,
        "title": f"第{number}个文件的全部内容",
        "description": f"{SCHEMA} 格式，含各值在原文件中的位置；file 序号为 {number}。",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
        **_measured(content),
    }


def _measured(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
