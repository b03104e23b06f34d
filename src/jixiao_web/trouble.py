"""The pages for what goes wrong: in Chinese, and without a word about the server."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from jixiao_web.interface.answers import BELOW, RefusedError, refused


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A person sees the form but may not do this, or no longer."""
    said = str(exception or "") or "您没有打开这个页面或办理这件事的权限；如有疑问，请联系系统管理员。"
    return _trouble(request, "没有权限", said, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """There is no such page, or not for this person."""
    return _trouble(request, "没有找到", "没有这个页面，或者它不在您能查看的范围内；请从工作台重新进入。", 404)


def _trouble(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    """A page of its own; where a part of a page was asked for, the sentence alone; for a program JSON."""
    if request.path.startswith(BELOW):
        return refused(RefusedError(status, "forbidden" if status == 403 else "not_found", text))
    template = "filings/parts/trouble.html" if request.headers.get("HX-Request") else "trouble.html"
    return render(request, template, {"title": title, "text": text}, status=status)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """What a browser sent is no request that can be answered."""
    if request.path.startswith(BELOW):
        return refused(RefusedError(400, "not_understood", "请求不完整、过大，或含有空字符，没有保存。"))
    return _alone("无法处理", "浏览器发来的内容不完整或过大，没有保存；请返回上一页重试。", 400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """A form came without its token: an old page, cookies that are switched off, or another site."""
    return _alone("没有保存", "页面已过期，或浏览器禁用了 Cookie，没有保存；请刷新页面后重新提交。", 403)


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke; what is shown needs neither database nor person."""
    if request.path.startswith(BELOW):
        return refused(RefusedError(500, "failed", "系统没有办成这件事，没有保存；请稍后重试。"))
    return _alone("系统出错", "系统没有办成这件事，没有保存；请稍后重试，仍不行的，请告诉系统管理员出错的时间。", 500)


def _alone(title: str, text: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string("trouble.html", {"title": title, "text": text}), status=status)
