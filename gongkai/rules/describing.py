"""Two documents made from the law files: every rule with its values, and every conflict that lint finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gongkai.rules import vocabulary
from gongkai.rules.linting import Finding, lint
from gongkai.rules.model import RuleFile, say
from gongkai.rules.tree import Tree, law

KINDS = {
    "X": "与上位规定抵触（适用上位规定）",
    "O": "依据已过时",
    "gap": "缺项或者未核对",
    "S": "地方规定更严或者允许另定",
}


def write(folder: Path, on: date) -> list[Path]:
    """Write ``rules.md`` and ``law-lint.md`` into a folder; the paths written."""
    tree = law()
    texts = {"rules.md": rules_document(tree), "law-lint.md": lint_document(tree, on)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def rules_document(tree: Tree) -> str:
    """Every rule under its name, with its values by place and day."""
    files = sum(len(held) for held in tree.files.values())
    lines = [
        "# 规则一览",
        "",
        "由 `gongkai rules docs` 根据 `gongkai/law/` 生成，请勿手工修改。",
        f"共{len(tree.files)}条规则，{files}个文件，{len(tree.places)}个地区。",
        "",
    ]
    for name in sorted(tree.files):
        lines += _rule(tree, name)
    return "\n".join(lines) + "\n"


def _rule(tree: Tree, name: str) -> list[str]:
    held = tree.files[name]
    top = min(held.values(), key=lambda file: file.place.count("/"))
    lines = [
        f"## {name}",
        "",
        f"{top.title}。{vocabulary.KINDS[top.kind]}；地方{vocabulary.LOCAL[top.local]}。",
        "",
        "| 地区 | 自 | 内容 | 出处 | 核对 |",
        "|---|---|---|---|---|",
    ]
    for place in sorted(held):
        lines += _rows(tree, held[place])
    notes = [f"{tree.places[place].name}：{held[place].note}" for place in sorted(held) if held[place].note]
    return [*lines, "", *notes, *([""] if notes else [])]


def _rows(tree: Tree, file: RuleFile) -> list[str]:
    rows = []
    for entry in file.entries:
        value = (
            "废止" if entry.value is None else say(file.kind, entry.value, entry.unit, entry.counted_from, file.bound)
        )
        cells = (
            tree.places[file.place].name,
            str(entry.since),
            value,
            entry.source,
            vocabulary.STATUS[entry.status],
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return rows


def lint_document(tree: Tree, on: date) -> str:
    """Every conflict, by kind and place, with both sources."""
    found = [one for one in lint(on, tree) if one.code not in ("unverified", "stale")]
    unverified = sorted({one.name for one in lint(on, tree) if one.code == "unverified"})
    lines = [
        "# 地方规定与上位规定的冲突",
        "",
        "由 `gongkai rules docs` 逐条比较 `gongkai/law/` 生成，请勿手工修改。",
        "地方规定宽于上位规定、或者单位和起算点不同的，适用上位规定。",
        "",
    ]
    for kind, title in KINDS.items():
        some = [one for one in found if one.kind == kind]
        lines += [f"## {title}", "", f"共{len(some)}条。", ""]
        lines += [_finding(tree, one) for one in some]
        lines.append("")
    lines += ["## 未核对原文的规则", "", "、".join(f"`{name}`" for name in unverified) + "。"]
    return "\n".join(lines) + "\n"


def _finding(tree: Tree, one: Finding) -> str:
    place = tree.places[one.place].name
    row = f"目录第{one.row}项，" if one.row else ""
    text = f"- **{place}** {row}`{one.name}`：{one.what}"
    if one.local_source:
        text += (
            f" 当地：{one.local_value}（{one.local_source}）。" if one.local_value else f" 出处：{one.local_source}。"
        )
    if one.national_source:
        text += f" 上位：{one.national_value}（{one.national_source}）。"
    return text
