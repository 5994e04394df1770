"""`kakehashi act`: the command line acts for a named person in a seat, by the same rules, and the entry says so."""

import getpass
import json
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.cli import main
from state.database import Database
from state.tables.channels import channel
from state.tables.logs import log_content
from tests.bot.command_line import folder, played, told
from tests.play import ANSWERING, ASKING, START, TEAM, person

__all__ = ["folder", "played"]  # fixtures that are used by name

AT = {ASKING: "us-usfj", ANSWERING: "jp-jjoc"}


@pytest.fixture
def bound(played: Path) -> Path:
    """The installation that is played in, with two channels bound."""
    database = Database(f"sqlite:///{played}/kakehashi.db")
    with database.writing() as connection:
        rows = [{"body": body, "team": TEAM, "channel": f"C-{body}"} for body in AT.values()]
        connection.execute(insert(channel), rows)
    database.close()
    return played


def acting(seat: str, *line: str) -> list[str]:
    return ["act", "--person", f"{TEAM}/{person(seat).user}", "--at", AT[seat], *line]


def contents(folder: Path, log: str) -> list[dict[str, object]]:
    database = Database(f"sqlite:///{folder}/kakehashi.db")
    rows = log_content
    with database.reading() as connection:
        found = connection.execute(select(rows.c.content).where(rows.c.log == log).order_by(rows.c.seq)).scalars().all()
    database.close()
    return [json.loads(row) for row in found if row]


def test_what_is_done_is_done_as_in_slack_and_its_entry_names_the_system_account(
    bound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joint = contents(bound, "us+jp")
    status, out, _ = told(acting(ASKING, "ack CR-26-0001 opr:us-usfj ocr:us-usfj-j3"), capsys)
    assert (status, out) == (0, "*CR-26-0001* Acknowledged for your side. OPR: USFJ.\n")
    newest = contents(bound, "us")[-1]
    assert newest["account"] == getpass.getuser()
    assert newest["door"] == "command-line"
    assert newest["person"] == {"team": TEAM, "user": person(ASKING).user}
    # Who acted for the nation is its own, and so is the account that typed it.
    assert not [row for row in contents(bound, "us+jp")[len(joint) :] if "account" in row or "person" in row]


def test_who_admits_people_is_on_record_with_the_account_that_typed_it(
    bound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team, user = "T0123ABCD", "U0123ABCD"  # whom the example of the settings names
    assert told(["act", "--person", f"{team}/{user}", "admit <@UNEWCOMER>"], capsys)[0] == 0
    status, _, err = told(["act", "--person", f"{team}/{user}", "admit <@UNEWCOMER> T0001/U0002"], capsys)
    assert (status, "“T0001/U0002” is not one person" in err) == (1, True)
    (entry,) = [row for row in contents(bound, "us") if "UNEWCOMER" in str(row.get("people"))]
    assert (entry["person"], entry["account"]) == ({"team": team, "user": user}, getpass.getuser())
    assert not [row for row in contents(bound, "us+jp") if "account" in row]


def test_the_words_may_come_one_by_one_and_what_is_only_asked_is_answered(
    bound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bound
    whole = {
        "status": ("Open requests", "CR-26-0001", "Runway repair"),
        "who": ("us-usfj-cdr", "us-usfj-watch"),
        "help": ("*Kakehashi*", "ack", "More procedures"),
        "log CR-26-0001": ("3 entries", "released it"),
    }
    for line, texts in whole.items():
        status, out, err = told(acting(ASKING, line), capsys)
        assert (status, err, [text for text in texts if text not in out]) == (0, "", []), (line, out)
    assert told(acting(ASKING, "ack", "CR-26-0001", "opr:us-usfj"), capsys)[0] == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ack CR-26-0001 as:us-usfj-cdr opr:us-usfj", "You don't hold `us-usfj-cdr`"),
        ("ack CR-26-0009 opr:us-usfj", "There is no `CR-26-0009` here"),
        ("acck CR-26-0001", "is not a verb of mine"),
        ("who us-usfk", "There is no body"),
        ("note CR-26-0001", "/acm note CR-26-0001"),
        ('note CR-26-0001 "open', "A quote is opened and not closed"),
    ],
)
@pytest.mark.usefixtures("bound")
def test_a_refusal_is_told_on_stderr_and_in_the_exit_status(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = told(acting(ASKING, line), capsys)
    assert (status, out) == (1, "")
    assert said in err


def test_a_refused_attempt_is_logged_with_the_account(bound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(acting(ASKING, "ack CR-26-0001 as:us-usfj-cdr opr:us-usfj"), capsys)[0] == 1
    newest = contents(bound, "us")[-1]
    assert (newest["why"], newest["account"]) == ("not-your-seat", getpass.getuser())


@pytest.mark.usefixtures("bound")
def test_a_person_or_a_body_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = told(["act", "--person", "somebody", "status"], capsys)
    assert status == 2
    assert "'somebody' is not TEAM/USER, as in T0001/U0002" in err
    status, _, err = told(["act", "--person", f"{TEAM}/{person(ASKING).user}", "who"], capsys)
    assert (status, "`/acm who us-usfj` shows the seats of a body" in err) == (1, True)
    status, _, err = told(["act", "--person", f"{TEAM}/U1", "--at", "us-osd", "status"], capsys)
    assert (status, err) == (1, f"'us-osd' has no channel in workspace {TEAM} to act in\n")
    assert main(["act", "--person", f"{TEAM}/U1", "status"]) == 1
    assert capsys.readouterr().err.startswith(f"{TEAM}/U1 is on no nation's list: ")
    for words in (
        ["stages", "move", "CR-26-0001", "received", "--as", f"{TEAM}/U1", "--seat", "us-usfj-cdr", "--because", "x"],
        ["bodies", "move", "jp-nisc", "jp-nco", "--as", f"{TEAM}/U1", "--seat", "us-usfj-cdr"],
        ["log", "hold", "us", "--person", f"{TEAM}/U1", "--because", "x"],
        ["log", "purge", "1", "--log", "us", "--person", f"{TEAM}/U1", "--because", "x"],
    ):
        assert told(words, capsys)[2].startswith(f"{TEAM}/U1 is on no nation's list: "), words


def test_a_time_that_binds_others_is_typed_in_full_where_no_form_can_show_it(
    bound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["extend", "CR-26-0001", "by:tomorrow 1700", "because:tide"]
    before = contents(bound, "us")
    status, _, err = told(acting(ASKING, *line), capsys)
    assert (status, "“tomorrow 1700” is understood as" in err) == (1, True)
    assert contents(bound, "us") == before
    spelled = err.split("`")[1]
    status, _, err = told(acting(ASKING, *line[:2], f"by:{spelled}", line[3]), capsys)
    assert (status, err) == (0, "")


def entering(*more: str) -> list[str]:
    line = acting(ASKING, "ack CR-26-0001 opr:us-usfj")[1:]
    return ["enter", "--how", "telephone", "--by", "the duty officer, from 3117", *more, *line]


def test_what_was_done_away_from_slack_has_how_by_whom_and_both_times(
    bound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joint = contents(bound, "us+jp")
    late = ("--time", f"{START.isoformat()}", "--late", "the network was down")
    assert told(entering(*late), capsys) == (0, "*CR-26-0001* Acknowledged for your side. OPR: USFJ.\n", "")
    newest = contents(bound, "us")[-1]
    assert (newest["how"], newest["by"]) == ("telephone", "the duty officer, from 3117")
    assert (newest["happened"], newest["late"]) == ("2026-11-02T00:00:00.000Z", "the network was down")
    assert str(newest["logged"]) > str(newest["happened"])
    assert newest["account"] == getpass.getuser()
    told_to_all = [row for row in contents(bound, "us+jp")[len(joint) :] if "how" in row]
    assert [(row["how"], "by" in row, "late" in row) for row in told_to_all] == [("telephone", False, False)]


def test_of_a_bilateral_seat_the_joint_log_has_when_and_the_nation_s_own_by_whom_and_why_late(
    bound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, joint = contents(bound, "us"), contents(bound, "us+jp")
    words = ["--how", "telephone", "--by", "the duty officer", "--time", START.isoformat(), "--late", "network down"]
    line = ["--person", f"{TEAM}/{person('bocc-us-lead').user}", 'note CR-26-0001 "seen by both"']
    assert told(["enter", *words, *line], capsys)[0] == 0
    (shared,) = contents(bound, "us+jp")[len(joint) :]
    assert (shared["text"], shared["how"], shared["happened"]) == (
        "seen by both",
        "telephone",
        "2026-11-02T00:00:00.000Z",
    )
    assert {"by", "late", "account"} & shared.keys() == set()
    (entered,) = contents(bound, "us")[len(own) :]
    assert (entered["verb"], entered["by"], entered["late"]) == ("note", "the duty officer", "network down")
    assert (entered["account"], entered["person"]) == (getpass.getuser(), shared["person"])
    status, out, _ = told(["log", "verify"], capsys)
    assert (status, out.splitlines()[-1]) == (0, "the database: every matter stands where its logs have left it")


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        (("--time", START.isoformat()), 1, "a late entry needs a reason"),
        (("--time", "2099-01-01T00:00Z"), 1, "still to come"),
        (("--time", "yesterday"), 2, "is not a time with its offset"),
        (("--time", "2026-11-24"), 2, "is not a time with its offset"),
        (("--time", "2999-01-01T00:00Z"), 2, "is out of the range that is taken: the years 2000 to 2099"),
        (("--late", "(S) the cable"), 1, "marking"),
        (("--late", ""), 2, "argument --late: it goes on record, and is empty"),
        (("--by", " "), 2, "argument --by: it goes on record, and is empty"),
    ],
)
def test_an_entry_of_what_was_done_elsewhere_is_looked_at(
    bound: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], status: int, said: str
) -> None:
    before = contents(bound, "us")
    found = told(entering(*more), capsys)
    assert (found[0], said in found[2]) == (status, True), found
    assert [row for row in contents(bound, "us")[len(before) :] if "by" in row] == []
