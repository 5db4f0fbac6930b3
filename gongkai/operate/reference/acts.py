"""docs/reference/acts.md: every registered act."""

from gongkai.ledger import registry
from gongkai.operate.reference.source import Table, own_apps, recordings, tables


def document() -> str:
    """One heading for each act, by app."""
    found, recorded, lives = registry.acts(), recordings(), tables()
    lines = [
        "# Acts",
        "",
        "Every change is one of these. The sentence is what a timeline shows; words in braces are facts of the entry.",
        "Below it stand the functions that record the act and the states between which it leads.",
    ]
    for config in own_apps():
        mine = [name for name in found if name.split(".")[0] == config.label]
        if mine:
            lines += ["", f"## {config.label} · {config.verbose_name}"]
        for name in mine:
            lines += ["", f"### {name}", "", f"“{found[name]}”", ""]
            for recording in recorded.get(name, ()):
                lines.append(f"- `{recording.function}`: {recording.summary}")
                lines += _moves(lives.get(config.label), recording.verb)
    return "\n".join(lines) + "\n"


def _moves(table: Table | None, verb: str) -> list[str]:
    if table is None or verb not in table.moves:
        return []
    moves = "; ".join(
        f"{table.labels[source]} → {table.labels[target]}" for source, target in table.moves[verb].items()
    )
    return [f"- State of {table.model} (`{verb}`): {moves}"]
