"""One word for one idea: what code calls an idea of the subject stands in docs/glossary.md."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from gangmu.core import declare, rules
from gangmu.core.reader import structure

ROOT = Path(__file__).parent.parent
CELLS = r"\|\s*(?P<plan>[^|]+?)\s*\|\s*(?P<english>[^|]+?)\s*\|\s*(?P<code>[^|]*?)\s*\|\s*(?P<what>[^|]+?)\s*\|"
ROW = re.compile(f"^{CELLS}$", re.MULTILINE)
HEAD = {"plan word", "---"}


def terms() -> list[dict[str, str]]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [{k: v.strip() for k, v in found.groupdict().items()} for found in ROW.finditer(text)]
    return [row for row in rows if row["plan"] not in HEAD]


def test_one_word_per_idea() -> None:
    rows = terms()
    assert len(rows) >= 60
    for column in ("plan", "english"):
        twice = [word for word, count in Counter(row[column] for row in rows).items() if count > 1]
        assert not twice, f"{column}: {twice}"
    codes = [row["code"] for row in rows if row["code"]]
    assert len(codes) == len(set(codes))


def own_models() -> list[str]:
    return [model.__name__ for model in apps.get_models() if model.__module__.startswith("gangmu.")]


@pytest.mark.parametrize("names", [own_models], ids=["models"])
def test_models_are_in_the_glossary(names) -> None:  # type: ignore[no-untyped-def]
    codes = {row["code"].strip("`") for row in terms()}
    assert not [name for name in names() if name not in codes]


@pytest.mark.parametrize("module", [declare, structure, rules], ids=["declare", "structure", "rules"])
def test_public_classes_are_in_the_glossary(module) -> None:  # type: ignore[no-untyped-def]
    codes = {row["code"].strip("`") for row in terms()}
    public = [
        name
        for name, thing in vars(module).items()
        if isinstance(thing, type) and thing.__module__ == module.__name__ and not name.startswith("_")
    ]
    assert public
    assert not [name for name in public if name not in codes and name != "BlockKind"]


def test_code_names_exist() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert not [
        row["code"] for row in terms() if row["code"] and not re.search(rf"\b{row['code'].strip('`')}\b", source)
    ]
