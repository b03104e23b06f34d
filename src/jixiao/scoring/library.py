"""The rule packs that ship with the program, loaded from packs/*.yaml and validated once."""

from collections.abc import Mapping
from importlib import resources
from typing import Any

import msgspec
import yaml

from jixiao import data
from jixiao.law import UnknownArticleError, article
from jixiao.registry import Registry
from jixiao.scoring.rule_packs import RulePack

DEFAULT_PACK = "mof-2020-10"


class PackError(ValueError):
    """A rule pack is not as the types demand; the message names the file, the spot and the fault."""


def pack_from_yaml(text: str, name: str) -> RulePack:
    """Read one pack; `name` is the file's name for messages. Raises PackError."""
    try:
        return msgspec.convert(_with_articles(data.parse(text)), RulePack)
    except (yaml.YAMLError, msgspec.ValidationError, UnknownArticleError) as error:
        message = f"评价口径文件 {name} 有误：{error}"
        raise PackError(message) from error


def _with_articles(node: Any) -> Any:  # noqa: ANN401 - YAML nodes have no static type
    """Put the article in place of every citation such as “财预〔2020〕10号 16” under a key `basis`."""
    if isinstance(node, Mapping):
        return {
            key: tuple(article(*citation.rsplit(maxsplit=1)) for citation in value)
            if key == "basis"
            else _with_articles(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_with_articles(child) for child in node]
    return node


def _load() -> Registry[RulePack]:
    registry: Registry[RulePack] = Registry("评价口径")
    folder = resources.files(__package__) / "packs"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    loaded = [pack_from_yaml(file.read_text(encoding="utf-8"), file.name) for file in files]
    for pack in sorted(loaded, key=lambda pack: pack.code != DEFAULT_PACK):
        registry.add(pack)
    return registry


packs = _load()
