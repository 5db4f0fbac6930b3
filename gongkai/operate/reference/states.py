"""docs/reference/states.md: the tables of states, drawn."""

from gongkai.operate.reference.source import Table, tables


def document() -> str:
    """One diagram for each app that has a table of states."""
    lines = [
        "# States",
        "",
        "Drawn from each app's `states.TABLE`. An arrow is an act; what is not drawn is refused.",
    ]
    for label, table in tables().items():
        lines += ["", f"## {label}: {table.model}", "", "```mermaid", *_diagram(table), "```"]
    return "\n".join(lines) + "\n"


def _diagram(table: Table) -> list[str]:
    used = {state for row in table.moves.values() for pair in row.items() for state in pair}
    names = [state for state in table.labels if state in used]
    leaving = {source for row in table.moves.values() for source, target in row.items() if source != target}
    lines = ["stateDiagram-v2", *(f'    state "{table.labels[state]}" as {state}' for state in names)]
    lines.append(f"    [*] --> {table.first}")
    for act, row in table.moves.items():
        word = table.act_labels.get(act, act)
        lines += [f"    {source} --> {target}: {word}" for source, target in row.items()]
    return lines + [f"    {state} --> [*]" for state in names if state not in leaving]
