"""`kakehashi bodies`: the registry as lists, trees and pictures, and which seats nobody holds."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import delete, update

from state.database import Database
from state.tables.people import holder
from tests.bot.command_line import folder, played, told
from tests.play import START, TEAM, Clock, Play, install, person, registry, rows_in

__all__ = ["folder", "played"]  # fixtures that are used by name

EMPTIED = ("us-usfj-watch", "jp-jjoc-cdr", "bocc-jp-watch")
UNWATCHED = "us-c7f-watch"


@pytest.fixture
def gaps(played: Path) -> Path:
    """An installation where nobody holds the seats of EMPTIED, and who holds that of UNWATCHED is not on watch."""
    database = Database(f"sqlite:///{played}/kakehashi.db")
    with database.writing() as connection:
        connection.execute(delete(holder).where(holder.c.seat.in_(EMPTIED)))
        connection.execute(update(holder).where(holder.c.seat == UNWATCHED).values(on_watch=False))
    database.close()
    return played


@pytest.mark.usefixtures("folder")
def test_the_list_has_every_body_and_says_which_have_ended(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = told(["bodies", "list"], capsys)
    lines = {line.split()[0]: line for line in out.splitlines()[1:]}
    assert status == 0
    assert set(lines) == set(registry().bodies)
    assert lines["jp-nisc"].endswith("no 2015-01-09..2025-06-30, then jp-nco")
    assert lines["us-usfj"].split()[1:6] == ["USFJ", "us", "director-general", "operations", "5"]


@pytest.mark.usefixtures("folder")
def test_the_tree_of_a_day_has_the_bodies_of_that_day(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = told(["bodies", "tree", "--nation", "jp", "--on", "2025-06-30"], capsys)
    assert "    jp-nisc  National center" in out
    assert "jp-nco" not in out
    assert out.splitlines()[0] == "jp (32)"
    assert "us-usfj" not in out


@pytest.mark.usefixtures("folder")
def test_one_body_is_shown_with_all_that_the_registry_says(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = told(["bodies", "show", "JJOC"], capsys)
    for part in (
        "counterparts",
        "us-usfj, us-indopacom",
        "below it",
        "jp-gcc",
        "統合作戦司令官",
        "valid_from",
        "2025-03-24",
    ):
        assert part in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "jp-jjocs"], "there is no body 'jp-jjocs'; did you mean jp-jjoc"),
        (["list", "--echelon", "top"], "'top' is no echelon of the registry: national, ministerial,"),
        (["tree", "--nation", "xx"], "'xx' is no nation of the registry: us, bilateral, jp"),
        (["coverage", "--view", "bilateral"], "'bilateral' is no nation of the registry: us, jp"),
        (["coverage", "--nation", "xx"], "'xx' is no nation of the registry: us, jp"),
    ],
)
@pytest.mark.usefixtures("played")
def test_what_is_not_in_the_registry_is_told(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = told(["bodies", *words], capsys)
    assert (status, out) == (1, "")
    assert err.startswith(sentence)


@pytest.mark.usefixtures("gaps")
def test_coverage_names_the_empty_seats_and_counts_them_by_nation_and_echelon(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = told(["bodies", "coverage"], capsys)
    rows = [line.split() for line in out.splitlines()]
    assert ["us", "director-general", "46", "1", "1"] in rows
    assert ["jp", "strategic", "21", "1", "0"] in rows
    assert ["us", "action", "2", "0", "0"] in rows
    assert "3 of 244 seats are held by nobody" in out
    assert {row[0] for row in rows if row[0] in registry().seats} == {*EMPTIED, UNWATCHED}
    assert f"{UNWATCHED}  Battle watch captain, U.S. 7th Fleet: held, and nobody is on watch" in out


@pytest.mark.usefixtures("gaps")
def test_coverage_in_a_nations_view_leaves_out_the_others_own(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = told(["bodies", "coverage", "--view", "us"], capsys)
    assert "2 of 150 seats" in out
    assert "jp-jjoc-cdr" not in out


@pytest.mark.usefixtures("gaps")
def test_coverage_can_be_of_one_nations_seats_at_one_echelon(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = told(["bodies", "coverage", "--echelon", "director-general", "--nation", "jp"], capsys)
    assert "1 of 43 seats" in out
    assert "bocc-jp-watch" in out


def words_in(file: Path) -> set[str]:
    """Every text of an SVG file; it must be well-formed."""
    return {row.text or "" for row in ET.parse(file).iter("{http://www.w3.org/2000/svg}text")}  # noqa: S314  our own


@pytest.mark.parametrize("language", ["en", "ja"])
def test_pictures_show_every_body_and_every_seat_in_either_language(
    gaps: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {act: gaps / f"{act}.svg" for act in ("tree", "coverage")}
    for act, file in files.items():
        status, out, _ = told(["bodies", act, "--picture", str(file), "--language", language], capsys)
        assert (status, out) == (0, f"{file} is drawn\n")
        labels = {body.abbr for body in registry().bodies.values() if body.id != "jp-nisc"}
        assert labels <= words_in(file)
    name, empty = (
        ("統合作戦司令部", "空席： 244 席のうち 3 席")
        if language == "ja"
        else ("U.S. Forces Japan", "Seats that nobody holds: 3 of 244")
    )
    assert name in words_in(files["tree"])
    assert any(text.startswith(empty) for text in words_in(files["coverage"]))
    svg = files["coverage"].read_text(encoding="utf-8")
    assert svg.count('height="15"') == 244
    assert svg.count('height="15" rx="3" fill="#ffffff"') == 3
    assert svg.count('height="15" rx="3" fill="#b7791f"') == 1


@pytest.mark.usefixtures("folder")
def test_a_picture_that_cannot_be_written_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = told(["bodies", "tree", "--picture", "nowhere/tree.svg"], capsys)
    assert (status, err) == (1, "nowhere/tree.svg: No such file or directory\n")


# Moving what is open


@pytest.fixture
def ended(manned: Path) -> Path:
    """An installation in which a request names an office that has ended since."""
    database = Database(f"sqlite:///{manned}/kakehashi.db")
    Play(install(database, Clock(START))).open_joint(info="us-usfj-j3")
    database.close()
    bodies = manned / "bodies.toml"
    row = 'id = "us-usfj-j3"\n'
    bodies.write_text(bodies.read_text("utf-8").replace(row, f"{row}valid_to = 2025-01-01\n"), "utf-8")
    return manned


WHO = ("--as", f"{TEAM}/{person('us-usfj-cdr').user}", "--seat", "us-usfj-cdr")


def test_what_is_open_is_moved_for_a_named_person_in_a_seat(ended: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = told(["bodies", "move", "us-usfj-j3", "us-usfj-j5", *WHO], capsys)
    assert (status, out, err) == (0, "From us-usfj-j3 to us-usfj-j5: `CR-26-0001`.\n", "")
    database = Database(f"sqlite:///{ended}/kakehashi.db")
    assert Play(install(database, Clock(START))).matter("CR-26-0001").info == ("us-usfj-j5",)
    acts = [json.loads(row["entry"])["act"] for row in rows_in(database, "log_entry")]
    database.close()
    assert acts.index("loaded") < acts.index("move-body"), "the changed registry is on record before it is used"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("us-usfj-j3", "us-usfj-j5", "--as", "T/U", "--seat", "us-usfj-cdr"), "T/U is on no nation's list"),
        (("us-usfj-j3", "us-usfj-j5", WHO[0], WHO[1], "--seat", "us-usfj-watch"), "You don't hold `us-usfj-watch`"),
        (("us-usfj-j3", "jp-jjoc", *WHO), "jp-jjoc can't take the place of us-usfj-j3"),
        (("us-usfj-j3", "us-usfj-j9", *WHO), "There is no body “us-usfj-j9”."),
        (("us-usfj-j4", "us-usfj-j5", *WHO), "us-usfj-j4 is in force"),
        (("us-usfj-j3", "us-usfj-j5", *WHO, "--only", "CR-26-0007"), "`CR-26-0007` is no open request here"),
    ],
)
@pytest.mark.usefixtures("ended")
def test_what_cannot_be_moved_is_told_with_why(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = told(["bodies", "move", *words], capsys)
    assert (status, out) == (1, "")
    assert err.startswith(sentence)
