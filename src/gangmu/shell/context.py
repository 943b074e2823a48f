"""What every page knows of the house: whose district it is, whether its data are simulated, and the menu."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from gangmu.kernel.access.models import Installation

from .navigation import Link, Navigation, navigation

STYLES = (
    "shell/ground.css",
    "shell/frame.css",
    "shell/list.css",
    "shell/record.css",
    "shell/form.css",
    "shell/print.css",
)
_THUMB = 4


def installation() -> Installation | None:
    """The one row that says which district this database is and whether it is a demo; None before `gangmu init`."""
    return Installation.objects.first()


class Menu:
    """The navigation as the layout draws it: `thumb` is what a thumb reaches on a phone."""

    def __init__(self, found: Navigation) -> None:
        self.spine = found.spine
        self.parts = found.parts
        self.few = sum(len(part.links) for part in found.parts) <= 12

    @property
    def thumb(self) -> tuple[Link, ...]:
        return self.spine[:_THUMB]


class House:
    """Read only where a template asks for it."""

    name = "纲目"
    styles = STYLES

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _installation(self) -> Installation | None:
        return installation()

    @property
    def district(self) -> str:
        return self._installation.district_name if self._installation else ""

    @property
    def demo(self) -> bool:
        return self._installation is not None and self._installation.is_demo

    @cached_property
    def menu(self) -> Menu:
        return Menu(navigation(self._request.path))

    @cached_property
    def posts(self) -> list[str]:
        """The person's roles in words, each once."""
        user = self._request.user
        return (
            list(dict.fromkeys(str(grant.get_role_display()) for grant in user.held)) if user.is_authenticated else []
        )


def house(request: HttpRequest) -> dict[str, House]:
    """Context processor: `house` on every page."""
    return {"house": House(request)}
