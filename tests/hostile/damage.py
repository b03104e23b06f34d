"""Sound files damaged, and noise behind the signatures of formats: what broken disks, links and programs send."""

from random import Random

from tests.hostile.kinds import SOUND, hostile
from tests.hostile.packing import unpacked, zipped

_SIGNATURES = (
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"BM",
    b"GIF89a",
    b"RIFF\x00\x00\x01\x00WEBPVP8 ",
    b"\x1f\x8b\x08\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07\x00",
    b"BZh9",
    b"<html><body><table>",
    b"<?xml version='1.0'?><",
    b"From: a@b.c\r\nMIME-Version: 1.0\r\n\r\n",
    b"\xff\xfe",
    b"\x00\x00\xfe\xff",
    b"\xef\xbb\xbf",
    b"",
)


def _any_sound(chance: Random) -> bytes:
    return chance.choice(list(SOUND.values()))


def flipped(content: bytes, chance: Random) -> bytes:
    """Change some bits, more often few than many."""
    damaged = bytearray(content)
    for _ in range(2 ** chance.randrange(8)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def mangled(content: bytes, chance: Random) -> bytes:
    """Cut pieces out, double them, move them, fill them with zeros or noise or figures at the edge."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + int(len(content) ** chance.random()))
        piece = content[start:end]
        elsewhere = chance.randrange(len(content) + 1)
        content = chance.choice(
            [
                content[:start] + content[end:],
                content[:end] + piece + content[end:],
                content[:elsewhere] + piece + content[elsewhere:],
                content[:start] + bytes(len(piece)) + content[end:],
                content[:start] + chance.randbytes(len(piece)) + content[end:],
                content[:start] + b"\xff\xff\xff\x7f" + content[start + 4 :],
                content[:start] + b"\xff" * 8 + content[start + 8 :],
            ]
        )
    return content or b"\0"


@hostile("bin")
def noise(chance: Random) -> bytes:
    """Random bytes."""
    return chance.randbytes(chance.randint(1, 200_000))


@hostile("bin")
def noise_behind_a_signature(chance: Random) -> bytes:
    """The first bytes of a format, then noise."""
    return chance.choice(_SIGNATURES) + chance.randbytes(2 ** chance.randint(0, 17))


@hostile("txt")
def next_to_nothing(chance: Random) -> bytes:
    """Nothing but white space, a byte-order mark, or a single byte."""
    return chance.choice(
        [b"", b" ", b"\0", b"\n" * 10_000, b"\xef\xbb\xbf", b"\xff\xfe", b"\xff", b"<", b"%PDF-", b"P"]
    )


@hostile("bin")
def truncated(chance: Random) -> bytes:
    """A sound file that ends too soon."""
    sound = _any_sound(chance)
    return sound[: chance.randint(1, len(sound) - 1)]


@hostile("bin")
def bits_flipped(chance: Random) -> bytes:
    """A sound file with wrong bits."""
    return flipped(_any_sound(chance), chance)


@hostile("bin")
def pieces_mangled(chance: Random) -> bytes:
    """A sound file with pieces lost, doubled, moved or overwritten."""
    return mangled(_any_sound(chance), chance)


@hostile("bin")
def two_spliced(chance: Random) -> bytes:
    """The beginning of one sound file and the end of another."""
    head, tail = _any_sound(chance), _any_sound(chance)
    return head[: chance.randrange(len(head))] + tail[chance.randrange(len(tail)) :]


@hostile("bin")
def one_inside_another(chance: Random) -> bytes:
    """A sound file in the middle of another, as polyglots are made."""
    outer, inner = _any_sound(chance), _any_sound(chance)
    at = chance.choice([0, len(outer), chance.randrange(len(outer))])
    return outer[:at] + inner + outer[at:]


@hostile("docx")
def parts_mangled(chance: Random) -> bytes:
    """A sound package, one of whose parts is damaged but packed properly."""
    parts = unpacked(SOUND[chance.choice(["docx", "xlsx"])])
    name = chance.choice(list(parts))
    parts[name] = chance.choice([flipped, mangled])(parts[name], chance)
    return zipped(parts)


@hostile("docx")
def parts_lost(chance: Random) -> bytes:
    """A sound package without some of its parts, or with parts exchanged."""
    parts = unpacked(SOUND[chance.choice(["docx", "xlsx"])])
    names = list(parts)
    for name in chance.sample(names, chance.randint(1, 3)):
        if chance.random() < 0.5:
            del parts[name]
        else:
            parts[name] = parts.get(chance.choice(names), b"")
    return zipped(parts)


_FIGURES = (
    "-1",
    "0",
    "1000000000",
    "99999999999999999999",
    "1e308",
    "NaN",
    "",
    "0x10",
    "１",
    "壹",
    "A" * 1000,
    "\ufffd",
)


@hostile("xlsx")
def attributes_at_the_edge(chance: Random) -> bytes:
    """A sound package in whose XML some attributes have values at the edge and beyond."""
    parts = unpacked(SOUND[chance.choice(["docx", "xlsx"])])
    name = chance.choice([name for name in parts if name.endswith(".xml")])
    pieces = parts[name].split(b'"')
    for _ in range(chance.randint(1, 20)):
        if len(pieces) > 2:
            pieces[chance.randrange(1, len(pieces), 2)] = chance.choice(_FIGURES).encode()
    parts[name] = b'"'.join(pieces)
    return zipped(parts)


@hostile("pdf")
def figures_changed(chance: Random) -> bytes:
    """A sound PDF whose uncompressed figures (lengths, references, boxes) are others."""
    content = bytearray(SOUND["pdf"])
    digits = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    for _ in range(chance.randint(1, 40)):
        content[chance.choice(digits)] = chance.randint(48, 57)
    return bytes(content)
