"""Pages for when something cannot be done: each says what happened and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from gangmu.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Trouble:
    """`way` and `way_title` lead on, beside the way home."""

    status: int
    title: str
    sentence: str
    icon: str = "alert-triangle"
    way: str = ""
    way_title: str = ""


FORBIDDEN = Trouble(
    403,
    "没有权限",
    "您的角色不能做这件事。如果工作需要，请找系统管理员授予相应角色，并说明要做什么。",
    "lock",
)
NOT_FOUND = Trouble(
    404,
    "没有这一页",
    "网址可能写错了，或者这条记录不在您的查看范围内。请从菜单或搜索进入；确需查看别的部门的记录，请找系统管理员。",
    "search",
)


def show(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    return render(request, "shell/trouble.html", {"trouble": trouble}, status=trouble.status)


def refused(request: HttpRequest, refusal: Refusal, *, way: str = "", way_title: str = "") -> HttpResponse:
    """A refusal as a page of its own, with the way back."""
    return show(request, Trouble(400, "这样做不了", str(refusal), way=way, way_title=way_title))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) if isinstance(exception, Refusal) else "请求的格式不对。请返回上一页，刷新后再试一次。"
    return show(request, Trouble(400, "这样做不了", sentence))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception)
    if not said or said.isascii():
        return show(request, FORBIDDEN)
    return show(request, Trouble(403, FORBIDDEN.title, said, FORBIDDEN.icon))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    return show(request, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Without context: whatever broke may also break the menu."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)
