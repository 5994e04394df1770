"""/acm bodies and /acm who: the trees, one body, the empty seats; and nothing of whom another nation has where."""

import pytest
from sqlalchemy import delete, update

from bot.words import speaker
from state.tables.people import holder
from tests.bot.office import Office
from workflows.bodies.rows import BILATERAL

EMPTIED = ("us-usfj-watch", "us-c7f-cdr", "jp-jjoc-cdr", "bocc-jp-watch")
UNWATCHED = "us-indopacom-joc"


@pytest.fixture
def gaps(office: Office) -> Office:
    """Nobody holds the seats of EMPTIED, and who holds that of UNWATCHED is not on watch."""
    with office.house.database.writing() as connection:
        connection.execute(delete(holder).where(holder.c.seat.in_(EMPTIED)))
        connection.execute(update(holder).where(holder.c.seat == UNWATCHED).values(on_watch=False))
    return office


def empty_in(answer: str) -> set[str]:
    """The seats that an answer names."""
    return {seat for seat in EMPTIED if f"`{seat}`" in answer}


def test_every_body_in_force_is_shown_once_under_its_parent(office: Office) -> None:
    said = office.tell("us-usfj-watch", "bodies")
    registry = office.house.registry
    assert "Bodies in force: 72" in said
    for body in registry.bodies.values():
        assert said.count(f"`{body.id}`") == (body.id != "jp-nisc"), body.id
    lines = said.splitlines()
    at = {line.split("`")[1]: line.index("•") for line in lines if "`" in line}
    assert (at["us-nsc"], at["us-osd"], at["us-indopacom"], at["us-usfj"], at["us-usfj-j3"]) == (0, 1, 2, 3, 4)


def test_bodies_can_be_chosen_by_echelon_and_nation(office: Office) -> None:
    said = office.tell("jp-jjoc-watch", f"bodies nation:{BILATERAL} echelon:action")
    assert speaker("ja")("Bodies in force: {count}", count=1) in said
    assert "`acg-ao`" in said
    assert "担当級" in said


def test_a_body_is_shown_with_what_it_is_tied_to(office: Office) -> None:
    said = office.tell("us-usfj-watch", "bodies jjoc")
    for part in ("Japan · strategic · operations", "Goes up to: MOD", "Counterparts: USFJ, INDOPACOM", "GCC, SDFLT"):
        assert part in said
    assert "<@" not in said
    assert "#jp-jjoc" not in said


def test_a_body_that_has_ended_is_shown_with_its_successor(office: Office) -> None:
    assert "2015-01-09 – 2025-06-30 → `jp-nco`" in office.tell("us-usfj-watch", "bodies jp-nisc")


@pytest.mark.parametrize("line", ["who empty", "bodies coverage"])
@pytest.mark.parametrize(
    ("place", "empty", "count"),
    [
        (("us-usfj-watch", "us-usfj"), {"us-usfj-watch", "us-c7f-cdr", "bocc-jp-watch"}, "3 of 150"),
        (("jp-jjoc-watch", "jp-jjoc"), {"jp-jjoc-cdr", "bocc-jp-watch"}, "164 席のうち 2 席"),
        (("us-usfj-watch", "bocc"), {"bocc-jp-watch"}, "1 of 70"),
    ],
)
def test_empty_seats_are_told_to_whom_their_holders_may_be_known(
    gaps: Office, line: str, place: tuple[str, str], empty: set[str], count: str
) -> None:
    seat, body = place
    said = gaps.tell(seat, line, body)
    assert empty_in(said) == empty
    assert count in said


def test_empty_seats_can_be_chosen_by_nation_and_echelon(gaps: Office) -> None:
    said = gaps.tell("us-usfj-watch", "who nation:us echelon:director-general")
    assert empty_in(said) == {"us-usfj-watch", "us-c7f-cdr"}
    assert "*United States* · director-general: 2 of 46 empty, 0 held with nobody on watch" in said
    assert "ministerial" not in said
    assert empty_in(gaps.tell("us-usfj-watch", "who empty nation:jp")) == {"bocc-jp-watch"}


def test_seats_whose_people_are_all_off_watch_are_told_beside_the_empty_ones(gaps: Office) -> None:
    said = gaps.tell("us-usfj-watch", "who empty echelon:strategic")
    assert "*United States* · strategic: 0 of 14 empty, 1 held with nobody on watch" in said
    assert f"• INDOPACOM: `{UNWATCHED}` (nobody on watch)" in said
    assert UNWATCHED not in gaps.tell("jp-jjoc-watch", "who empty")


@pytest.mark.parametrize("verb", ["who", "bodies"])
def test_a_word_that_is_none_is_told_with_those_there_are(office: Office, verb: str) -> None:
    assert "“top” is no echelon. One of: `national`, " in office.tell("us-usfj-watch", f"{verb} echelon:top")
    assert "`rank:` is not one of `nation`, `echelon`, `track`" in office.tell(
        "us-usfj-watch", f"{verb} rank:1 nation:us"
    )
