"""What is documented exists, and what exists is documented."""

import os
import re
from pathlib import Path

import pytest
import typer

from gangmu.site.cli import app

ROOT = Path(__file__).parent.parent
DOCS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "districts").glob("*.md")]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)")
SETTING = re.compile(r"\bGANGMU_[A-Z_]+\b")


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_resolve(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not [link for link in LINK.findall(text) if not (page.parent / link).exists()]


def commands() -> list[str]:
    group = typer.main.get_command(app)
    names = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", {})
        names += [f"{name} {sub}" for sub in below] or [name]
    return names


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_and_setting_is_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert not [name for name in commands() if f"gangmu {name}" not in text]
    sources = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    assert not [name for name in sorted(set(SETTING.findall(sources))) if name not in text]


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_path_of_a_machine_and_no_index_address() -> None:
    """A stranger's clone has neither our folders nor our registries."""
    wanted = re.compile(r"index-url|--find-links|/simple/?$|" + re.escape(str(ROOT)), re.MULTILINE)
    held = [path for path in (*ROOT.glob("*.lock"), *ROOT.glob("*.toml"), ROOT / "Makefile", *DOCS) if path.is_file()]
    assert not [str(path) for path in held if wanted.search(path.read_text(encoding="utf-8"))]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
