"""OLE compound files (doc, xls, encrypted packages) that lead in circles or claim what is not there, and records that lie."""

import struct
from random import Random

from tests.hostile.damage import flipped
from tests.hostile.kinds import SOUND, hostile
from tests.hostile.markup import laughing

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
_NOT_SMALL = 4096


def compound(streams: dict[str, bytes]) -> bytes:
    """Write a compound file of some streams, each padded to the size from which it needs no small sectors."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def place(content: bytes) -> int:
        start = len(sectors)
        pieces = [content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR)]
        sectors.extend(pieces)
        chain.extend([*range(start + 1, start + len(pieces)), _END])
        return start

    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams else _FREE)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(_NOT_SMALL, b"\0")
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, place(padded), len(padded), right=right))
    directory = place(b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0"))
    count = -(-(len(chain) + 1) // 127) + 1
    first = len(sectors)
    chain.extend([_FAT] * count)
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(count * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, count, directory, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *(first + n if n < count else _FREE for n in range(109)))
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    spelt = name.encode("utf-16-le")[:62]
    return (
        spelt.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(spelt) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


@hostile("xls")
def compound_in_a_circle(chance: Random) -> bytes:
    """Chains of sectors that lead back, to nowhere, or to the table of chains itself."""
    content = bytearray(SOUND[chance.choice(["xls", "doc"])])
    table = (struct.unpack_from("<I", content, 76)[0] + 1) * _SECTOR
    for _ in range(chance.randint(1, 30)):
        at = table + 4 * chance.randrange(128)
        if at + 4 <= len(content):
            struct.pack_into("<I", content, at, chance.choice([0, 1, 2, _END, _FREE, _FAT, chance.randrange(40)]))
    return bytes(content)


@hostile("xls")
def compound_header_that_lies(chance: Random) -> bytes:
    """Sizes of sectors, numbers of tables, beginnings of chains."""
    content = bytearray(SOUND[chance.choice(["xls", "doc"])])
    for _ in range(chance.randint(1, 4)):
        at, size = chance.choice(
            [
                (24, 2),
                (26, 2),
                (28, 2),
                (30, 2),
                (32, 2),
                (40, 4),
                (44, 4),
                (48, 4),
                (56, 4),
                (60, 4),
                (64, 4),
                (68, 4),
                (72, 4),
                (76, 4),
            ]
        )
        value = chance.choice([0, 1, 9, 31, 0xFFFF, 0x7FFFFFFF, _FREE, _END])
        content[at : at + size] = (value & (2 ** (8 * size) - 1)).to_bytes(size, "little")
    return bytes(content)


@hostile("doc")
def compound_directory_in_a_circle(chance: Random) -> bytes:
    """Streams that are their own neighbours and children, of sizes that cannot be, with names that are none."""
    content = bytearray(SOUND[chance.choice(["xls", "doc"])])
    directory = (struct.unpack_from("<I", content, 48)[0] + 1) * _SECTOR
    for _ in range(chance.randint(1, 10)):
        entry = directory + 128 * chance.randrange(4)
        at, size = chance.choice([(64, 2), (66, 1), (68, 4), (72, 4), (76, 4), (116, 4), (120, 8)])
        if entry + 128 <= len(content):
            value = chance.choice([0, 1, 2, 3, 0xFFFF, 0x7FFFFFFF, _FREE, _END, 1 << 40, (1 << 64) - 1])
            content[entry + at : entry + at + size] = (value & (2 ** (8 * size) - 1)).to_bytes(size, "little")
    return bytes(content)


@hostile("xls")
def records_that_lie(chance: Random) -> bytes:
    """Records of a workbook with wrong lengths, kinds, counts, at any place, missing or without end."""
    kinds = (
        0x809,
        0x0A,
        0x85,
        0xFC,
        0xFF,
        0x3C,
        0x208,
        0x203,
        0xFD,
        0x6,
        0xE5,
        0x41E,
        0xE0,
        0x31,
        0x42,
        0x2F,
        0xBD,
        0xBE,
        0x7D,
        0x1AE,
        0x18,
        0xEC,
    )
    records = bytearray(struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0))
    for _ in range(chance.choice([3, 300, 30_000])):
        body = chance.choice(
            [b"", bytes(chance.randrange(60)), chance.randbytes(chance.randrange(60)), b"\xff" * chance.randrange(30)]
        )
        claimed = len(body) if chance.random() < 0.9 else chance.choice([0, 8224, 0xFFFF])
        records += struct.pack("<HH", chance.choice(kinds), claimed) + body
    records += struct.pack("<HH", 0x0A, 0)
    return compound({chance.choice(["Workbook", "Book"]): bytes(records)})


@hostile("xls")
def sheet_of_records_that_lie(chance: Random) -> bytes:
    """A sound workbook some of whose records have other kinds, lengths or contents."""
    content = bytearray(SOUND["xls"])
    start = content.find(b"\x09\x08\x10\x00")
    for _ in range(chance.randint(1, 20)):
        at = start + chance.randrange(min(5_000, len(content) - start - 8))
        content[at : at + 2] = chance.choice([b"\xff\xff", b"\0\0", chance.randbytes(2), b"\x01\x00"])
    return bytes(content)


@hostile("doc")
def word_97_noise(chance: Random) -> bytes:
    """A compound file that says it holds a Word text, with noise or a damaged one in it."""
    noise = chance.randbytes(chance.choice([100, 20_000]))
    return chance.choice(
        [
            compound({"WordDocument": noise, "1Table": noise, "0Table": noise}),
            compound({"WordDocument": b"\xec\xa5\xc1\x00" + noise, "1Table": noise}),
            compound({"WordDocument": b"", "Workbook": b"", "PowerPoint Document": b"", "EncryptionInfo": b""}),
            compound({f"stream{n}": b"" for n in range(500)}),
            flipped(SOUND["doc"], chance),
        ]
    )


@hostile("docx")
def sealed_with_a_trap(chance: Random) -> bytes:
    """An encrypted package whose description is a bomb, noise, or asks for a thousand million rounds of hashing."""
    keys = (
        '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        '<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="AAAAAAAAAAAAAAAAAAAAAA=="/>'
        '<dataIntegrity encryptedHmacKey="AA==" encryptedHmacValue="AA=="/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<p:encryptedKey spinCount="{chance.choice(["100000", "2147483647", "10000000", "-1", "x"])}" saltSize="16" blockSize="16" keyBits="{chance.choice(["256", "7", "x"])}" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="{chance.choice(["SHA512", "SHA1", "MD2", ""])}" saltValue="AAAAAAAAAAAAAAAAAAAAAA==" '
        'encryptedVerifierHashInput="AAAAAAAAAAAAAAAAAAAAAA==" encryptedVerifierHashValue="AAAAAAAAAAAAAAAAAAAAAA==" encryptedKeyValue="AAAAAAAAAAAAAAAAAAAAAA=="/></keyEncryptor></keyEncryptors></encryption>'
    )
    description = chance.choice([keys, keys, laughing("encryption"), "<x>" * 100_000, ""])
    version = chance.choice([b"\4\0\4\0\x40\0\0\0", b"\3\0\2\0\x24\0\0\0", b"\4\0\3\0\x40\0\0\0", chance.randbytes(8)])
    return compound({"EncryptionInfo": version + description.encode(), "EncryptedPackage": chance.randbytes(5_000)})
