"""When a suspense is chased, who above is told, and what a reminder that fires still finds to say."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
import pytest

from tests.workflows.alliance import document
from tests.workflows.build import GROUNDS, NOW, REQUEST, Play, to_deciding, to_received, to_staffing, to_stage
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry
from workflows.firing import fire
from workflows.matter import Actor, Matter
from workflows.progress import movers
from workflows.reminding.reminders import NO_MATTER, reminders_for
from workflows.roster import Roster
from workflows.vocabulary import Accepted, Reminder, Said

HOUR = timedelta(hours=1)
DEEP = "one two three four five six seven"


def reminders_now(play: Play, matter: str, holders: Mapping[str, Actor]) -> tuple[Reminder, ...]:
    moving = movers(play[matter], REQUEST, play.registry)
    return reminders_for(moving, play[matter], REQUEST, play.registry, Roster.of(holders))


def chased(play: Play, matter: str, body: str) -> dict[str, datetime]:
    rows = reminders_now(play, matter, play.holders)
    return {row.rule: row.due_at for row in rows if row.body == body}


def fired(play: Play, matter: str | None, rule: str, body: str) -> Accepted:
    row: Matter | None = play[matter] if matter else None
    return fire(Reminder(rule, body, play.now), row, REQUEST, play.world(None), play.now)


def test_a_suspense_is_chased_at_half_at_nine_tenths_when_due_and_a_tenth_later_for_each_echelon() -> None:
    play = Play()
    matter = to_staffing(play)  # released a minute after NOW for 8 h: the tracks are due after 5 h 20 min
    since = NOW + timedelta(minutes=3)
    span = NOW + timedelta(hours=5, minutes=21) - since
    assert play[matter].tracks["north"].since == since
    assert chased(play, matter, "n-hq") == {
        "half": since + span / 2,
        "nine-tenths": since + span * 9 / 10,
        "due": since + span,
        "escalate-1": since + span * 11 / 10,
    }


def test_each_echelon_above_is_told_once_and_there_is_none_past_the_root() -> None:
    play = Play(deep())
    matter = play.open("n-seven-chief", to="s-hq", urgency="priority")
    rows = chased(play, matter, "n-pol")
    assert [rule for rule in rows if rule.startswith("escalate")] == ["escalate-1"]
    play.do("disclose", "n-pol-fdo", matter)
    rows = chased(play, matter, "n-seven")
    assert [rule for rule in rows if rule.startswith("escalate")] == [f"escalate-{level}" for level in range(1, 7)]
    above = [fired(play, matter, f"escalate-{level}", "n-seven").said.params["body"] for level in range(1, 7)]
    assert above == ["n-six", "n-five", "n-four", "n-three", "n-two", "n-one"]


def deep() -> Registry:
    """A registry in which `n-seven` has six bodies and then `n-min` above it."""
    doc = document("north", "south")
    hq = next(row for row in doc["body"] if row["id"] == "n-hq")
    parent = "n-min"
    for name in DEEP.split():
        seats = [{"id": f"n-{name}-chief", "title": "chief", "role": "decide"}]
        own = {"id": f"n-{name}", "abbr": name, "channel": f"c-n-{name}"}
        doc["body"].append({**hq, **own, "parent": parent, "seats": seats})
        parent = f"n-{name}"
    next(row for row in doc["body"] if row["id"] == "s-hq")["counterparts"] = [
        "n-hq",
        *(f"n-{name}" for name in DEEP.split()),
    ]
    rows, faults = read_registry(doc)
    assert rows is not None, faults
    return rows


def test_a_stage_entered_after_its_time_is_not_told_to_all_echelons_at_once() -> None:
    play = Play()
    matter = to_received(play)
    play.now = NOW + 7 * HOUR
    for seat in ("n-hq-watch", "s-hq-watch"):
        play.do("ack", seat, matter)  # the tracks were due after 5 h 20 min
    assert chased(play, matter, "s-hq") == {
        "half": play.now - timedelta(minutes=1) + timedelta(minutes=24),
        "nine-tenths": play.now - timedelta(minutes=1) + timedelta(minutes=43, seconds=12),
        "due": play.now - timedelta(minutes=1) + timedelta(minutes=48),
        "escalate-1": play.now - timedelta(minutes=1) + timedelta(minutes=52, seconds=48),
    }


def test_where_nobody_is_on_watch_the_parent_is_told_at_once() -> None:
    play = Play()
    matter = to_received(play)
    assert "unwatched" not in chased(play, matter, "s-hq")
    del play.holders["s-hq-watch"]
    assert chased(play, matter, "s-hq")["unwatched"] == play[matter].entered_at
    answer = fired(play, matter, "unwatched", "s-hq")
    assert [(row.kind, row.desk) for row in answer.notices] == [
        ("card", "s-min"),
        ("escalation", "s-min"),
        ("escalation", "s-hq"),
    ]


def test_at_a_joint_body_the_watch_of_the_nation_whose_move_it_is_counts() -> None:
    play = Play()
    matter = to_deciding(play)
    del play.holders["centre-s-watch"]
    assert "unwatched" in chased(play, matter, "centre")
    play.do("decide", "centre-s-lead", matter, decision="defer", **_decision())
    assert "unwatched" not in chased(play, matter, "centre")


def _decision() -> dict[str, str]:
    words = ("situation", "considered", "rejected", "rationale", "dissent", "authority")
    return dict.fromkeys(words, "x")


@pytest.mark.parametrize("stage", ["closed", "withdrawn"])
def test_nothing_is_chased_once_it_has_ended(stage: str) -> None:
    play = Play()
    matter = to_stage(play, stage)
    assert reminders_now(play, matter, {}) == ()
    assert fired(play, matter, "due", "n-hq") == Accepted(Said("nothing-due"))


def test_who_has_moved_is_chased_no_more() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert set(chased(play, matter, "n-hq")) == {"escalate-1"}  # with the other side, which is chased
    assert set(chased(play, matter, "s-hq")) == {"half", "nine-tenths", "due", "escalate-1"}
    assert fired(play, matter, "due", "n-hq").notices == ()


def test_a_reminder_tells_the_desk_whose_move_it_is_and_changes_nothing() -> None:
    play = Play()
    matter = to_staffing(play)
    answer = fired(play, matter, "due", "n-hq")
    assert [(row.kind, row.desk, row.facts["rule"]) for row in answer.notices] == [("reminder", "n-hq", "due")]
    assert (answer.matter, answer.entries) == (None, ())


def test_an_escalation_decides_nothing_and_is_logged_on_its_own_side() -> None:
    play = Play()
    matter = to_staffing(play)
    answer = fired(play, matter, "escalate-1", "n-hq")
    assert answer.matter is not None
    assert answer.matter.stage == play[matter].stage
    assert answer.matter.escalated == ("n-min",)
    assert [(entry.audience, entry.act) for entry in answer.entries] == [(("north",), "escalation")]


def test_a_watch_taken_meanwhile_makes_the_alarm_void() -> None:
    play = Play()
    matter = to_received(play)
    assert fired(play, matter, "unwatched", "s-hq").notices == ()


def test_an_extended_suspense_is_chased_by_its_new_time() -> None:
    play = Play()
    matter = to_staffing(play)
    before = chased(play, matter, "s-hq")
    play.do("extend", "n-hq-staff", matter, by="+2d", because="A holiday.")
    after = chased(play, matter, "s-hq")
    assert after.keys() == before.keys()
    assert all(after[rule] > before[rule] for rule in before)


def under_the_board() -> Registry:
    """A registry in which the parent of `n-pol`, where north releases, is a body in which both nations sit."""
    doc = document("north", "south")
    next(row for row in doc["body"] if row["id"] == "n-pol")["parent"] = "board"
    doc["authority"][0]["disclosure"].append({"seat": "n-pol-fdo", "under": "n-pol"})
    rows, faults = read_registry(doc)
    assert rows is not None, faults
    return rows


def test_what_one_nation_has_not_released_goes_up_to_no_body_in_which_others_sit() -> None:
    play = Play(under_the_board())
    del play.holders["n-pol-staff"]
    matter = play.open("n-hq-staff")
    assert [rule for rule in chased(play, matter, "n-pol") if rule.startswith(("escalate", "unwatched"))] == []
    for rule in ("escalate-1", "unwatched"):
        assert fired(play, matter, rule, "n-pol") == fired(play, None, rule, "n-pol")


def test_nor_does_a_new_text_that_waits_for_release_or_an_unmanned_watch() -> None:
    play = Play(under_the_board())
    matter = to_stage(play, "returned")
    play.do("propose", "n-hq-staff", matter, detail="Hidden.")
    del play.holders["n-pol-staff"]
    assert set(chased(play, matter, "n-pol")) == {"half", "nine-tenths", "due"}
    assert fired(play, matter, "escalate-1", "n-pol").notices == ()
    play = Play(under_the_board())
    matter = play.open("n-pol-fdo", to="s-pol")
    del play.holders["n-pol-staff"]
    assert "unwatched" not in chased(play, matter, "n-pol")
    answer = fired(play, matter, "escalate-1", "n-pol")  # that it is overdue is known to all
    assert [entry.audience for entry in answer.entries] == [("north", "south")]


def test_another_nations_acts_on_its_own_track_move_none_of_these_times() -> None:
    play = Play()
    matter = to_staffing(play)
    del play.holders["s-hq-watch"]
    before = chased(play, matter, "s-hq")
    play.now += HOUR
    play.do("note", "n-hq-staff", matter, text="Under way.")
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert chased(play, matter, "s-hq") == before


@pytest.mark.parametrize("desk", ["n-hq", None])
def test_a_persons_own_reminder_tells_that_person_alone_even_after_it_was_stored(desk: str | None) -> None:
    play = Play()
    command = msgspec.structs.replace(play.command("remind", "n-hq-staff", at="+2h", text="Call."), desk=desk)
    answer = play.run(command)
    assert isinstance(answer, Accepted)
    assert answer.reminders is not None
    (row,) = answer.reminders
    assert (row.rule, row.due_at, answer.matter) == (NO_MATTER, NOW + 2 * HOUR, None)
    stored = msgspec.structs.replace(row, facts=msgspec.json.decode(msgspec.json.encode(row.facts)))
    for one in (row, stored):
        (notice,) = fire(one, None, None, play.world(None), play.now).notices
        assert (notice.kind, notice.desk, notice.to) == ("own-reminder", desk, Actor("T1", "n-hq-staff"))
        assert notice.facts["text"] == "Call."


def test_a_reminder_about_a_matter_names_it_as_the_reader_knows_it() -> None:
    play = Play()
    matter = to_received(play)
    answer = play.do("remind", "s-hq-staff", matter, at="+2h")
    assert answer.reminders is not None
    assert answer.reminders[0].facts["text"] == "CR-26-0001"


def test_nobody_is_reminded_of_what_they_may_not_know_of() -> None:
    play = Play()
    play.open()
    assert play.refused("remind", "s-hq-staff", "CR-26-NORTH-0001", at="+2h").code == "unknown-serial"


def test_a_time_that_has_passed_stays_among_the_rows_until_it_is_fired() -> None:
    """A verb between the due time and the sweep must not drop the reminder; state/ alone knows what was fired."""
    play = Play()
    matter = to_staffing(play)
    play.now = chased(play, matter, "s-hq")["due"] + timedelta(seconds=2)
    answer = play.do("note", "n-hq-staff", matter, text="Late.")
    assert answer.reminders is not None
    assert ("due", "s-hq") in {(row.rule, row.body) for row in answer.reminders}
