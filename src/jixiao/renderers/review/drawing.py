"""抽样: who is checked. Those that must be are taken, the others drawn with chances in proportion to their risk, the size exact.

The draw is Rosén's Pareto sampling: form i has the target chance p = min(1, c·risk), c such that the chances add up to the places that
are left; a random number u of its own; and the places go to the smallest u(1-p) / ((1-u)p). u is made of SHA-256 over the seed (种子)
and the identity of the form, in exact fractions, so that the same seed and forms give the same list on every machine, under every
version, in whatever order the files were given. Raising the risk of a form raises its chance and lowers nobody else's number to below
its own: a form once taken stays taken.
"""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec

_BITS = 64


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One form that may be taken: its identity (no two alike), its risk (> 0), and whether it is to be taken without drawing."""

    identity: str
    risk: Decimal
    must: bool = False


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a candidate: its chance to be taken, its random number, and whether it was; `order` ranks those that were."""

    candidate: Candidate
    chance: Fraction
    number: Fraction
    taken: bool
    order: int | None


def draw(candidates: Sequence[Candidate], size: int, seed: str) -> tuple[Place, ...]:
    """Take `size` candidates, all if there are fewer; the places of all, in the order of the candidates.

    Where more must be taken than `size`, those of the highest risk are, and nobody is drawn. Raises ValueError for two candidates of one
    identity and for a risk that is not above zero.
    """
    if len({each.identity for each in candidates}) < len(candidates):
        message = "two candidates of one identity"
        raise ValueError(message)
    if any(each.risk <= 0 for each in candidates):
        message = "a risk that is not above zero"
        raise ValueError(message)
    numbers = {each.identity: random_number(seed, each.identity) for each in candidates}
    must = sorted((each for each in candidates if each.must), key=lambda each: (-each.risk, numbers[each.identity]))
    rest = [each for each in candidates if not each.must]
    left = min(max(size - len(must), 0), len(rest))
    chances = {each.identity: chance for each, chance in zip(rest, chances_of(rest, left), strict=True)}
    chances |= {each.identity: Fraction(at < size) for at, each in enumerate(must)}
    drawn = sorted(rest, key=lambda each: _rank(numbers[each.identity], chances[each.identity]))
    taken = [*must[:size], *drawn[:left]]
    order = {each.identity: at for at, each in enumerate(taken, start=1)}
    return tuple(
        Place(
            candidate=each,
            chance=chances[each.identity],
            number=numbers[each.identity],
            taken=each.identity in order,
            order=order.get(each.identity),
        )
        for each in candidates
    )


def chances_of(candidates: Sequence[Candidate], places: int) -> tuple[Fraction, ...]:
    """Chances in proportion to risk that add up to the number of places, none above one."""
    chances: dict[str, Fraction] = {}
    rest = list(candidates)
    while rest:
        left = places - len(chances)
        whole = sum((Fraction(each.risk) for each in rest), Fraction(0))
        found = {each.identity: left * Fraction(each.risk) / whole for each in rest}
        sure = {identity for identity, chance in found.items() if chance >= 1}
        if not sure:
            chances |= found
            break
        chances |= dict.fromkeys(sure, Fraction(1))
        rest = [each for each in rest if each.identity not in sure]
    return tuple(chances[each.identity] for each in candidates)


def random_number(seed: str, identity: str) -> Fraction:
    """A number between 0 and 1, neither included: the first 64 bits of SHA-256 over seed, line break and identity, plus a half."""
    digest = hashlib.sha256(f"{seed}\n{identity}".encode()).digest()
    return Fraction(2 * int.from_bytes(digest[: _BITS // 8], "big") + 1, 2 ** (_BITS + 1))


def _rank(number: Fraction, chance: Fraction) -> tuple[bool, Fraction, Fraction]:
    """Smaller comes first; who has no chance comes last."""
    if chance == 0:
        return True, Fraction(0), number
    return False, number * (1 - chance) / ((1 - number) * chance), number
