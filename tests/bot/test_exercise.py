"""An exercise at work: all that is shown says that it is one, and Slack is waited for in real time."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from bot.cli import main
from bot.exercise import BANNER
from bot.rhythm.feed import draw_feeds
from state.exercise import change, timed
from state.house import House
from tests.bot.command_line import folder, played, told
from tests.bot.office import BOTH, NATIONAL, OPEN, Office, channel_of, everything_seen, forget_what_was_told, opened
from tests.bot.watched import exports_for
from tests.conftest import Databases
from tests.play import START, Clock, admit_everyone, install, rows_in, staff
from tests.slackd import RateLimited, Slackd
from tests.slackd.model import Json

__all__ = ["folder", "played"]  # fixtures that are used by name


@pytest.fixture
def exercise(databases: Databases, clock: Clock, make_office: Callable[[House], Office]) -> Office:
    """An office where everybody has their seat, in an exercise."""
    begun = databases.once("exercise", lambda new: staff(timed(install(new, Clock()), is_exercise=True)))
    house = timed(install(begun, clock), is_exercise=True)
    forget_what_was_told(house)
    return make_office(house)


def says_so(text: str, blocks: list[Json]) -> bool:
    return text.startswith(BANNER) and blocks[0]["text"]["text"] == f"*{BANNER}*" and BANNER not in str(blocks[1:])


@BOTH
def test_all_that_is_shown_in_an_exercise_begins_by_saying_so(exercise: Office, slackd: Slackd) -> None:
    exercise.plant()
    serial = opened(exercise)
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        exercise.do(seat, f"ack {serial}")
    for seat in ("us-usfj-cdr", "jp-jjoc-cdr"):
        exercise.press(seat, "concur")
    for line in ("status", "mine", "due", "who", "bodies", "help", f"log {serial}", "nonsense", f"ack {serial}"):
        assert exercise.tell("us-usfj-watch", line).startswith(BANNER), line
    exercise.type("jp-jjoc-watch", "export format:md")
    change(exercise.house, lambda was, real: was.put(real, was.at(real) + timedelta(days=3)), "operator")
    exercise.service.sweep()
    exercise.settle()
    shown = [
        (version.text, version.blocks)
        for row in slackd._messages.values()
        if row.bot_id and not row.files
        for version in row.versions
    ]
    assert len(shown) > 20
    assert [text for text, blocks in shown if not says_so(text, blocks)] == []
    assert {"igest" in text for text, _ in shown} == {True, False}
    assert len(slackd.views) == 2
    assert all(view.blocks[0]["text"]["text"] == f"*{BANNER}*" for view in slackd.views)
    assert all(str(view.payload).count(BANNER) == 1 for view in slackd.views)
    assert [upload.title[:9] for upload in slackd.uploads] == ["EXERCISE-"]
    assert (slackd.uploads[0].content or b"").decode().startswith(f"# {BANNER}")


def test_a_form_that_comes_back_says_it_once(exercise: Office, slackd: Slackd) -> None:
    exercise.type("us-usfj-watch", f"{OPEN} by:+8h")
    user = slackd.views[-1].user
    slackd.submit(user, slackd.view_of(user).id, {"by": "+9h"})
    assert slackd.view_of(user).blocks[0]["text"]["text"] == f"*{BANNER}*"
    assert str(slackd.view_of(user).payload).count(BANNER) == 1


def test_a_real_installation_shows_nothing_of_it(office: Office, slackd: Slackd) -> None:
    opened(office)
    office.settle()
    everywhere = {row.id for row in slackd.channels.values()}
    assert "EXERCISE" not in everything_seen(slackd, everywhere, set(slackd.users))


def test_what_leaves_as_a_file_says_so_too(exercise: Office) -> None:
    opened(exercise)
    for name, text in exports_for(exercise, "us").items():
        first = text.lstrip("\ufeff# ")
        if name.endswith("jsonl"):
            assert '"exercise":true' in text.splitlines()[1]
        else:  # a page begins with what a browser wants to know first
            assert BANNER in text.partition("<body>")[2] if name.endswith("html") else first.startswith(BANNER)
    ((_, data),) = draw_feeds(exercise.house, ["jp-jjoc"])
    lines = data.decode().replace("\r\n ", "").splitlines()
    named = [line for line in lines if line.startswith(("NAME:", "SUMMARY:", "X-WR-CALNAME:"))]
    assert len(named) >= 3
    assert [line for line in named if not line.partition(":")[2].startswith(BANNER)] == []


def test_a_digest_for_which_the_clock_was_set_too_late_says_so_and_comes_once(exercise: Office, clock: Clock) -> None:
    exercise.plant("us-usfj")
    opened(exercise)
    change(exercise.house, lambda was, real: was.put(real, START + timedelta(hours=11)), "operator")
    for _ in range(2):
        exercise.service.sweep()
        exercise.settle()
    (row,) = [row for row in exercise.messages("us-usfj") if "igest" in row.text]
    assert "It comes late" in str(row.blocks)
    assert "021100Z NOV 26" in str(row.blocks)
    assert clock() == START
    change(exercise.house, lambda was, real: was.put(real, START), "operator")
    exercise.service.sweep()
    change(exercise.house, lambda was, real: was.put(real, START + timedelta(hours=11)), "operator")
    exercise.service.sweep()
    exercise.settle()
    assert len([row for row in exercise.messages("us-usfj") if "igest" in row.text]) == 1


@pytest.mark.parametrize("span", [timedelta(0), timedelta(days=-400), timedelta(days=400)])
def test_what_slack_asked_to_wait_for_waits_in_real_time(
    exercise: Office, slackd: Slackd, clock: Clock, span: timedelta
) -> None:
    """A lane rests while an exercise's clock leaps, and no longer than that though it stands still."""
    exercise.do("us-usfj-watch", OPEN)
    slackd.fault("chat.postMessage", RateLimited(30), channel=channel_of("us-usfj"))
    exercise.settle()
    change(exercise.house, lambda was, real: was.put(real, was.at(real) + span).paced(real, 0), "operator")
    exercise.service.sweep()
    exercise.settle()
    assert not exercise.messages("us-usfj")
    clock.forward(timedelta(seconds=31))
    exercise.settle()
    assert NATIONAL in str(exercise.messages("us-usfj")[0].blocks)


def test_when_somebody_was_admitted_is_kept_in_real_time_as_the_looks_at_channels_are(
    house: House, clock: Clock
) -> None:
    house = timed(house, is_exercise=True)
    change(house, lambda was, real: was.put(real, START - timedelta(days=400)), "operator")
    house = timed(msgspec.structs.replace(house, clock=clock, machine=None), is_exercise=True)
    admit_everyone(house)
    assert {row["admitted_at"] for row in rows_in(house.database, "person")} == {clock()}
    assert house.clock() < clock()


def in_exercise(folder: Path) -> None:
    file = folder / "kakehashi.toml"
    file.write_text(file.read_text().replace("# exercise = true", "exercise = true"))
    assert main(["db", "upgrade"]) == 0


def test_the_operator_sets_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    in_exercise(folder)
    assert "as fast as real time" in told(["clock", "show"], capsys)[1]
    assert told(["clock", "stop"], capsys)[1].startswith(f"{BANNER}\n")
    status, out, _ = told(["clock", "set", "2027-01-04T09:00+09:00"], capsys)
    assert (status, "040000Z JAN 27: it stands still" in out) == (0, True)
    assert "040000Z JAN 27: it runs 60 times as fast" in told(["clock", "run", "--rate", "60"], capsys)[1]
    assert "JAN 27" in told(["clock", "show"], capsys)[1]
    assert "040" in told(["clock", "run"], capsys)[1]
    assert told(["check"], capsys)[0] == 0


@pytest.mark.parametrize(
    "words",
    [["set", "tomorrow"], ["set", "2027-01-04T09:00"], ["set", "1999-01-04T09:00Z"], ["run", "--rate", "0"], []],
)
def test_what_is_no_time_and_no_pace_is_told(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    in_exercise(folder)
    assert told(["clock", *words], capsys)[0] == 2


def test_a_real_installation_has_no_clock_to_set_and_refuses_an_exercises_database(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "upgrade"]) == 0
    for words in (["show"], ["stop"], ["set", "2027-01-04T09:00+09:00"]):
        status, _, err = told(["clock", *words], capsys)
        assert (status, "this is no exercise" in err) == (1, True)
    in_exercise(folder)
    assert main(["clock", "show"]) == 0
    file = folder / "kakehashi.toml"
    file.write_text(file.read_text().replace("exercise = true", "exercise = false"))
    for words in (["check"], ["log", "export", "--joint", "--out", "x"], ["clock", "show"]):
        status, _, err = told(words, capsys)
        assert (status, "this database is an exercise's" in err) == (1, True)


def test_an_exercise_refuses_a_database_that_a_real_installation_has_used(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_exercise(played)
    for words in (["check"], ["clock", "show"], ["run"]):
        status, _, err = told(words, capsys)
        assert (status, "a real installation's" in err) == (1, True), words
