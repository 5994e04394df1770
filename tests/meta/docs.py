"""What stands in the documents between two marks, made from the code. `python -m tests.meta.docs` writes it anew."""

import ast
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from bot.cli.authority import authority
from bot.verbs.rows import VERBS
from workflows.catalogue import procedures
from workflows.machine import mermaid

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "example"
ROOMS = ("bot", "state", "workflows")
SHOWN_OF_EXAMPLE = (
    "workflows/catalogue/site_visit.py",
    "bot/catalogue/site_visit.py",
    "tests/procedures/site-visit.toml",
)


class Made(NamedTuple):
    """What stands in `file`, between `<!-- mark -->` and `<!-- /mark -->`."""

    file: str
    mark: str
    make: Callable[[], str]


def diagram() -> str:
    drawn = mermaid(procedures()["coordination-request"], ("nation-1", "nation-2"))
    return f"```mermaid\n{drawn.rstrip()}\n```"


def verbs() -> str:
    rows = [f"| `{verb.name}` | {verb.help} | {_code(f'/acm {verb.usage}')} |" for verb in VERBS]
    return "\n".join(("| verb | what it does | for example |", "|---|---|---|", *rows))


def procedure_table() -> str:
    """Every procedure with its verbs: those that begin one first."""
    rows = []
    for row in procedures().values():
        first = ", ".join(f"`{move.verb}`" for move in (row.opening, *row.also_opens))
        more = ", ".join(f"`{verb}`" for verb in dict.fromkeys(move.verb for move in row.moves))
        rows.append(f"| `{row.id}` | {row.kind} | {first} | {more} |")
    return "\n".join(("| procedure | serials | begun by | then |", "|---|---|---|---|", *rows))


def rooms() -> str:
    """Every package, a room before what is in it, with the first line of what it says of itself."""
    packages = sorted(path.parent for room in ROOMS for path in (ROOT / room).rglob("__init__.py"))
    rows = [f"| `{path.relative_to(ROOT)}/` | {_first_line(path / '__init__.py')} |" for path in packages]
    return "\n".join(("| | |", "|---|---|", *rows))


def _first_line(file: Path) -> str:
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert said, f"{file} doesn't say what it is"
    return said.splitlines()[0]


def example() -> str:
    """The files of the worked example, each whole."""
    parts = []
    for name in SHOWN_OF_EXAMPLE:
        text = (EXAMPLE / name).read_text(encoding="utf-8").rstrip()
        language = "python" if name.endswith(".py") else "toml"
        parts.append(f"`docs/example/{name}`\n\n```{language}\n{text}\n```")
    return "\n\n".join(parts)


def _code(text: str) -> str:
    """In a table a bar ends the cell, in code too."""
    return "`" + text.replace("|", "\\|") + "`"


MADE: Mapping[str, Made] = {
    "the machine": Made("README.md", "diagram", diagram),
    "the rooms": Made("README.md", "rooms", rooms),
    "the verbs": Made("docs/guide.md", "verbs", verbs),
    "the procedures": Made("docs/guide.md", "procedures", procedure_table),
    "the example": Made("docs/guide.md", "example", example),
    "who may": Made("docs/guide.md", "authority", authority),
}


def renewed(made: Made) -> str:
    """The whole document with that part as it should be."""
    text = (ROOT / made.file).read_text(encoding="utf-8")
    start, end = f"<!-- {made.mark} -->\n", f"<!-- /{made.mark} -->\n"
    before, _, rest = text.partition(start)
    _, mark, after = rest.partition(end)
    if not mark:
        raise ValueError(f"{made.file} has no {start.strip()} … {end.strip()}")
    return f"{before}{start}{made.make()}\n{mark}{after}"


if __name__ == "__main__":
    for row in MADE.values():
        (ROOT / row.file).write_text(renewed(row), encoding="utf-8")
