"""A real `kakehashi run` in a process of its own, on a loopback Slack."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

from tests.play import DEPLOY, TEAM, administrator, registry
from tests.slackd import Slackd

ROOT = DEPLOY.parent
COMMAND_LINE = (sys.executable, "-c", "from bot.cli import main; raise SystemExit(main())")
PATIENCE = 20  # seconds


def install_in(folder: Path) -> Path:
    """Settings, registry and calendars of an installation; gives the settings file."""
    shutil.copy(DEPLOY / "bodies.toml", folder)
    shutil.copytree(DEPLOY / "calendars", folder / "calendars")
    lines = (DEPLOY / "settings.example.toml").read_text(encoding="utf-8").splitlines()
    people = [f'{nation} = ["{TEAM}/{administrator(nation).user}"]' for nation in registry().nations]
    before = lines[: lines.index("[administrators]") + 1]
    (folder / "kakehashi.toml").write_text("\n".join([*before, *people]) + "\n", encoding="utf-8")
    return folder / "kakehashi.toml"


class Running:
    """One process. `said` grows with what it prints and logs; `end` is for the test's own end, whatever happened."""

    def __init__(self, slackd: Slackd, settings: Path, database: str, *words: str, **environ: str) -> None:
        self.said: list[str] = []
        self.process = subprocess.Popen(  # noqa: S603  our own interpreter and code
            [*COMMAND_LINE, "run", *words],
            cwd=ROOT,
            env=environment(slackd, settings, database) | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            self.said.extend(lines)

    def connected(self, slackd: Slackd) -> str:
        """Where it listens, once it says so."""
        found = slackd.wait_for(
            lambda: (
                re.search(r"^connected: (.*)$", "".join(self.said), re.MULTILINE) or self.process.poll() is not None
            ),
            timeout=PATIENCE,
        )
        assert isinstance(found, re.Match), "".join(self.said)
        return found[1]

    def stop(self) -> tuple[int, float]:
        """Ask it to stop; gives its exit status and how many seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.wait(), time.monotonic() - begun

    def kill(self) -> None:
        self.process.kill()
        self.wait()

    def wait(self) -> int:
        status = self.process.wait(timeout=PATIENCE)
        self._reader.join(timeout=5)
        return status

    def end(self) -> None:
        if self.process.poll() is None:
            self.kill()


def environment(slackd: Slackd, settings: Path, database: str) -> dict[str, str]:
    own = {name: word for name, word in os.environ.items() if not name.startswith(("SLACK_", "KAKEHASHI_"))}
    return own | {
        "KAKEHASHI_SETTINGS": str(settings),
        "KAKEHASHI_DATABASE_URL": database,
        "SLACK_API_URL": slackd.api_url,
        "SLACK_BOT_TOKEN": slackd.token(),
        "SLACK_APP_TOKEN": slackd.app_token,
        "SLACK_SIGNING_SECRET": slackd.signing_secret,
    }
