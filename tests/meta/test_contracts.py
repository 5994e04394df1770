"""The rooms and their doors: .importlinter says who may import whom."""

import os
from pathlib import Path

import importlinter.cli  # noqa: F401  Importing it wires the readers of its options.
import pytest
from importlinter.application import use_cases

ROOT = Path(__file__).parents[2]


def test_the_rooms_keep_their_contracts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    # The use case, not the command: the command switches off the loggers that other tests look at.
    monkeypatch.chdir(ROOT)
    kept = use_cases.lint_imports(cache_dir=None)
    assert kept, capsys.readouterr().out


def test_a_broken_contract_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room, line in {"up": "import down", "down": "import up"}.items():
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text(line + "\n", encoding="utf-8")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_packages =\n    up\n    down\n"
        "[importlinter:contract:layers]\nname = One way\ntype = layers\nlayers =\n    up\n    down\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(os.fspath(tmp_path))
    assert not use_cases.lint_imports(cache_dir=None)
