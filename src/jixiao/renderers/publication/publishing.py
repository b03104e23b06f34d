"""The package in which forms are published (公开包): forms in official layout, their twin, checksums, and a page that explains it all.

Nothing goes in before personal data was looked for: each piece is blanked, or kept for a reason that the page names, or the package is
refused. What the program itself remarked on the reading stays out.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import msgspec

from jixiao.model import Submission
from jixiao.model.titles import FORMS
from jixiao.papers import Paper
from jixiao.renderers.publication.archive import SUMS, checksums
from jixiao.renderers.publication.datapackage import About, package
from jixiao.renderers.publication.privacy import BLANK, Exposed, blanked, exposed, places
from jixiao.renderers.publication.tables import file_name
from jixiao.texts.personal import Kind, personal

README = "说明.txt"
FORM_FOLDER = "表"
DATA_FOLDER = "数据"
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_") | {chr(code): None for code in range(32)})
_LONGEST_NAME = 60


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of the personal data found: blanked, kept for a reason, or standing, which refuses the package.

    What is only `pointed_out`, the names of those who sign for a form, is published as it is.
    """

    blanked: tuple[Exposed, ...] = ()
    kept: tuple[tuple[Exposed, str], ...] = ()
    standing: tuple[Exposed, ...] = ()
    pointed_out: tuple[Exposed, ...] = ()


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A file's forms ready to be written, and in Chinese sentences what became of what the layout could not hold."""

    papers: tuple[Paper, ...]
    remarks: tuple[str, ...] = ()


class UnknownPieceError(LookupError):
    """Something is to be kept or blanked that was not found: neither a kind of personal data nor the key of a piece."""


def decide(
    pieces: Sequence[Exposed], allowed: Mapping[str, str], *, redact: bool, masked: Collection[str] = ()
) -> Decision:
    """Sort the pieces found; `allowed` gives reasons by kind (landline) or by the key of one piece (landline/3fa2c1).

    `masked` names, in the same way, what is blanked in any case; `redact` blanks all the rest but the names that are only pointed out.
    Raises UnknownPieceError, with the word, for one that means nothing here: a key that was mistyped must not pass for a decision.
    """
    known = {*Kind, *(piece.key for piece in pieces)}
    for word in (*allowed, *masked):
        if word not in known:
            raise UnknownPieceError(word)
    covered: list[Exposed] = []
    kept: list[tuple[Exposed, str]] = []
    pointed_out: list[Exposed] = []
    rest: list[Exposed] = []
    for piece in pieces:
        reason = allowed.get(piece.key, allowed.get(piece.kind))
        if piece.key in masked or (piece.kind in masked and piece.key not in allowed):
            covered.append(piece)
        elif reason is not None:
            kept.append((piece, reason))
        elif piece.kind is Kind.SIGNATURE:
            pointed_out.append(piece)
        else:
            (covered if redact else rest).append(piece)
    return Decision(blanked=tuple(covered), kept=tuple(kept), standing=tuple(rest), pointed_out=tuple(pointed_out))


def publication(
    submissions: Sequence[Submission],
    about: About,
    decision: Decision,
    draw: Callable[[Submission], Drawn],
    writers: Mapping[str, Callable[[Sequence[Paper]], bytes]],
) -> dict[str, bytes]:
    """The files of the package by name; `writers` make a file of papers, by suffix, `draw` puts a submission into its layout.

    Raises ValueError when personal data stands undecided, what the writers raise besides.
    """
    if decision.standing:
        message = "personal data stands undecided"
        raise ValueError(message)
    clean = blanked([_without_remarks(each) for each in submissions], decision.blanked)
    drawn = [draw(each) for each in clean]
    names = list(_names(clean))
    files = {
        f"{FORM_FOLDER}/{name}.{suffix}": write(each.papers)
        for name, each in zip(names, drawn, strict=True)
        if each.papers
        for suffix, write in writers.items()
    }
    files |= {f"{DATA_FOLDER}/{name}": content for name, content in package(clean, about).items()}
    told = _told(clean, about, decision, [(name, each.remarks) for name, each in zip(names, drawn, strict=True)], files)
    files[README] = _guarded("\n".join(told) + "\n", decision).replace("\n", "\r\n").encode("utf-8-sig", "replace")
    files[SUMS] = checksums(files)
    return files


def _without_remarks(submission: Submission) -> Submission:
    """What of a file is published: not where it lay, nor what the program remarked on it, nor the text of one that holds no form."""
    source = msgspec.structs.replace(submission.source, name=file_name(submission.source))
    if not submission.evaluations:
        return Submission(source=source)
    return msgspec.structs.replace(submission, source=source, problems=())


def _names(submissions: Sequence[Submission]) -> Iterator[str]:
    """A name for each file's forms: its number, then what the file is called."""
    for number, submission in enumerate(submissions, 1):
        stem = file_name(submission.source).rpartition(".")[0] or file_name(submission.source)
        name = stem.translate(_FORBIDDEN).strip(" .")[:_LONGEST_NAME]
        yield f"{number:03}-{name}" if name else f"{number:03}"


def _told(
    submissions: Sequence[Submission],
    about: About,
    decision: Decision,
    remarks: Sequence[tuple[str, Sequence[str]]],
    files: Mapping[str, bytes],
) -> Iterator[str]:
    yield about.title
    yield ""
    if about.publisher:
        yield f"发布单位：{about.publisher}"
    if about.created:
        yield f"发布日期：{about.created}"
    for licence in about.licenses:
        yield f"许可协议：{licence.get('title') or licence.get('name') or licence['path']}"
    for source in about.sources:
        yield f"数据来源：{source['title']}"
    yield from ("", "一、内容")
    yield f"“{FORM_FOLDER}”文件夹：按规定表式编排的绩效表。"
    yield f"“{DATA_FOLDER}”文件夹：同样内容的数据表（CSV）和 JSON 文件，各列的含义见 {DATA_FOLDER}/datapackage.json。"
    yield f"{SUMS}：各文件的 SHA-256 校验值，可用 sha256sum -c {SUMS} 核对。"
    yield from ("", "二、绩效表清单")
    yield from _listed(submissions)
    yield from ("", "三、文件清单")
    yield from (f"{name}（{len(content)}字节）" for name, content in sorted(files.items()))
    yield from ("", "四、个人信息处理情况")
    yield from _decided(submissions, decision)
    told = [f"{name}　{remark.strip()}" for name, each in remarks for remark in each]
    if told:
        yield from ("", "五、编排说明", *told)


def _listed(submissions: Sequence[Submission]) -> Iterator[str]:
    number = 0
    for file, submission in enumerate(submissions, 1):
        for evaluation in submission.evaluations:
            number += 1
            named = evaluation.project_name or evaluation.title or "（未印项目名称）"
            year = f"{evaluation.year}年度" if evaluation.year else None
            unit = evaluation.implementer or evaluation.supervisor
            score = f"总分{evaluation.total_score}" if evaluation.total_score else None
            kind = FORMS[evaluation.form]
            yield f"{number}. {'，'.join(filter(None, (named, kind, year, unit, score, f'第{file}个文件')))}"
    if not number:
        yield "没有识别出绩效表。"


def _decided(submissions: Sequence[Submission], decision: Decision) -> Iterator[str]:
    where = places(submissions)

    def told(piece: Exposed) -> str:
        return f"{piece.kind.chinese}，第{piece.file}个文件{where[piece.file, piece.path]}"

    if not (decision.blanked or decision.kept):
        yield "发布前已检查身份证号码、电话、银行卡号、电子邮箱、联系人姓名、个人医疗信息等，没有发现。"
    if decision.blanked:
        yield f"以下{len(decision.blanked)}处已用{BLANK}遮盖："
        yield from (f"{number}. {told(piece)}" for number, piece in enumerate(decision.blanked, 1))
    if decision.kept:
        yield f"以下{len(decision.kept)}处经核定予以保留："
        yield from (
            f"{number}. {told(piece)}；理由：{reason}" for number, (piece, reason) in enumerate(decision.kept, 1)
        )
    if decision.pointed_out:
        yield f"以下{len(decision.pointed_out)}处为负责人、签字人姓名，按职务公开："
        yield from (f"{number}. {told(piece)}" for number, piece in enumerate(decision.pointed_out, 1))


def _guarded(text: str, decision: Decision) -> str:
    """Blank what a name or a title brought onto the page although it was not kept."""
    kept = {piece.text for piece, _ in decision.kept}
    for piece in reversed(personal(text)):
        if text[piece.start : piece.end] not in kept:
            text = text[: piece.start] + BLANK * (piece.end - piece.start) + text[piece.end :]
    return text


def looked_through(submissions: Sequence[Submission]) -> tuple[Exposed, ...]:
    """The personal data in what would be published."""
    return exposed([_without_remarks(each) for each in submissions])
