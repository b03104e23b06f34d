"""Data shipped with the package: YAML files beside the modules that own them, checked against a type when loaded."""

from importlib import resources
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C, ten times as fast, where the wheel has it."""


def parse(text: str) -> Any:  # noqa: ANN401 - YAML holds anything; `load` gives it a type
    """Parse YAML safely; raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones


def load(package: str, name: str, kind: type[T]) -> T:
    """Load a data file of a package as `kind`; raises msgspec.ValidationError when it is not of that shape."""
    text = (resources.files(package) / name).read_text(encoding="utf-8")
    return msgspec.convert(parse(text), kind, strict=False)
