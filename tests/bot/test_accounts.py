"""A guest, a bot, a deactivated account or an outsider holds no seat: not one is taken, and one that was is lost."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, update

from bot.inward.listeners import COMMAND
from state.apply import apply
from state.channels import accounts
from state.tables import metadata
from state.tables.people import holder
from tests.bot.office import BOTH, OUTSIDER, Office, all_well, channel_of, entries, user_of, words_of
from tests.play import TEAM, administrator, person
from tests.slackd import Slackd, Status
from workflows.command import Command
from workflows.matter import Actor, Matter

ADMIN = administrator("us").user
KINDS: dict[str, dict[str, Any]] = {
    "a guest": {"is_restricted": True},
    "a bot": {"is_bot": True},
    "a deactivated account": {"deleted": True},
}
SEAT, ABOVE = "us-usfj-watch", "us-usfj-cdr"


def admit(slackd: Slackd, user: str) -> str:
    return words_of(slackd.command(ADMIN, slackd.dm(ADMIN).id, COMMAND, f"admit <@{user}>"))


def at_the_next_tick(office: Office) -> None:
    office.service.delivery.vetting.round()
    office.settle()


def held_by(office: Office, user: str) -> list[str]:
    return [row["seat"] for row in office.rows("holder") if row["user"] == user]


def told(slackd: Slackd, user: str) -> list[str]:
    return [message.text for message in slackd.messages(slackd.dm(user).id)]


# Not taken


@BOTH
@pytest.mark.parametrize("standing", KINDS.values(), ids=KINDS)
def test_an_account_that_is_no_full_member_s_is_not_admitted(
    office: Office, slackd: Slackd, standing: dict[str, Any]
) -> None:
    slackd.join_team(slackd.add_user("UNEW", **standing))
    words = admit(slackd, f"{OUTSIDER}> <@UNEW")
    assert "Nothing was done" in words
    assert "<@UNEW>" in words
    assert f"<@{OUTSIDER}>" not in words
    assert {row["user"] for row in office.rows("person")}.isdisjoint({OUTSIDER, "UNEW"})


@BOTH
def test_who_becomes_a_guest_before_taking_a_seat_takes_none(office: Office, slackd: Slackd) -> None:
    slackd.join_team(slackd.add_user("UNEW"))
    admit(slackd, "UNEW")
    slackd.change_user("UNEW", is_restricted=True)
    with office.house.database.writing() as connection:
        connection.execute(delete(holder).where(holder.c.seat == SEAT))
    answer = words_of(slackd.command("UNEW", slackd.dm("UNEW").id, COMMAND, f"take {SEAT}"))
    assert "can hold no seat" in answer
    assert held_by(office, "UNEW") == []


@BOTH
def test_somebody_of_whom_nothing_was_known_is_asked_for_after_they_were_admitted(
    office: Office, slackd: Slackd
) -> None:
    slackd.add_user("UNEW", is_ultra_restricted=True)  # and no event came
    assert "Admitted" in admit(slackd, "UNEW")
    at_the_next_tick(office)
    assert "UNEW" not in {row["user"] for row in office.rows("person")}
    assert "Admitted" in admit(slackd, "UNOBODY")  # a slip of the pen
    at_the_next_tick(office)
    assert "UNOBODY" not in {row["user"] for row in office.rows("person")}
    before = len(slackd.calls("users.info"))
    at_the_next_tick(office)
    assert len(slackd.calls("users.info")) == before


# Lost


@BOTH
@pytest.mark.parametrize("standing", KINDS.values(), ids=KINDS)
def test_the_seats_are_lost_by_a_logged_command_and_the_next_person_up_is_told(
    office: Office, slackd: Slackd, standing: dict[str, Any]
) -> None:
    user = user_of(SEAT)
    slackd.change_user(user, **standing)
    at_the_next_tick(office)
    assert held_by(office, user) == []
    assert user not in {row["user"] for row in office.rows("person")}
    (left,), (struck,) = entries(office, "vacate"), entries(office, "dismiss")
    assert [json.loads(row["entry"])["seat"] for row in (left, struck)] == [SEAT, None]
    assert (left["log"], struck["log"]) == ("us", "us")
    (text,) = told(slackd, user_of(ABOVE))
    assert SEAT in text
    assert f"<@{user}>" in text
    others = {name for name, row in slackd.users.items() if not (row.is_bot or row.deleted)} - {user_of(ABOVE)}
    assert not any("vacant" in text for name in others for text in told(slackd, name))
    slackd.leave(user, channel_of("us-usfj"))
    at_the_next_tick(office)
    assert any("vacant" in text for text in office.told("us-usfj"))  # it was the watch
    all_well(office)
    before = office.rows("log_entry")
    at_the_next_tick(office)
    assert office.rows("log_entry") == before


@BOTH
def test_a_seat_at_a_bilateral_body_is_told_jointly_and_why_only_at_home(office: Office, slackd: Slackd) -> None:
    slackd.change_user(user_of("bocc-us-lead"), is_restricted=True)
    at_the_next_tick(office)
    (left,), (struck,) = entries(office, "vacate"), entries(office, "dismiss")
    assert (left["log"], struck["log"]) == ("us+jp", "us")
    contents = {(row["log"], row["seq"]): json.loads(row["content"]) for row in office.rows("log_content")}
    assert "account" not in contents["us+jp", left["seq"]]
    assert contents["us", struck["seq"]]["account"] == "guest"


def test_where_nobody_is_above_the_nation_s_administrators_are_told(office: Office, slackd: Slackd) -> None:
    top = next(
        seat
        for body in office.house.registry.bodies.values()
        if body.nation == "us" and body.parent is None
        for seat in body.seats
        if seat.role == "decide"
    )
    slackd.change_user(user_of(top.id), is_restricted=True)
    at_the_next_tick(office)
    assert any("vacant" in text for text in told(slackd, ADMIN))


@BOTH
def test_an_event_alone_takes_no_seat_away(office: Office, slackd: Slackd) -> None:
    """It may be an old one that comes late: Slack is asked what is so now."""
    at_the_next_tick(office)
    user = user_of(SEAT)
    with office.house.database.writing() as connection:
        accounts.hear(connection, TEAM, user, "guest")
    slackd.fault("users.info", Status(503), times=None)
    at_the_next_tick(office)
    assert held_by(office, user) == [SEAT]
    slackd.clear_faults()
    office.clock.forward(timedelta(seconds=2))
    at_the_next_tick(office)
    assert held_by(office, user) == [SEAT]
    assert {row["kind"] for row in office.rows("account") if row["user"] == user} == {"member"}


def test_a_new_picture_changes_nothing(office: Office, slackd: Slackd) -> None:
    at_the_next_tick(office)
    before = {table: office.rows(table) for table in metadata.tables}
    assert slackd.change_user(user_of(SEAT), is_bot=False).status == 200
    assert {table: office.rows(table) for table in metadata.tables} == before


def test_nobody_but_the_tick_strikes_people_off(office: Office) -> None:
    given = {"team": TEAM, "user": user_of(SEAT)}
    for actor, door in ((administrator("us"), "slash"), (person(ABOVE), "button"), (Actor(TEAM, "U1"), "modal")):
        assert apply(office.house, Command("dismiss", actor, given=given, door=door)).refused
    assert apply(office.house, Command("dismiss", None, given=given, door="tick")).code == "nothing-due"
    assert held_by(office, user_of(SEAT)) == [SEAT]


# The gap that is left


def coverage_of(office: Office, seat: str) -> list[Matter]:
    """The matters of seat coverage about a seat, in the order in which they were opened."""
    rows = [msgspec.json.decode(row["data"], type=Matter) for row in office.rows("matter")]
    return sorted((row for row in rows if row.subject == seat), key=lambda row: row.serials["us"])


@BOTH
def test_a_seat_that_must_be_covered_and_that_nobody_else_has_is_a_gap(office: Office, slackd: Slackd) -> None:
    slackd.change_user(user_of(SEAT), deleted=True)
    at_the_next_tick(office)
    (gap,) = coverage_of(office, SEAT)
    assert (gap.stage_id, gap.facts["left"]["user"]) == ("gap", user_of(SEAT))
    assert gap.due_at - gap.opened_at == timedelta(hours=8)
    assert {row["rule"] for row in office.rows("reminder") if row["matter_id"] == gap.id} >= {"half", "due"}
    slackd.leave(user_of(SEAT), channel_of("us-usfj"))
    at_the_next_tick(office)
    assert any("can hold no seat" in text for text in office.told("us-usfj"))
    office.do(ABOVE, f"take {SEAT}")
    assert [row.stage_id for row in coverage_of(office, SEAT)] == ["covered"]
    all_well(office)


@BOTH
def test_several_seats_that_are_lost_are_a_gap_each(office: Office, slackd: Slackd) -> None:
    with office.house.database.writing() as connection:
        connection.execute(update(holder).where(holder.c.seat == ABOVE).values(user=user_of(SEAT)))
    slackd.change_user(user_of(SEAT), deleted=True)
    at_the_next_tick(office)
    assert [len(coverage_of(office, seat)) for seat in (SEAT, ABOVE)] == [1, 1]
    all_well(office)


def test_where_somebody_acts_or_nobody_need_be_there_is_no_gap(office: Office, slackd: Slackd) -> None:
    office.do(ABOVE, f'cover {ABOVE} <@{user_of("us-indopacom-cdr")}> until:+2h "away"')
    coordinates = next(seat.id for seat in office.house.registry.seats_at("us-usfj", "coordinate"))
    for seat in (ABOVE, coordinates):
        slackd.change_user(user_of(seat), deleted=True)
    at_the_next_tick(office)
    assert [row.stage_id for row in coverage_of(office, ABOVE)] == ["acting"]
    assert coverage_of(office, coordinates) == []


@pytest.mark.parametrize(("has_holder", "stage"), [(True, "covered"), (False, "gap")])
def test_who_acted_for_a_seat_and_is_struck_off_ends_the_acting(
    office: Office, slackd: Slackd, *, has_holder: bool, stage: str
) -> None:
    deputy = "us-indopacom-cdr"
    office.do(ABOVE, f'cover {ABOVE} <@{user_of(deputy)}> until:+2h "away"')
    if not has_holder:
        office.do(ABOVE, f"standdown {ABOVE}")
    slackd.change_user(user_of(deputy), deleted=True)
    at_the_next_tick(office)
    assert [row.stage_id for row in coverage_of(office, ABOVE)] == [stage]
    all_well(office)
