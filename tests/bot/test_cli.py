"""The command line: what it does, and that what a person can cause is told in a sentence."""

import getpass
import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.cli.common import Failure
from bot.settings.fields import LOG_LEVELS
from tests.bot.command_line import folder, played, told
from tests.play import DEPLOY, SCHEMA
from workflows.catalogue import procedures

__all__ = ["folder", "played"]  # fixtures that are used by name

ROOT = DEPLOY.parent


PRESENT = [name for name, row in COMMANDS.items() if find_spec(row.module)]


@pytest.mark.parametrize("name", PRESENT)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = told([name, "--help"], capsys)
    assert status == 0
    assert f"usage: kakehashi {name}" in out
    assert COMMANDS[name].help[1:] in " ".join(out.split())


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = told(["--help"], capsys)
    assert status == 0
    for name, row in COMMANDS.items():
        assert f"  {name:9} {row.help}\n" in out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(["--version"], capsys)[:2] == (0, "kakehashi 0.1.0\n")


def test_help_imports_no_command_and_no_library() -> None:
    """What makes it quick."""
    code = (
        "import sys; from bot.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(  # noqa: S603  our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(done.stderr.split())
    assert "bot.cli" in loaded
    assert not loaded & {"sqlalchemy", "slack_sdk", "slack_bolt", "msgspec", "transitions", "alembic", "state"}


WRONG_USE: Mapping[str, tuple[list[str], str]] = {
    "nothing": ([], "a command is wanted: run, check, channels"),
    "a misspelt command": (["chek"], "'chek' is not a command; did you mean check?"),
    "an unknown command": (["zzz"], "'zzz' is not a command: run, check"),
    "an unknown option": (["--zzz"], "unrecognized arguments: --zzz"),
    "db alone": (["db"], "the following arguments are required: upgrade|backup"),
    "nobody's log": (["log", "export", "--out", "x"], "one of the arguments --nation --joint is required"),
    "two readers": (["log", "export", "--joint", "--nation", "us", "--out", "x"], "not allowed with"),
    "an unknown form": (["log", "export", "--joint", "--format", "xlsx", "--out", "x"], "invalid choice: 'xlsx'"),
    "a short root": (["log", "verify", "x", "--root", "us=12"], "'us=12' is not LOG=HEX with 64 hexadecimal digits"),
    "a port that is none": (["demo", "--port", "99999"], "'99999' is not a port from 0 to 65535"),
    "a port below all": (["demo", "--port", "-1"], "'-1' is not a port from 0 to 65535"),
    "a port of the bot that is none": (["run", "--http", "127.0.0.1:99999"], "'99999' is not a port from 0 to 65535"),
    "a page that --once has not": (["demo", "--once", "--out", "x", "--port", "0"], "--port is of the page"),
    "seats that --once has not": (["demo", "--once", "--out", "x", "--seat", "a"], "--seat is of the page"),
    "--once alone": (["demo", "--once"], "--once and --out DIR go together"),
    "an unknown procedure": (["diagram", "zzz"], "invalid choice: 'zzz'"),
    "the authority of an unknown procedure": (["authority", "zzz"], "invalid choice: 'zzz'"),
}


@pytest.mark.parametrize(("words", "sentence"), WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_is_told_with_status_2(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = told(words, capsys)
    assert (status, out) == (2, "")
    assert sentence in err


# check and db


def test_an_installation_is_made_and_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = told(["check"], capsys)
    assert (status, out) == (1, "")
    assert err == "kakehashi.db: there is no database yet: run `kakehashi db upgrade`\n"
    assert not (folder / "kakehashi.db").exists()
    assert told(["db", "upgrade"], capsys)[:2] == (0, f"The schema is now {SCHEMA}: a new database.\n")
    assert told(["db", "upgrade"], capsys)[:2] == (0, f"The schema is {SCHEMA} already.\n")
    status, out, err = told(["check"], capsys)
    assert (status, err) == (0, "")
    assert out.startswith("All is well: ")
    assert f"{len(procedures())} procedures, schema {SCHEMA}, Slack not asked: no tokens." in out


def test_all_faults_are_told_on_stderr_with_status_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = folder / "other.toml"
    settings.write_text((folder / "kakehashi.toml").read_text().replace('"INFO"', '"LOUD"').replace("jp = [", "fr = ["))
    status, out, err = told(["check", "--settings", str(settings)], capsys)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        f"{settings}:13: log_level is one of {', '.join(LOG_LEVELS)}",
        f"{settings}:24: nation 'jp' has no administrator",
        f"{settings}:26: 'fr' is not a nation of the registry",
        "kakehashi.db: there is no database yet: run `kakehashi db upgrade`",
    ]


def test_a_backup_is_a_whole_copy(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(["db", "backup", "copy.db"], capsys)[:2] == (0, "Copied to copy.db.\n")
    with sqlite3.connect(played / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM matter").fetchone() == (1,)
    copy.close()
    assert told(["db", "backup", "copy.db"], capsys) == (1, "", "copy.db is there already: choose another name\n")
    assert told(["db", "backup", "kakehashi.db"], capsys)[2] == "kakehashi.db is there already: choose another name\n"


def test_a_backup_of_nothing_makes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(["db", "backup", "copy.db"], capsys) == (1, "", "kakehashi.db: there is no such database\n")
    (folder / "kakehashi.db").touch()
    assert told(["db", "backup", "copy.db"], capsys) == (1, "", "kakehashi.db is no database of Kakehashi's\n")
    assert not (folder / "copy.db").exists()


def test_a_schema_of_another_version_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    export = ["log", "export", "--joint", "--out", "x.jsonl"]
    assert "run `kakehashi db upgrade`" in told(export, capsys)[2]
    assert not (folder / "x.jsonl").exists()
    assert not (folder / "kakehashi.db").exists()
    told(["db", "upgrade"], capsys)
    assert (folder / "kakehashi.db").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(folder / "kakehashi.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    status, out, err = told(["db", "upgrade"], capsys)
    assert (status, out) == (1, "")
    assert err == told(export, capsys)[2]
    assert err == (
        "the database's schema is 9999, which this version does not know: it is of a newer version of Kakehashi, "
        f"and this one ({SCHEMA}) has to be renewed\n"
    )
    monkeypatch.setenv("KAKEHASHI_DATABASE_URL", f"sqlite:///{folder}/none/x.db")
    assert told(["db", "upgrade"], capsys)[2] == (
        f"the database {folder}/none/x.db cannot be opened: unable to open database file\n"
    )
    monkeypatch.setenv("KAKEHASHI_DATABASE_URL", "postgresql://127.0.0.1:1/x")
    assert told(["db", "upgrade"], capsys)[2].startswith("the database cannot be opened: connection")
    monkeypatch.setenv("KAKEHASHI_DATABASE_URL", "mysql://u:secret@h/d")
    status, _, err = told(["db", "upgrade"], capsys)
    assert status == 1
    assert err.startswith("KAKEHASHI_DATABASE_URL is not an address such as")
    assert "secret" not in err


def test_a_database_of_another_program_is_left_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "kakehashi.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE recipe (name TEXT)")
    before = file.read_bytes()
    status, out, err = told(["db", "upgrade"], capsys)
    assert (status, out) == (1, "")
    assert err.startswith(
        "kakehashi.db is another program's database, with tables of its own (recipe): name a new file"
    )
    assert file.read_bytes() == before


# log


def test_logs_are_exported_and_verified(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = told(["log", "export", "--nation", "us", "--out", "us.jsonl"], capsys)
    assert (status, err) == (0, "")
    assert [line.split(",")[0] for line in out.splitlines()] == ["us.jsonl: log us", "us.jsonl: log us+jp"]
    status, verified, err = told(["log", "verify", "us.jsonl"], capsys)
    assert (status, err) == (0, "")
    proved, remarks = verified.splitlines()[:2], verified.splitlines()[2:]
    assert proved == [line.replace(", ", " verified, ", 1) for line in out.splitlines()]
    assert all("compared with nothing from elsewhere" in line for line in remarks)
    roots = {line.split(",")[0].split()[-1]: line.split()[-1] for line in out.splitlines()}
    assert told(["log", "verify", "us.jsonl", "--root", f"us={roots['us']}"], capsys)[0] == 0
    status, _, err = told(["log", "verify", "us.jsonl", "--root", f"us={'0' * 64}"], capsys)
    assert (status, err) == (
        1,
        "us.jsonl: The log us (line 1): it does not contain the log that the witness saw.\n",
    )
    joint = ["log", "export", "--joint", "--format", "csv", "--out", "joint.csv"]
    assert told(joint, capsys)[1].startswith("joint.csv: log us+jp, ")
    assert "exported as csv, which can't be proved" in told(["log", "verify", "joint.csv"], capsys)[2]
    exported = (played / "us.jsonl").read_bytes()
    told(["log", "export", "--nation", "us", "--out", "again.jsonl"], capsys)
    again = (played / "again.jsonl").read_text(encoding="utf-8")
    taken = [row for row in map(json.loads, again.splitlines()) if row.get("entry", {}).get("act") == "export"]
    assert [row["entry"]["log"] for row in taken] == ["us", "us+jp"], "who takes the joint log for all tells all"
    by = {name: taken[0]["content"][name] for name in ("account", "door", "format")}
    assert by == {"account": getpass.getuser(), "door": "command-line", "format": "jsonl"}
    assert taken[0]["content"]["logs"].keys() == {"us", "us+jp"}
    (played / "us.jsonl").write_bytes(exported.replace(b"Runway", b"Harbor"))
    status, out, err = told(["log", "verify", "us.jsonl"], capsys)
    assert (status, out) == (1, "")
    assert "is not the one that was recorded" in err


def test_what_cannot_be_exported_or_read_is_told(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = ["log", "export", "--nation"]
    assert told([*export, "fr", "--out", "x"], capsys) == (1, "", "'fr' is not a nation of the registry: us, jp\n")
    status, _, err = told([*export, "us", "--out", "none/x"], capsys)
    assert status == 1
    assert err == "none: No such file or directory\n"
    for form in ("html", "pdf"):
        assert told([*export, "us", "--format", form, "--out", "none/x"], capsys)[2] == err
    (played / "kept").write_text("a log")
    for words in ([*export, "us"], ["log", "prove", "1", "--log", "us"], ["report", "--joint"]):
        status, _, err = told([*words, "--out", "kept"], capsys)
        assert (status, "kept is there already: choose another name" in err) == (2, True), words
    assert (played / "kept").read_text() == "a log"
    assert told(["log", "verify", "none"], capsys) == (1, "", "none: No such file or directory\n")
    (played / "kakehashi.toml").unlink()
    assert told([*export, "us", "--out", "x"], capsys)[2].startswith(
        "kakehashi.toml: the settings file cannot be read: No such file"
    )
    assert not (played / "x").exists()


def test_a_failure_and_an_interruption_have_their_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = import_module("bot.cli.diagram")

    def raising(error: BaseException) -> tuple[int, str, str]:
        def run(_arguments: object) -> int:
            raise error

        monkeypatch.setattr(module, "run", run)
        return told(["diagram", "coordination-request"], capsys)

    assert raising(Failure("one", "two")) == (1, "", "one\ntwo\n")
    assert raising(PermissionError(13, "Permission denied", "x.db")) == (1, "", "x.db: Permission denied\n")
    assert raising(KeyboardInterrupt()) == (130, "", "")


def test_a_reader_who_leaves_early_is_no_fault() -> None:
    code = "from bot.cli import main; raise SystemExit(main(['diagram', 'coordination-request']))"
    with subprocess.Popen(  # noqa: S603  our own interpreter and code
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 1
