"""What the Data Package standard 2.0 (datapackage.org) asks of a package, written out rule by rule: `faults` says what one breaks."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

_TYPES = {
    "string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year", "yearmonth",
    "duration", "geopoint", "geojson", "any",
}  # fmt: skip
_NAME = re.compile(r"[a-z0-9._-]+")
_LEXICAL = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "number": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?"),
    "year": re.compile(r"-?[0-9]{4,}"),
}
_CONSTRAINTS = {"required", "unique", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def faults(files: Mapping[str, bytes]) -> list[str]:
    """Everything that is wrong with a package given as its files by name; empty for a sound one."""
    descriptor = msgspec.json.decode(files["datapackage.json"])
    return [*_package(descriptor), *_resources(descriptor, files)]


def _package(descriptor: dict[str, Any]) -> Iterator[str]:
    if descriptor.get("$schema") != "https://datapackage.org/profiles/2.0/datapackage.json":
        yield "profile"
    if not _NAME.fullmatch(descriptor.get("name", "")):
        yield "package name"
    if not isinstance(descriptor.get("resources"), list) or not descriptor["resources"]:
        yield "no resources"
    for key in ("title", "description", "version", "homepage"):
        if key in descriptor and not isinstance(descriptor[key], str):
            yield f"{key} is no string"
    if "created" in descriptor and not _MOMENT.fullmatch(descriptor["created"]):
        yield "created is no moment"
    yield from _about(descriptor)


def _about(descriptor: dict[str, Any]) -> Iterator[str]:
    for licence in descriptor.get("licenses", []):
        if not ({"name", "path"} & licence.keys()) or not all(isinstance(value, str) for value in licence.values()):
            yield "licence without name and path"
    for key in ("licenses", "sources", "contributors", "keywords"):
        if key in descriptor and (not isinstance(descriptor[key], list) or not all(descriptor[key])):
            yield f"{key} is empty somewhere"


def _resources(descriptor: dict[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    resources = descriptor["resources"]
    names = [resource.get("name", "") for resource in resources]
    if len(set(names)) != len(names) or not all(map(_NAME.fullmatch, names)):
        yield "names of resources"
    read = {resource["name"]: _rows(resource, files) for resource in resources if resource.get("type") == "table"}
    for resource in resources:
        name, path = resource["name"], resource.get("path", "")
        if ("path" in resource) == ("data" in resource):
            yield f"{name}: path or data"
        if not path or path.startswith(("/", "~")) or ".." in path.split("/") or "\\" in path or path not in files:
            yield f"{name}: path"
            continue
        if (
            resource["bytes"] != len(files[path])
            or resource["hash"] != f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        ):
            yield f"{name}: size or hash"
        files[path].decode(resource["encoding"])
        if resource.get("type") == "table":
            yield from (f"{name}: {fault}" for fault in _schema(resource["schema"], resources))
            yield from (f"{name}: {fault}" for fault in _table(resource["schema"], read[name]))
            yield from (f"{name}: {fault}" for fault in _references(resource["schema"], read[name], read))
    if extra := set(files) - {resource.get("path") for resource in resources} - {"datapackage.json"}:
        yield f"files that no resource names: {extra}"


def _rows(resource: dict[str, Any], files: Mapping[str, bytes]) -> list[list[str]]:
    text = files[resource["path"]].decode(resource["encoding"])
    dialect = resource.get("dialect", {})
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.get("delimiter", ",")))


def _schema(schema: dict[str, Any], resources: list[dict[str, Any]]) -> Iterator[str]:
    fields = {field.get("name"): field for field in schema["fields"]}
    if len(fields) != len(schema["fields"]) or not all(fields):
        yield "names of fields"
    for field in schema["fields"]:
        if field.get("type", "any") not in _TYPES:
            yield f"type of {field['name']}"
        if set(field.get("constraints", {})) - _CONSTRAINTS:
            yield f"constraints of {field['name']}"
        if not all(
            re.search("[一-鿿]", field.get(key, "")) or field.get("title") == "SHA-256"
            for key in ("title", "description")
        ):
            yield f"{field['name']} has no Chinese title and description"
    if not isinstance(schema["missingValues"], list) or not set(schema["primaryKey"]) <= set(fields):
        yield "missing values or primary key"
    by_name = {resource["name"]: resource for resource in resources}
    for key in schema.get("foreignKeys", []):
        target = by_name.get(key["reference"]["resource"], {}).get("schema", {}).get("fields", [])
        there = {field["name"] for field in target}
        if not set(key["fields"]) <= set(fields) or not set(key["reference"]["fields"]) <= there:
            yield "foreign key"
        if len(key["fields"]) != len(key["reference"]["fields"]):
            yield "foreign key of another length"


def _table(schema: dict[str, Any], rows: list[list[str]]) -> Iterator[str]:
    names = [field["name"] for field in schema["fields"]]
    if rows[0] != names:
        yield "heading"
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows[1:], 1):
        if len(row) != len(names):
            yield f"row {number} has {len(row)} cells"
            continue
        for field, cell in zip(schema["fields"], row, strict=True):
            constraints = field.get("constraints", {})
            if cell in schema["missingValues"]:
                if constraints.get("required"):
                    yield f"row {number}: {field['name']} is missing"
            elif (lexical := _LEXICAL.get(field["type"])) and not lexical.fullmatch(cell):
                yield f"row {number}: {field['name']} is no {field['type']}: {cell}"
            elif "enum" in constraints and cell not in constraints["enum"]:
                yield f"row {number}: {field['name']} is none of the choices: {cell}"
        key = tuple(row[names.index(name)] for name in schema["primaryKey"])
        if key in seen or not all(key):
            yield f"row {number}: key {key}"
        seen.add(key)


def _references(schema: dict[str, Any], rows: list[list[str]], read: Mapping[str, list[list[str]]]) -> Iterator[str]:
    for key in schema.get("foreignKeys", []):
        there = read[key["reference"]["resource"]]
        wanted = [there[0].index(name) for name in key["reference"]["fields"]]
        known = {tuple(row[index] for index in wanted) for row in there[1:]}
        own = [rows[0].index(name) for name in key["fields"]]
        for row in rows[1:]:
            value = tuple(row[index] for index in own)
            if any(value) and value not in known:
                yield f"{key['fields']} {value} points nowhere"
