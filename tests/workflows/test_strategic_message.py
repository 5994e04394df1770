"""The rules of a strategic message (DOMAIN 6.4), each by an example. Its walk stands in tests/procedures."""

from datetime import datetime, timedelta

import msgspec
import pytest

from tests.play import calendars, registry
from tests.workflows.build import NOW, Play
from workflows.catalogue import procedures
from workflows.firing import fire
from workflows.matter import Matter
from workflows.progress import movers
from workflows.quiet import waits_until
from workflows.reminders import reminders_for
from workflows.situation import Setting, Situation
from workflows.view import see
from workflows.vocabulary import Accepted, Reminder

MESSAGE = procedures()["strategic-message"]
TEXTS = {
    "en": "Two ships arrive on 24 November.\nThey stay 3 days.",
    "ja": "11月24日に2隻が到着する。\n3日間滞在する。",
}
GIVEN = {"title": "Port call", "audience": "press in both countries", **TEXTS}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

STARTER, RELEASER, LANGUAGE = "us-usfj-pa-dir", "us-usfj-fdo", "acm-msg-lang"
US, JP, US_DRAFT, JP_DRAFT = "acm-msg-us-clear", "acm-msg-jp-clear", "acm-msg-us-draft", "acm-msg-jp-draft"
US_VOICE, JP_VOICE = "us-usfj-pa-dir", "jp-mod-pr-ps"


@pytest.fixture
def play() -> Play:
    return Play(registry(), calendars())


def begun(play: Play, verb: str = "message", seat: str = STARTER, **given: str) -> str:
    answer = play.do(verb, seat, **(GIVEN | given))
    assert answer.matter
    return answer.matter.id


def pairing(play: Play, **given: str) -> str:
    matter = begun(play, **given)
    play.do("disclose", RELEASER, matter)
    return matter


def clearing(play: Play, **given: str) -> str:
    matter = pairing(play, **given)
    play.do("pair", LANGUAGE, matter, despite="read twice")
    return matter


def cleared(play: Play, **given: str) -> str:
    matter = clearing(play, **given)
    play.do("clear", US, matter)
    play.do("clear", JP, matter)
    return matter


def scheduled(play: Play, **given: str) -> str:
    """At 02:00 UTC, which is an hour after NOW."""
    matter = cleared(play, **given)
    play.do("schedule", US, matter, at="0200Z")
    play.do("schedule", JP, matter)
    assert play.stage(matter) == "scheduled"
    return matter


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


# What is put up


def test_a_message_waits_for_release_and_its_lead_voice_and_counterpart_lead(play: Play) -> None:
    matter = begun(play)
    assert play[matter].audience == ("us",)
    play.do("disclose", RELEASER, matter)
    row = play[matter]
    assert row.audience == ("us", "jp")
    assert {nation: track.lead for nation, track in row.tracks.items()} == {"us": "us-usfj-pa", "jp": "jp-mod-pr"}
    assert (row.owner, row.facts["voice"], row.version) == ("acm-msg", "us-usfj-pa", 1)


def test_the_lead_voice_may_be_of_the_other_nation_and_is_no_body_of_both(play: Play) -> None:
    matter = begun(play, voice="jp-mofa-press")
    assert play[matter].tracks["jp"].lead == "jp-mofa-press"
    assert play.refused("message", STARTER, **GIVEN, voice="bocc").code == "not-a-voice"


def test_one_of_the_texts_is_enough_to_begin_and_none_is_not(play: Play) -> None:
    matter = pairing(play, ja="")
    assert play.stage(matter) == "unpaired"
    play.do("propose", JP_DRAFT, matter, ja=TEXTS["ja"])
    assert (play.stage(matter), play[matter].version) == ("pairing", 2)
    assert play.refused("message", STARTER, title="x", audience="x").field == "en"


def test_it_says_to_whom_it_speaks(play: Play) -> None:
    assert play.refused("message", STARTER, **(GIVEN | {"audience": ""})).field == "audience"
    assert play[begun(play)].facts["readers"] == GIVEN["audience"]


@pytest.mark.parametrize(("phase", "hours"), [("steady", 8), ("crisis", 2)])
def test_a_statement_is_due_in_eight_hours_and_in_a_crisis_in_two(play: Play, phase: str, hours: int) -> None:
    said = Setting(what="phase", nation="us", value=phase, holds_from=NOW, seat="us-usfj-cdr")
    play.situation = Situation((said,))
    assert play[begun(play)].due_at == NOW + hours * HOUR


def test_a_holding_line_is_due_in_half_an_hour_and_expires_after_that(play: Play) -> None:
    assert play[begun(play, "holdline", expires="+6h")].due_at == NOW + HOUR / 2
    assert play.refused("holdline", STARTER, **GIVEN, expires="+20m").code == "expires-before"


def test_a_holding_line_names_the_message_that_it_stands_in_for_where_both_know_it(play: Play) -> None:
    inside, known = begun(play), pairing(play)
    serials = {name: next(iter(reversed(play[name].serials.values()))) for name in (inside, known)}
    assert linked(play, serials[inside]) is None
    assert linked(play, serials[known]) == serials[known]


def linked(play: Play, serial: str) -> object:
    command = play.command("holdline", STARTER, **GIVEN, expires="+6h", statement=serial)
    world = msgspec.structs.replace(play.world(command.actor), linked=play.find(serial))
    play_world, play.world = play.world, lambda *_: world  # type: ignore[method-assign]
    answer = play.run(command)
    play.world = play_world  # type: ignore[method-assign]
    return answer.matter.facts["statement"] if isinstance(answer, Accepted) and answer.matter else None


# The language check


def test_differences_are_shown_and_confirmed_only_with_a_reason(play: Play) -> None:
    matter = pairing(play, ja="11月25日に2隻が到着する。\n3日間滞在する。")
    assert play.refused("pair", LANGUAGE, matter).params["differences"] == [
        {"kind": "date", "en": ["11-24"], "ja": ["11-25"]}
    ]
    play.do("pair", LANGUAGE, matter, despite="The ship arrives at midnight.")
    assert (play.stage(matter), play[matter].facts["paired"]) == ("clearing", "The ship arrives at midnight.")


def test_texts_without_differences_need_no_reason(play: Play) -> None:
    matter = pairing(play)
    play.do("pair", LANGUAGE, matter)
    assert play.stage(matter) == "clearing"


def test_a_question_in_one_language_goes_back_to_the_drafters(play: Play) -> None:
    matter = clearing(play)
    play.do("qa", US_DRAFT, matter, question="Why?", reply="To rest.")
    assert (play.stage(matter), play[matter].version) == ("unpaired", 2)
    words = {"question": "Why?", "reply": "To rest.", "question_ja": "なぜか", "reply_ja": "休養のため"}
    play.do("qa", US_DRAFT, matter, **words, replaces="1")
    assert (play.stage(matter), len(play[matter].facts["qa"])) == ("pairing", 1)
    assert play.refused("qa", US_DRAFT, matter, **words, replaces="3").code == "no-such-question"


# Clearing


def test_what_one_nation_says_is_its_own_until_the_other_has_spoken(play: Play) -> None:
    matter = clearing(play)
    answer = play.do("object", US, matter, reason="Not yet", clause="1", en="Some ships arrive.")
    assert {row.audience for row in answer.entries if "Not yet" in repr(row.content)} == {("us",)}
    assert not [row for row in answer.notices if "Not yet" in repr(row.facts) and row.desk in ("jp-mod-pr", "acm-msg")]
    for desk in ("jp-mod-pr", "acm-msg"):
        view = see(play[matter], MESSAGE, play.registry, play.registry.audience_of(desk), desk)
        assert view is not None
        assert "Not yet" not in repr((view.facts, view.tracks))
    play.do("clear", JP, matter)
    assert play.stage(matter) == "reconciling"
    (row,) = play[matter].facts["objections"]["us"]
    assert (row["en_now"], row["en"]) == ("Two ships arrive on 24 November.", "Some ships arrive.")
    assert (row["ja_now"], row["ja"]) == ("11月24日に2隻が到着する。", "")


def test_an_objection_names_a_paragraph_that_there_is(play: Play) -> None:
    matter = clearing(play)
    assert play.refused("object", US, matter, reason="x", clause="3").code == "no-such-clause"
    assert play.refused("object", US, matter, reason="x", en="y").field == "clause"


def test_who_drafted_a_version_does_not_clear_the_message(play: Play) -> None:
    matter = clearing(play)
    play.holders |= {US_DRAFT: play.holders[US]}
    drafter = msgspec.structs.replace(play.command("propose", US_DRAFT, matter, en="x"), actor=play.holders[US])
    assert isinstance(play.run(drafter), Accepted)
    play.do("pair", LANGUAGE, matter, despite="x")
    assert play.refused("clear", US, matter).code == "you-drafted"


def test_a_text_that_has_changed_since_it_was_read_is_not_cleared(play: Play) -> None:
    matter = clearing(play)
    play.do("propose", JP_DRAFT, matter, ja="11月24日に2隻が到着する。\n3日滞在する。")
    play.do("pair", LANGUAGE, matter, despite="x")
    assert play.refused("clear", US, matter, version="1").code == "text-changed"
    pressed = msgspec.structs.replace(play.command("clear", US, matter), seen=1)
    assert getattr(play.run(pressed), "code", "") == "text-changed"
    play.do("clear", US, matter, version="2")


@pytest.mark.parametrize("to", [clearing, cleared, scheduled], ids=["clearing", "cleared", "scheduled"])
def test_a_change_of_either_language_voids_both_clearances(play: Play, to: object) -> None:
    matter = to(play)  # type: ignore[operator]
    if to is clearing:
        play.do("clear", US, matter)
    play.do("propose", JP_DRAFT, matter, ja="別の文")
    row = play[matter]
    assert (row.stage_id, row.version, row.facts["instant"]) == ("pairing", 2, "")
    assert [track.answer for track in row.tracks.values()] == [None, None]


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
