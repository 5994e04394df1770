"""When a strategic message is out, and that it stays so (DOMAIN 6.4): its instant, both releases, holding lines."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from tests.workflows.build import NOW, Play
from tests.workflows.messages import (
    HOUR,
    JP,
    JP_DRAFT,
    LANGUAGE,
    MESSAGE,
    MINUTE,
    RELEASER,
    US,
    begun,
    cleared,
    scheduled,
)
from workflows.firing import fire
from workflows.matter import Matter
from workflows.progress import movers
from workflows.reminding.quiet import waits_until
from workflows.reminding.reminders import reminders_for
from workflows.vocabulary import Accepted, Reminder, Said

US_VOICE, JP_VOICE = "us-usfj-pa-dir", "jp-mod-pr-ps"


def releasing(play: Play, **given: str) -> str:
    matter = scheduled(play, **given)
    play.now = NOW + HOUR
    time_does(play, matter, "embargo-over")
    assert play.stage(matter) == "releasing"
    return matter


def time_does(play: Play, matter: str, rule: str) -> Accepted:
    body = movers(play[matter], MESSAGE, play.registry)[0].body
    answer = fire(Reminder(rule, body, play.now), play[matter], MESSAGE, play.world(None), play.now)
    if answer.matter:
        play.matters[matter] = answer.matter
    return answer


def chased(play: Play, matter: str) -> dict[str, set[tuple[str, datetime]]]:
    """When each rule fires, for whichever body."""
    moving = movers(play[matter], MESSAGE, play.registry)
    found: dict[str, set[tuple[str, datetime]]] = {}
    for row in reminders_for(moving, play[matter], MESSAGE, play.registry, play.world(None).holders):
        found.setdefault(row.rule, set()).add((row.body, row.due_at))
    return found


# The instant


def test_an_instant_needs_its_zone_and_time_for_the_question_before_it(play: Play) -> None:
    matter = cleared(play)
    assert play.refused("schedule", US, matter, at="1100").code == "no-zone"
    assert play.refused("schedule", US, matter, at="+4m").code == "too-near"
    assert play.refused("schedule", US, matter).field == "at"


def test_it_is_scheduled_once_both_have_named_the_same_instant(play: Play) -> None:
    matter = cleared(play)
    play.do("schedule", US, matter, at="0200Z")
    assert play.refused("schedule", US, matter, at="0200Z").code == "said-already"
    play.do("schedule", JP, matter, at="0300Z")
    assert (play.stage(matter), play[matter].position("us")) == ("cleared", "untimed")
    play.do("schedule", US, matter, at="1200I")
    assert (play.stage(matter), play[matter].due_at) == ("scheduled", NOW + 2 * HOUR)


def test_both_are_asked_five_minutes_before_and_the_embargo_ends_at_the_instant(play: Play) -> None:
    matter = scheduled(play)
    at = NOW + HOUR
    assert chased(play, matter) == {
        "go-or-not": {("us-usfj-pa", at - 5 * MINUTE), ("jp-mod-pr", at - 5 * MINUTE)},
        "embargo-over": {("us-usfj-pa", at), ("jp-mod-pr", at)},
    }


def test_what_was_set_for_several_bodies_is_brought_about_once(play: Play) -> None:
    matter = releasing(play)  # by the row of the one body; that of the other comes in the same sweep
    assert "jp-mod-pr" in {row.body for row in movers(play[matter], MESSAGE, play.registry)}
    row = Reminder("embargo-over", "jp-mod-pr", play.now)
    assert fire(row, play[matter], MESSAGE, play.world(None), play.now) == Accepted(Said("nothing-due"))


def test_a_table_by_which_time_leads_nowhere_is_a_fault_and_not_passed_over(play: Play) -> None:
    matter = scheduled(play)
    faulty = replace(MESSAGE, edges=tuple(row for row in MESSAGE.edges if row.trigger != "embargo-over"))
    row = Reminder("embargo-over", "jp-mod-pr", play.now)
    assert fire(row, play[matter], MESSAGE, play.world(None), play.now).matter
    with pytest.raises(TypeError, match=r"strategic-message: .*'embargo-over'.* leads nowhere from .*scheduled"):
        fire(row, play[matter], faulty, play.world(None), play.now)


def test_an_instant_stays_what_it_is_however_late_it_was_agreed(play: Play) -> None:
    matter = cleared(play)
    play.now += 10 * HOUR
    at = play.now.replace(second=0) + 10 * MINUTE
    play.do("schedule", US, matter, at="+10m")
    play.do("schedule", JP, matter)
    assert {when for _, when in chased(play, matter)["embargo-over"]} == {at}


def test_the_question_before_the_instant_is_asked_in_quiet_hours_too(play: Play) -> None:
    matter = cleared(play)
    play.do("schedule", US, matter, at="1600Z")  # one in the morning, where no watch is kept
    play.do("schedule", JP, matter)
    at = NOW.replace(hour=15, minute=55)
    body = next(row.id for row in play.registry.bodies.values() if play.registry.quiet_hours_of(row.id))
    until = {
        rule: waits_until(Reminder(rule, body, at), play[matter], MESSAGE, play.world(None), at)
        for rule in ("half", "go-or-not")
    }
    assert until["half"] is not None
    assert until["go-or-not"] is None


def test_either_holds_its_own_release_alone_and_lifts_it(play: Play) -> None:
    matter = scheduled(play)
    answer = play.do("hold", JP_VOICE, matter, because="The minister is not back.")
    assert {row.desk for row in answer.notices if row.kind == "told"} >= {"us-usfj-pa", "jp-mod-pr", "acm-msg"}
    assert play[matter].facts["releases"]["jp"]["reason"] == "The minister is not back."
    assert play.refused("hold", JP, matter, because="x").code == "stands-so"
    assert play.refused("lift", US_VOICE, matter).code == "no-hold"
    play.do("lift", JP, matter)
    assert play[matter].facts["releases"] == {}


def test_nothing_is_out_before_the_instant_and_no_hold_is_put_after_it(play: Play) -> None:
    matter = scheduled(play)
    assert play.refused("out", US_VOICE, matter).code == "embargo"
    play.now = NOW + HOUR
    assert play.refused("hold", US_VOICE, matter, because="x").code == "not-now"
    play.do("out", US_VOICE, matter)  # before time itself has said so
    assert (play.stage(matter), play[matter].position("us")) == ("releasing", "out")


# Out


def test_two_releases_more_than_five_minutes_apart_are_told_to_both(play: Play) -> None:
    matter = releasing(play)
    play.do("out", US_VOICE, matter)
    play.now = NOW + HOUR + 6 * MINUTE
    answer = play.do("out", JP_VOICE, matter)
    assert (play.stage(matter), play[matter].facts["apart"]) == ("watching", 6)
    apart = {row.desk for row in answer.notices if "out-apart" in repr(row.facts)}
    assert apart >= {"us-usfj-pa", "jp-mod-pr", "acm-msg"}
    assert ("us", "jp") in {row.audience for row in answer.entries if row.act == "out-apart"}


def test_each_release_is_in_the_joint_log_with_its_own_time(play: Play) -> None:
    matter = releasing(play)
    play.do("out", US_VOICE, matter)
    play.now = NOW + HOUR + 4 * MINUTE
    play.do("out", JP_VOICE, matter, at="240203Z NOV 26")
    joint = [entry for _, entry in play.entries if entry.act == "out" and entry.audience == ("us", "jp")]
    assert [(entry.seat, entry.content["at"]) for entry in joint] == [
        (US_VOICE, NOW + HOUR),
        (JP_VOICE, NOW + HOUR + 3 * MINUTE),
    ]


def test_two_releases_within_five_minutes_are_not(play: Play) -> None:
    matter = releasing(play)
    play.do("out", US_VOICE, matter)
    play.now = NOW + HOUR + 5 * MINUTE
    play.do("out", JP_VOICE, matter)
    assert "apart" not in play[matter].facts


def test_a_time_that_is_entered_late_needs_a_reason_and_none_is_to_come(play: Play) -> None:
    matter = releasing(play)
    play.now = NOW + HOUR + 10 * MINUTE
    assert play.refused("out", US_VOICE, matter, at="240200Z NOV 26").field == "because"
    assert play.refused("out", US_VOICE, matter, at="240300Z NOV 26").code == "not-so-yet"
    play.do("out", US_VOICE, matter, at="240200Z NOV 26", because="No line.")
    assert play[matter].facts["releases"]["us"]["at"] == (NOW + HOUR).isoformat()


def test_a_hold_goes_on_past_the_instant_until_it_is_lifted(play: Play) -> None:
    matter = scheduled(play)
    play.do("hold", JP, matter, because="x")
    play.now = NOW + HOUR
    time_does(play, matter, "embargo-over")
    play.do("out", US_VOICE, matter)
    assert play.refused("out", JP_VOICE, matter).code == "stands-so"
    play.do("lift", JP, matter)
    play.do("out", JP_VOICE, matter)
    assert play.stage(matter) == "watching"


def test_a_nation_that_says_nothing_releases_nothing(play: Play) -> None:
    matter = releasing(play, other="silent")
    assert play.refused("out", JP_VOICE, matter).code == "stands-so"
    play.do("out", US_VOICE, matter)
    assert play.stage(matter) == "watching"


def test_a_correction_is_a_new_version_that_both_clear_again(play: Play) -> None:
    matter = watched(play)
    answer = play.do("correct", JP_DRAFT, matter, ja="訂正した文")
    row = play[matter]
    assert (row.stage_id, row.version, row.facts["releases"]) == ("pairing", 2, {})
    assert row.due_at - row.opened_at == 8 * HOUR
    assert {row.desk for row in answer.notices if row.kind == "told"} >= {"us-usfj-pa", "jp-mod-pr"}


def test_each_nation_takes_back_its_own_alone(play: Play) -> None:
    matter = watched(play)
    play.do("retract", JP, matter, because="A wrong date.")
    assert (play.stage(matter), play[matter].position("us")) == ("watching", "standing")
    assert play.refused("retract", JP_VOICE, matter, because="x").code == "stands-so"
    play.do("retract", US_VOICE, matter, because="So it is.")
    assert play.stage(matter) == "retracted"


def test_the_watch_ends_by_itself(play: Play) -> None:
    matter = watched(play)
    assert set(chased(play, matter)) == {"watch-over"}
    time_does(play, matter, "watch-over")
    assert play.stage(matter) == "closed"


def watched(play: Play) -> str:
    matter = releasing(play)
    play.do("out", US_VOICE, matter)
    play.do("out", JP_VOICE, matter)
    return matter


# Holding lines


def holding(play: Play) -> str:
    matter = begun(play, "holdline", expires="+6h")
    play.do("disclose", RELEASER, matter)
    play.do("pair", LANGUAGE, matter, despite="x")
    play.do("clear", US, matter)
    return matter


def test_a_holding_line_expires_and_every_desk_that_has_it_is_told(play: Play) -> None:
    matter = holding(play)
    play.do("clear", JP, matter)
    assert play.stage(matter) == "holding"
    assert chased(play, matter)["line-expired"] == {("acm-msg", NOW + 6 * HOUR)}
    play.now = NOW + 6 * HOUR
    answer = time_does(play, matter, "line-expired")
    assert play.stage(matter) == "expired"
    assert {row.desk for row in answer.notices if row.kind == "told"} >= {"us-usfj-pa", "jp-mod-pr", "acm-msg"}


def test_a_holding_line_that_is_cleared_too_late_is_never_used(play: Play) -> None:
    matter = holding(play)
    play.now = NOW + 6 * HOUR
    play.do("clear", JP, matter)
    assert play.stage(matter) == "expired"


def test_a_holding_line_that_either_takes_back_is_used_by_nobody(play: Play) -> None:
    matter = holding(play)
    play.do("clear", JP, matter)
    play.do("retract", JP, matter, because="No longer so.")
    row: Matter = play[matter]
    assert row.stage_id == "retracted"
