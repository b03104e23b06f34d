"""Archives that unpack to more than there is room for, reach outside of themselves, or lie about what they hold."""

import gzip
import io
import struct
import tarfile
import zipfile
from random import Random

from tests.hostile.kinds import SOUND, hostile
from tests.hostile.packing import Member, deflated, packed, unpacked, zeros, zipped


@hostile("zip")
def flat_bomb(chance: Random) -> bytes:
    """Each member opens into gigabytes of zeros."""
    size = chance.randint(100, 600)
    raw = zeros(size << 20)
    return packed(
        Member(f"{n}.txt", b"", raw=raw, claimed=size << 20, claimed_packed=len(raw))
        for n in range(chance.randint(1, 9))
    )


@hostile("zip")
def overlapping_members(chance: Random) -> bytes:
    """All members share the bytes of one, so that a small file opens into many times its size."""
    raw = zeros(chance.randint(20, 60) << 20)
    return packed(
        [Member("0.txt", b"", raw=raw)]
        + [
            Member(f"{n}.txt", b"", raw=b"", claimed_packed=len(raw), offset=0)
            for n in range(1, chance.randint(10, 999))
        ]
    )


@hostile("zip")
def nested_bomb(chance: Random) -> bytes:
    """Archives in archives, sixteen in each, six deep, zeros at the bottom."""
    content = zipped({"0.txt": bytes(chance.randint(1, 20) << 20)})
    for level in range(6):
        content = packed(Member(f"{level}-{n}.zip", content) for n in range(16))
    return content


@hostile("zip")
def nested_too_deep(chance: Random) -> bytes:
    """One archive in the other, hundreds deep."""
    content = SOUND["docx"]
    for level in range(chance.randint(20, 300)):
        content = packed([Member(f"{level}.zip", content, method=zipfile.ZIP_STORED)])
    return content


@hostile("docx")
def bomb_as_office_file(chance: Random) -> bytes:
    """A Word or Excel file one of whose parts opens into gigabytes."""
    parts = unpacked(SOUND[chance.choice(["docx", "xlsx"])])
    bomb = chance.choice(list(parts))
    size = chance.randint(300, 900)
    return packed(
        Member(name, part, raw=zeros(size << 20), claimed=chance.choice([size << 20, 100]))
        if name == bomb
        else Member(name, part)
        for name, part in parts.items()
    )


@hostile("zip")
def lying_sizes(chance: Random) -> bytes:
    """The sizes that members claim have nothing to do with what is in them."""
    content = SOUND["html"] * chance.randint(1, 50)
    lies = (0, 1, 100, 1 << 31, 0xFFFFFFFF)
    return packed(
        Member(
            f"{n}.html",
            content,
            claimed=chance.choice(lies),
            claimed_packed=chance.choice([None, *lies]),
            offset=chance.choice([None, None, *lies]),
        )
        for n in range(chance.randint(1, 9))
    )


_SLIPS = (
    "../../../../tmp/jixiao-slip.txt",
    "/tmp/jixiao-slip.txt",  # noqa: S108 - must not be written
    "..\\..\\jixiao-slip.txt",
    "C:\\Windows\\jixiao-slip.txt",
    "\\\\server\\share\\jixiao-slip.txt",
    "a/../../../jixiao-slip.txt",
    "~/jixiao-slip.txt",
    "CON.txt",
    "a\0b.txt",
    "a\x1b[2Jb.txt",
    "a\u202etxt.exe.txt",
    ".",
    "..",
    "/",
    "",
    "a/" * 5000 + "b.txt",
    "绩" * 20_000 + ".txt",
)


@hostile("zip")
def names_that_slip_out(chance: Random) -> bytes:
    """Members whose names lead out of the archive, are none, or cannot be."""
    names = chance.sample(_SLIPS, chance.randint(1, 5))
    return packed(Member(name.encode()[:65_535], SOUND["html"]) for name in names * chance.choice([1, 1, 2]))


@hostile("zip")
def names_in_no_encoding(chance: Random) -> bytes:
    """Names that are valid in no encoding, or say UTF-8 and are not."""
    return packed(
        Member(chance.randbytes(chance.randint(1, 40)) + b".txt", SOUND["html"], flags=chance.choice([0, 0x800]))
        for _ in range(20)
    )


@hostile("zip")
def a_hundred_thousand_members(chance: Random) -> bytes:
    """More members than anybody wants; some archives admit it, others claim to have one."""
    claimed = chance.choice([None, 1, 2000])
    return packed((Member(str(n), b"", method=zipfile.ZIP_STORED) for n in range(100_000)), count=claimed)


@hostile("zip")
def unknown_methods(chance: Random) -> bytes:
    """Packed in ways that nobody knows, or in known ones, but wrongly."""
    methods = (1, 6, 9, 12, 14, 93, 95, 97, 99, 0xFFFF)
    return packed(
        Member(f"{n}.txt", SOUND["html"], method=chance.choice(methods), raw=chance.randbytes(chance.randint(0, 500)))
        for n in range(5)
    )


@hostile("zip")
def sealed_members(chance: Random) -> bytes:
    """Encrypted as it seems, with noise behind it."""
    return packed(
        Member("表.docx", b"", raw=chance.randbytes(chance.randint(0, 500)), flags=chance.choice([1, 0x801, 0x41]))
        for _ in range(chance.randint(1, 4))
    )


@hostile("zip")
def wrong_check_sums(chance: Random) -> bytes:
    """What is in the members is not what their check sums say, or no packed content at all."""
    bad = deflated(SOUND["html"])
    return packed(
        Member(f"{n}.html", chance.randbytes(100), raw=bad[: chance.randint(0, len(bad))], claimed=1533)
        for n in range(3)
    )


@hostile("zip")
def every_file_is_hostile(chance: Random) -> bytes:
    """An archive of broken files and some sound ones."""
    parts = {f"好{n}.html": SOUND["html"] for n in range(3)}
    for n in range(chance.randint(1, 10)):
        sound = chance.choice(list(SOUND))
        content = SOUND[sound]
        parts[f"坏{n}.{sound}"] = content[: chance.randrange(1, len(content))]
    return zipped(parts)


@hostile("gz")
def gzip_bomb(chance: Random) -> bytes:
    """A packed stream of zeros, or of a tar archive, or packed several times."""
    size = chance.randint(50, 900) << 20
    content = b"\x1f\x8b\x08\x00\0\0\0\0\0\x03" + zeros(size) + struct.pack("<II", 0, size)
    for _ in range(chance.randint(0, 2)):
        content = gzip.compress(content, 6)
    return content[: chance.choice([len(content), len(content) // 2])]


@hostile("tar")
def crooked_tar(chance: Random) -> bytes:
    """Tar members with sizes that cannot be, links, devices, and names that lead out."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for _ in range(chance.randint(1, 20)):
            member = tarfile.TarInfo(chance.choice(_SLIPS).replace("\0", "")[:200] or "x")
            member.type = chance.choice(
                [tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
            )
            member.linkname = "/etc/passwd"
            archive.addfile(member)
        huge = tarfile.TarInfo("huge.txt")
        huge.size = chance.choice([10, 1 << 33, 1 << 62])
        file.write(huge.tobuf(chance.choice([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])))
        file.write(chance.randbytes(512))
    content = file.getvalue()
    return gzip.compress(content) if chance.random() < 0.3 else content


@hostile("xlsx")
def many_small_bombs(chance: Random) -> bytes:
    """A workbook of thousands of members, each small, together too much."""
    blank = b" " * 1_000_000
    raw = deflated(blank)
    sheets = (Member(f"xl/worksheets/sheet{n + 2}.xml", blank, raw=raw) for n in range(chance.randint(500, 1900)))
    return packed([*(Member(name, part) for name, part in unpacked(SOUND["xlsx"]).items()), *sheets])
