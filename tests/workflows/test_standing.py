"""Seats, people and exports: what belongs to no procedure."""

import msgspec
import pytest

from tests.workflows.build import Play, person
from workflows.command import Command
from workflows.decide import decide
from workflows.logs import attempts
from workflows.matter import Actor
from workflows.roster import Change, Holding
from workflows.vocabulary import Accepted, Refused


def at_first(play: Play, *seats: str) -> None:
    """Nobody holds anything but `seats`."""
    play.holders = {seat: person(seat) for seat in seats}


def take(play: Play, who: str, seat: str, desk: str | None = None) -> Accepted | Refused:
    return play.run(Command("take", person(who), desk, {"seat": seat}))


def test_a_free_seat_of_ones_own_nation_is_taken_and_logged_where_its_body_reads() -> None:
    play = Play()
    free = [("n-hq-watch", "n-hq", ("north",)), ("centre-n-watch", "centre", ("north", "south"))]
    for seat, body, audience in free:
        at_first(play)
        answer = take(play, "n-hq-chief", seat.upper() + " ")
        assert isinstance(answer, Accepted)
        assert answer.seated == (Change(seat, 0, Holding(seat, 0, person("n-hq-chief"))),)
        assert [(row.audience, row.act, row.seat) for row in answer.entries] == [(audience, "take", seat)]
        assert [(row.kind, row.desk) for row in answer.notices] == [("seat-taken", body)]


@pytest.mark.parametrize(
    ("who", "seat", "code"),
    [
        ("n-hq-chief", "n-hq-watch", "seat-held"),
        ("n-hq-watch", "n-hq-watch", "seat-yours"),
        ("n-hq-chief", "centre-s-watch", "other-nations-seat"),
        ("n-hq-chief", "s-hq-watch", "unknown-seat"),
        ("n-hq-chief", "n-hq-cook", "unknown-seat"),
        ("n-hq-chief", "", "unknown-seat"),
        ("nobody", "n-hq-staff", "not-admitted"),
    ],
)
def test_a_seat_that_is_not_ones_to_take_says_why(who: str, seat: str, code: str) -> None:
    play = Play()
    at_first(play, "n-hq-watch")
    answer = take(play, who, seat)
    assert isinstance(answer, Refused)
    assert (answer.code, bool(answer.entries), answer.notices) == (code, code in attempts.CODES, ())


def test_no_seat_is_taken_in_another_nations_channel() -> None:
    play = Play()
    at_first(play)
    answer = take(play, "n-hq-chief", "n-hq-watch", "s-hq")
    assert isinstance(answer, Refused)
    assert answer.code == "other-nations-channel"


def test_a_seat_of_another_nations_own_bodies_is_answered_like_one_that_is_not_there() -> None:
    play = Play()
    at_first(play)
    there, absent = take(play, "n-hq-chief", "s-hq-watch"), take(play, "n-hq-chief", "s-hq-cook")
    assert isinstance(there, Refused)
    assert isinstance(absent, Refused)
    assert there.code == absent.code
    for refused in (there, absent):
        assert {play.registry.seats[seat].nation for seat in refused.params["near"]} <= {"north"}


def test_a_seat_typed_wrong_gets_the_nearest_of_ones_own_nation() -> None:
    play = Play()
    at_first(play)
    refused = take(play, "n-hq-chief", "n-hq-wach")
    assert isinstance(refused, Refused)
    assert refused.params["near"][0] == "n-hq-watch"


def admit(who: Actor, people: str, known: dict[Actor, str] | None = None) -> Accepted | Refused:
    play = Play()
    command = Command("admit", who, None, {"people": people})
    world = msgspec.structs.replace(play.world(who), admitted=known or {})
    return decide(None, command, world, play.now)


ADMIN = Actor("T1", "admin-north")


def test_an_administrator_says_who_its_nations_people_are() -> None:
    answer = admit(ADMIN, "<@U1|one>, @U2 U3 U2")
    assert isinstance(answer, Accepted)
    assert answer.admitted == tuple((Actor("T1", user), "north") for user in ("U1", "U2", "U3"))
    assert [(row.audience, row.act) for row in answer.entries] == [(("north",), "admit")]


@pytest.mark.parametrize(
    ("who", "people", "known", "code"),
    [
        (Actor("T1", "n-hq-chief"), "U1", {}, "not-administrator"),
        (Actor("T2", "admin-north"), "U1", {}, "not-administrator"),
        (ADMIN, " , ", {}, "missing"),
        (ADMIN, "U1 U2", {Actor("T1", "U2"): "south"}, "admitted-elsewhere"),
    ],
)
def test_nobody_else_says_so_nor_of_anothers_people(
    who: Actor, people: str, known: dict[Actor, str], code: str
) -> None:
    answer = admit(who, people, known)
    assert isinstance(answer, Refused)
    assert answer.code == code


def test_people_of_ones_own_may_be_named_again() -> None:
    assert isinstance(admit(ADMIN, "U1", {Actor("T1", "U1"): "north"}), Accepted)


def test_the_tick_neither_takes_nor_admits_nor_exports() -> None:
    play = Play()
    codes = [play.run(Command(verb, None, "n-hq")).said.code for verb in ("take", "admit", "export")]
    assert codes == ["not-admitted", "not-administrator", "not-admitted"]


@pytest.mark.parametrize(("desk", "audience"), [("n-hq", ("north",)), ("centre", ("north", "south"))])
def test_an_export_goes_to_the_desk_with_the_logs_its_readers_have_and_is_logged(
    desk: str, audience: tuple[str, ...]
) -> None:
    play = Play()
    seat = "n-hq-chief" if desk == "n-hq" else "centre-n-lead"
    answer = play.do("export", seat, format="CSV")
    assert [(row.audience, row.act, row.seat) for row in answer.entries] == [(audience, "export", seat)]
    assert [(row.kind, row.desk, row.facts) for row in answer.notices] == [
        ("export", desk, {"format": "csv", "audience": audience})
    ]


@pytest.mark.parametrize(
    ("who", "desk", "fmt", "code"),
    [
        ("n-hq-chief", None, "csv", "no-desk"),
        ("n-hq-chief", "s-hq", "csv", "other-nations-channel"),
        ("n-hq-chief", "n-ops", "csv", "not-your-move"),
        ("n-hq-chief", "centre", "csv", "not-your-move"),
        ("n-hq-chief", "n-hq", "docx", "unknown-format"),
        ("nobody", "n-hq", "csv", "not-admitted"),
    ],
)
def test_an_export_that_may_not_be_says_why(who: str, desk: str | None, fmt: str, code: str) -> None:
    answer = Play().run(Command("export", person(who), desk, {"format": fmt}))
    assert isinstance(answer, Refused)
    assert (answer.code, bool(answer.entries), answer.notices) == (code, code in attempts.CODES, ())
