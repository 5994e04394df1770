"""What people say to a reminder: a snooze, that they have seen it, that they are on it until then."""

import json
from datetime import timedelta

from tests.bot.office import BOTH, JOINT, NATIONAL, OPEN, Office, all_well, channel_of, entries, opened, user_of
from tests.bot.own_time import OTHER, WATCH, calls, staffed
from tests.play import person


def at_half(office: Office) -> None:
    """The tick, when half the time of the acknowledgement has passed."""
    matter = office.matter(JOINT)
    office.clock.now = matter.opened_at + 0.55 * (matter.due_at - matter.opened_at) / 6
    office.service.sweep()


# Snooze


@BOTH
def test_a_snoozed_item_does_not_call_that_person_and_chases_the_desk_all_the_same(office: Office) -> None:
    opened(office)
    assert "Mon 2 Nov 17:00 (I · 020800Z NOV 26)" in office.do(OTHER, f"snooze {JOINT} until 1700I")
    at_half(office)
    (ours,) = [text for text in office.told("us-usfj") if "Half the time" in text]
    assert calls(OTHER) not in ours
    assert f"USFJ {JOINT}" in ours
    assert calls(WATCH) in office.told("jp-jjoc")[-1]
    office.clock.forward(timedelta(hours=1))
    office.service.sweep()
    (up,) = [text for text in office.told("us-indopacom") if "has not moved" in text]
    assert JOINT in up


def test_a_snooze_is_over_at_its_time_and_a_new_one_replaces_it(office: Office) -> None:
    opened(office)
    office.do(OTHER, f"snooze {JOINT} +8h")
    office.do(OTHER, f"snooze {JOINT} +10m")
    at_half(office)
    assert calls(OTHER) in office.told("us-usfj")[-1]
    assert len(office.rows("snooze")) == 1


def test_where_others_read_along_a_snooze_does_not_show(office: Office) -> None:
    staffed(office)
    office.do("us-usfj-cdr", f'concur {JOINT} authority:"x" rationale:"x" if:"by daylight"')
    office.do("jp-jjoc-cdr", f'concur {JOINT} authority:"x" rationale:"x"')
    office.do("bocc-us-watch", f"snooze {JOINT} +24h")
    matter = office.matter(JOINT)
    office.clock.now = matter.opened_at + 0.7 * (matter.due_at - matter.opened_at)
    office.service.sweep()
    assert calls("bocc-us-watch") in office.told("bocc")[-1]


def test_the_reminder_itself_has_the_button(office: Office) -> None:
    opened(office)
    at_half(office)
    office.settle()
    told = office.messages("us-usfj")[-1]
    office.slackd.press(user_of(OTHER), channel_of("us-usfj"), told.ts, "move:snooze")
    ack = office.slackd.submit(user_of(OTHER), office.slackd.view_of(user_of(OTHER)).id, {"until": "1700I"})
    assert ack.json["response_action"] == "update"  # how the time was understood is shown
    assert "020800Z NOV 26" in json.dumps(ack.json)
    (row,) = office.rows("snooze")
    assert (row["team"], row["user"]) == (person(OTHER).team, person(OTHER).user)


def test_a_snooze_leaves_nothing_in_any_log(office: Office) -> None:
    opened(office)
    with office.nothing_written("snooze"):
        office.do(OTHER, f"snooze {JOINT} +8h")


def test_what_one_may_not_know_of_cannot_be_snoozed_and_what_is_over_needs_not(office: Office) -> None:
    office.do(OTHER, OPEN)
    nowhere = office.tell(WATCH, "snooze CR-26-US-0007 +1h").replace("0007", "0001")
    assert office.tell(WATCH, f"snooze {NATIONAL} +1h") == nowhere
    office.do(OTHER, f'withdraw {NATIONAL} "done otherwise"')
    assert "Not possible now" in office.tell(OTHER, f"snooze {NATIONAL} +1h")


# Seen, and I'm on it


def test_a_reminder_is_acknowledged_in_one_press_which_its_nation_sees_and_which_stops_nothing(office: Office) -> None:
    opened(office)
    at_half(office)
    office.settle()
    others = [office.card(body).blocks for body in ("us-usfj", "bocc")]
    ts = office.messages("jp-jjoc")[-1].ts
    office.slackd.press(user_of(WATCH), channel_of("jp-jjoc"), ts, "move:seen")
    office.settle()
    for shown in (json.dumps(office.card("jp-jjoc").blocks), office.told("jp-jjoc")[-1]):
        assert calls(WATCH) in shown
    assert ":eyes:" in json.dumps(office.card("jp-jjoc").blocks)
    assert [office.card(body).blocks for body in ("us-usfj", "bocc")] == others
    (entry,) = entries(office, "seen")
    assert entry["log"] == "jp"
    office.clock.forward(timedelta(hours=1))
    office.service.sweep()
    (up,) = [text for text in office.told("jp-mod") if ":rotating_light:" in text]
    assert JOINT in up
    all_well(office)


def test_who_is_on_it_still_is_after_having_seen_it(office: Office) -> None:
    opened(office)
    office.do(WATCH, f"onit {JOINT} until 1700I")
    office.do(WATCH, f"seen {JOINT}")
    (line,) = [text for text in office.told("jp-jjoc")[-1:] if "確認済み" in text]
    card = json.dumps(office.card("jp-jjoc").blocks)
    assert ":raised_hand:" in card
    assert ":eyes:" not in card
    assert calls(WATCH) in line


def test_who_is_on_it_shows_at_their_own_nations_desks_and_nowhere_else(office: Office) -> None:
    opened(office)
    others = [office.card(body).blocks for body in ("us-usfj", "bocc")]
    said = office.do(WATCH, f'onit {JOINT} until 1000I "asking the crews"')
    assert "10:00 (I · 020100Z NOV 26)" in said
    card = json.dumps(office.card("jp-jjoc").blocks, ensure_ascii=False)
    assert calls(WATCH) in card
    assert "020100Z NOV 26" in card
    assert "asking the crews" in office.told("jp-jjoc")[-1]
    assert [office.card(body).blocks for body in ("us-usfj", "bocc")] == others
    assert "asking the crews" not in " ".join([*office.told("us-usfj"), *office.told("bocc")])
    (entry,) = entries(office, "onit")
    assert entry["log"] == "jp"
    all_well(office)


def test_a_reminder_that_comes_meanwhile_says_who_is_on_it(office: Office) -> None:
    opened(office)
    office.do(WATCH, f"onit {JOINT} until 1700I")
    at_half(office)
    assert ":raised_hand:" in office.told("jp-jjoc")[-1]
    assert ":raised_hand:" not in office.told("us-usfj")[-1]


def test_who_is_on_it_and_asleep_is_named_by_their_body(office: Office) -> None:
    opened(office)
    office.do(WATCH, f"onit {JOINT} until 1700I")
    office.do(WATCH, f"snooze {JOINT} until 1700I")
    at_half(office)
    told = office.told("jp-jjoc")[-1]
    assert ":raised_hand:" in told
    assert calls(WATCH) not in told


def test_once_the_move_is_made_nobody_is_on_it_any_more(office: Office) -> None:
    opened(office)
    office.do(WATCH, f"onit {JOINT} until 1700I")
    office.clock.forward(timedelta(minutes=5))
    office.do(OTHER, f"ack {JOINT}")
    assert ":raised_hand:" in json.dumps(office.card("jp-jjoc").blocks)
    office.do(WATCH, f"ack {JOINT}")
    assert ":raised_hand:" not in json.dumps(office.card("jp-jjoc").blocks)
