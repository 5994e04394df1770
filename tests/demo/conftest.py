"""One playing of the whole story for all tests and test processes: it takes some seconds."""

import fcntl
import subprocess
from pathlib import Path

import pytest

from tests.demo.running import KAKEHASHI

STORY_WITHIN = 110  # seconds; as it runs beside other tests


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """What `kakehashi demo --once --out` left. Nobody may change it: copy first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "story"
    folder.mkdir(exist_ok=True)
    out, report = folder / "out", folder / "report"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            done = subprocess.run(  # noqa: S603  Our own command.
                [str(KAKEHASHI), "demo", "--once", "--out", str(out)],
                capture_output=True,
                text=True,
                timeout=STORY_WITHIN,
                check=False,
            )
            report.write_text(f"{done.returncode}\n{done.stdout}{done.stderr}")
    status, told = report.read_text().split("\n", 1)
    assert status == "0", told
    return out
