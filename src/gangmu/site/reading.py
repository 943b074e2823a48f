"""A plan document on the terminal: its tree with figures, or JSON for programs."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.tree import Tree

from gangmu.core.commitments import find_commitments, to_json
from gangmu.core.contradictions import LABELS, find_contradictions
from gangmu.core.reader import BlockKind, Document

STRENGTHS = {"must": "必须", "will": "将要", "strive": "力争", "explore": "探索"}
KINDS = {
    "indicator": "指标",
    "quantity": "数量",
    "date": "时限",
    "project": "项目",
    "mechanism": "机制",
    "system": "系统",
    "prohibition": "禁止",
    "cap": "上限",
}
DRAFT = re.compile(r"(框架)?\s*[（(](征求意见稿|草案|送审稿|讨论稿)[）)]|框架$")


def title_of(document: Document, otherwise: str = "") -> str:
    """The title of the plan that the document is a version of: without 框架 or 征求意见稿."""
    title = DRAFT.sub("", document.title or "").strip()
    return title or otherwise or Path(document.name).stem


def print_json(document: Document) -> None:
    """Structure, commitments (one entry for each sentence that could bind), inner contradictions."""
    found = document.to_json() | {
        "commitments": to_json(find_commitments(document)),
        "contradictions": [asdict(one) for one in find_contradictions(document)],
    }
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def print_tree(document: Document) -> None:
    """Headings as a tree, then the indicator table, the boxes and what was lost."""
    console = Console(soft_wrap=True)
    period = "—".join(map(str, document.period)) if document.period else "未写明"
    console.print(f"[bold]{document.title or '（未找到题名）'}[/]  规划期 {period}")
    console.print(_headings(document))
    if document.indicators:
        console.print(_indicators(document))
    for box in document.boxes:
        branch = Tree(f"[bold]{box.number or '专栏'} {box.title}[/]  {len(box.items)} 项")
        for item in box.items:
            branch.add(f"{item.number or ''} {item.title}")
        console.print(branch)
    for sentence in document.unread:
        console.print(f"[red]{sentence}[/]")
    binding = [found for found in find_commitments(document) if found.binding]
    console.print(
        f"标题 {len(document.headings)}  段落 {sum(b.kind is BlockKind.PARAGRAPH for b in document.blocks)}  "
        f"句 {len(document.sentences)}  指标 {len(document.indicators)}  专栏 {len(document.boxes)}  "
        f"专栏项目 {sum(len(box.items) for box in document.boxes)}  标题缺失 {len(document.gaps)}"
    )
    console.print(
        f"承诺 {len(binding)} 句，含举措 {sum(len(found.acts) for found in binding)} 项："
        + "  ".join(f"{word} {sum(found.strength == key for found in binding)}" for key, word in STRENGTHS.items())
    )
    kinds: Counter[str] = Counter(kind for found in binding for kind in found.kinds)
    console.print("类别：" + "  ".join(f"{word} {kinds[key]}" for key, word in KINDS.items()))
    clashes = find_contradictions(document)
    console.print(f"前后不一 {len(clashes)} 处，供核对：" if clashes else "没有找到前后不一之处。")
    for one in clashes:
        console.print(f"  [bold]{LABELS[one.kind]}[/] {one.subject}  [dim]{one.confidence:.2f}[/]\n    {one.what}")


def _headings(document: Document) -> Tree:
    tree = Tree("目录")
    branches = {0: tree}
    for block in document.blocks:
        if block.kind not in (BlockKind.HEADING, BlockKind.GAP):
            continue
        level = block.level or 1
        above = branches[max(depth for depth in branches if depth < level)]
        name = "[red]〔标题缺失〕[/]" if block.kind is BlockKind.GAP else f"{block.number or ''} {block.text}".strip()
        branches = {depth: branch for depth, branch in branches.items() if depth < level}
        branches[level] = above.add(f"{name}  [dim]第 {block.line} 行  {block.confidence:.2f}[/]")
    return tree


def _indicators(document: Document) -> Table:
    table = Table(title="主要指标")
    for head in ("序号", "类别", "指标", "单位", "基期", "目标", "年均/累计", "属性"):
        table.add_column(head)
    for row in document.indicators:
        name = f"{row.parent} · {row.name}" if row.parent else row.name
        cells = (row.number, row.category, ("▲" if row.marked else "") + name, row.unit)
        table.add_row(
            *(cell or "—" for cell in (*cells, row.baseline, row.target, row.annual_or_cumulative, row.nature))
        )
    return table
