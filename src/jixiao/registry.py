"""Things with a code: checks, rule packs, layouts, metrics. A code is never reused and never changes its meaning."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Coded(Protocol):
    """What a registry can hold."""

    @property
    def code(self) -> str:
        """The stable identifier, unique within its registry."""


class UnknownCodeError(LookupError):
    """A code was asked for that no entry of the registry has; the message is for users."""


class DuplicateCodeError(ValueError):
    """Two entries claim the same code: a programming error, found at import."""


T = TypeVar("T", bound=Coded)


class Registry(Generic[T]):
    """An ordered collection of coded things; `kind` is its Chinese name in messages (审核点, 评价口径, 表式)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}

    def add(self, entry: T) -> T:
        """Register an entry and return it; raises DuplicateCodeError when its code is taken."""
        if entry.code in self._entries:
            message = f"{self.kind} {entry.code} registered twice"
            raise DuplicateCodeError(message)
        self._entries[entry.code] = entry
        return entry

    def __getitem__(self, code: str) -> T:
        """Look an entry up by its code, whatever the case; raises UnknownCodeError with the codes that exist."""
        for candidate in (code, code.upper(), code.lower()):
            if candidate in self._entries:
                return self._entries[candidate]
        message = f"没有代码为“{code}”的{self.kind}；可用的有：{'、'.join(sorted(self._entries))}。"
        raise UnknownCodeError(message)

    def __iter__(self) -> Iterator[T]:
        """Iterate over the entries in the order of registration."""
        return iter(self._entries.values())

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._entries)

    def __contains__(self, code: object) -> bool:
        """Tell whether exactly this code is registered."""
        return code in self._entries
