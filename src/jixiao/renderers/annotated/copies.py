"""What annotating a file gives: the copy, and what its user has to know of it."""

import msgspec

SIGNED = "文件带有电子签名；批注件的内容多于签名时的内容，签名在批注件中会显示为无效，原件及其签名不受影响。"


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """An annotated copy (批注件).

    `suffix` is the ending that its name needs (".pdf"), empty where it keeps that of the original. `notes` are whole Chinese sentences
    for the user, `remarked` counts the findings that stand on a cell or paragraph.
    """

    content: bytes
    suffix: str
    notes: tuple[str, ...] = ()
    remarked: int = 0


class CannotAnnotateError(ValueError):
    """A file of which no annotated copy can be made; the message is the rest of a Chinese sentence that begins with the file's name."""
