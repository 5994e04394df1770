"""Whatever the program imports is named in pyproject.toml: who installs it alone has all that it needs, and no more."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "state", "workflows")
BY_ADDRESS = {"psycopg", "tzdata"}
"""What SQLAlchemy finds by the database's address, and zoneinfo by itself."""


def imported() -> set[str]:
    """The names of modules, as far as they are no room's and not Python's own."""
    found = set()
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {row.name.partition(".")[0] for row in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - {*ROOMS, *sys.stdlib_module_names}


def plain(name: str) -> str:
    """A distribution's name as all its spellings are (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_of_a_dependency_and_every_dependency_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {plain(re.split(r"[\[>=<]", row)[0]) for row in project["dependencies"]}
    distributions = packages_distributions()
    used = {plain(distributions[module][0]) for module in imported()}
    assert used == named - BY_ADDRESS
