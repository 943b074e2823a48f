"""The way through the house: the plan's own pages first, then its parts with the systems each names."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse

from .registry import pages, systems

# Folder of a system's part -> the word officials use for it, in the order of the plan.
PARTS = MappingProxyType(
    {
        "plan": "规划实施",
        "projects": "重大项目",
        "space": "空间布局",
        "aviation": "航博城",
        "innovation": "产业与创新",
        "demand": "扩大内需",
        "culture": "文化",
        "rural": "乡村振兴",
        "ecology": "生态环境",
        "livelihood": "民生",
        "reform": "改革开放",
        "governance": "社会治理",
        "assurance": "实施保障",
        "data": "数据",
    }
)


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        return any(link.current for link in self.links)


@dataclass(frozen=True, slots=True)
class Navigation:
    """`spine`: home and the pages declared for the menu; `parts`: the systems, by part of the plan."""

    spine: tuple[Link, ...]
    parts: tuple[Part, ...]


def navigation(path: str) -> Navigation:
    """The menu with the entry of the page at `path` marked; the longest address that begins `path` wins."""
    links = [Link("工作台", reverse("home"), "home")]
    links += [Link(page.title, f"/{page.path.lstrip('/')}", page.icon) for _, page in pages() if page.menu]
    here = max((link.url for link in links if link.url != "/" and path.startswith(link.url)), key=len, default="")
    spine = tuple(
        Link(link.title, link.url, link.icon, link.url in (here, path) if here else link.url == path) for link in links
    )
    parts: dict[str, list[Link]] = {}
    for system in systems():
        url = reverse("system", args=(system.key,))
        parts.setdefault(system.part, []).append(Link(system.title, url, "", path.startswith(url)))
    return Navigation(spine, tuple(Part(key, title, tuple(parts[key])) for key, title in PARTS.items() if key in parts))
