"""Seats and their watch: taken, handed over with what is open, shared by several holders."""

import json
from datetime import timedelta

import msgspec
import pytest

from bot.told.cards import draw_card
from state.sweep import sweep
from tests.meta.stories import reader, view_at
from tests.play import Play, dump, person, rows_in
from tests.state.watch import COMMANDER, RELIEF, SEAT, TEAM, roster, say, with_relief
from workflows.matter import Actor, Matter
from workflows.view import MatterView

STRANGER = Actor(TEAM, "USTRANGER")


@pytest.fixture
def play(staffed: Play) -> Play:
    return with_relief(staffed)


def offered(play: Play, to: Actor = RELIEF) -> str:
    said = say(play, person(SEAT), "handover", seat=SEAT, person=f"<@{to.user}>", note="Quiet night.")
    assert said.code == "handover-offered", said
    return said.matter or ""


def test_until_the_relief_accepts_the_off_going_person_has_the_watch(play: Play) -> None:
    matter = offered(play)
    assert roster(play)[SEAT] == person(SEAT)
    assert say(play, RELIEF, "relieve", matter).code == "watch-taken"
    assert roster(play)[SEAT] == RELIEF
    assert roster(play).seats_of(person(SEAT)) == ()
    assert play.matter(matter).stage_id == "accepted"


def test_the_list_that_is_handed_over_is_made_from_what_is_so(play: Play) -> None:
    asked = play.open_joint()
    serial = play.matter(asked).serials["us+jp"]
    with_facts = play.matter(offered(play)).facts
    (row,) = with_facts["brief"]["open"]
    assert (row["serial"], row["title"], row["stage"]) == (serial, "Runway repair", "received")
    assert [row["serial"] for row in with_facts["brief"]["due"]] == [serial]  # it is due within twelve hours
    assert with_facts["brief"]["undecided"] == []


def test_the_list_tells_what_is_undecided_and_which_seats_are_empty(play: Play) -> None:
    play.open_to_decide()
    assert say(play, person(COMMANDER), "standdown", seat=COMMANDER).code == "stood-down-gap"
    brief = play.matter(offered(play)).facts["brief"]
    assert [row["stage"] for row in brief["undecided"]] == ["deciding"]
    assert brief["gaps"] == [COMMANDER]


TEXTS = {"en": "Both are looking into it.", "ja": "双方が確認中です。"}
LINE = {"title": "Port call", "audience": "press", **TEXTS, "expires": "+3d"}
OFFER = {"title": "Lift", "to": "jp-jjoc", "quantity": "2", "unit": "aircraft", "where": "Yokota"}


def joint_serial(play: Play, matter: str) -> str:
    return play.matter(matter).serials["us+jp"]


def a_line(play: Play) -> str:
    """A holding line that both have cleared, and another one that nobody has yet."""
    line, _ = (play.do("holdline", "us-usfj-pa-dir", **{**LINE, "title": title}) for title in ("Cleared", "Not yet"))
    play.do("disclose", "us-usfj-fdo", line)
    play.do("pair", "acm-msg-lang", line, despite="read twice")
    play.do("clear", "acm-msg-us-clear", line)
    return joint_serial(play, play.do("clear", "acm-msg-jp-clear", line))


def an_offer(play: Play, expires: str) -> str:
    offer = play.do("offer", COMMANDER, **OFFER, from_="+4d", until="+9d", expires=expires)
    return joint_serial(play, play.do("disclose", "us-usfj-fdo", offer))


def test_the_list_names_holding_lines_that_may_be_used_and_offers_that_expire_within_the_watch(play: Play) -> None:
    line, soon, later = a_line(play), an_offer(play, "+11h"), an_offer(play, "+13h")
    matter = play.matter(offered(play))
    brief = matter.facts["brief"]
    assert [row["serial"] for row in brief["lines"]] == [line], "another desk's, and for days to come"
    (row,) = brief["offers"]
    assert (row["serial"], row["due"]) == (soon, play.matter(soon).due_at.isoformat())
    for language, *names in (("en", "Holding lines that", "Offers about to"), ("ja", "当面の", "まもなく")):
        shown = json.dumps(draw_card(seen(matter), reader("us-usfj", language)).blocks, ensure_ascii=False)
        places = [shown.index(word) for word in (names[0], line, names[1], soon)]
        assert places == sorted(places)
    play.forward(timedelta(hours=3))
    say(play, person(SEAT), "withdraw", matter.id, because="Later.")
    play.do("retract", "acm-msg-jp-clear", line, because="No longer so.")
    brief = play.matter(offered(play)).facts["brief"]
    assert (brief["lines"], {row["serial"] for row in brief["offers"]}) == ([], {soon, later})


def seen(matter: Matter) -> MatterView:
    view = view_at(matter, "us-usfj")
    assert view is not None
    return view


def test_a_line_that_one_nation_has_not_released_is_in_no_list_of_the_other(play: Play) -> None:
    play.do("holdline", "jp-mod-pr-ps", **LINE)
    brief = play.matter(offered(play)).facts["brief"]
    assert (brief["open"], brief["lines"], brief["offers"]) == ([], [], [])


def test_what_the_other_nation_withholds_is_in_no_list(play: Play) -> None:
    play.do("open", "jp-jjoc-watch", title="Own", to="us-usfj", urgency="priority", detail="x")
    assert play.matter(offered(play)).facts["brief"]["open"] == []


def test_questions_are_asked_and_answered_before(play: Play) -> None:
    matter = offered(play)
    assert say(play, RELIEF, "question", matter, question="What of the fuel?").code == "asked"
    assert play.matter(matter).stage_id == "questions"
    assert say(play, person(SEAT), "clarify", matter, reply="It is on its way.").code == "clarified"
    assert play.matter(matter).facts["questions"] == [{"question": "What of the fuel?", "reply": "It is on its way."}]
    assert say(play, RELIEF, "relieve", matter).code == "watch-taken"


@pytest.mark.parametrize(("actor", "verb"), [(RELIEF, "refuse"), (person(SEAT), "withdraw")])
def test_a_handover_that_is_refused_or_taken_back_changes_nothing(play: Play, actor: Actor, verb: str) -> None:
    matter = offered(play)
    assert not say(play, actor, verb, matter, because="Not now.").refused
    assert roster(play)[SEAT] == person(SEAT)
    assert say(play, RELIEF, "relieve", matter).code == "not-now"
    offered(play)  # and it can be offered again


@pytest.mark.parametrize("verb", ["relieve", "question", "refuse"])
def test_only_the_one_who_was_named_takes_over(play: Play, verb: str) -> None:
    matter = offered(play)
    given = {"question": {"question": "?"}, "refuse": {"because": "no"}}.get(verb, {})
    for actor in (person(SEAT), person(COMMANDER)):
        assert say(play, actor, verb, matter, **given).code == "not-for-you"
    # What one nation keeps to itself is answered to the other like what is not there.
    assert say(play, person("jp-jjoc-watch"), verb, matter, **given).code == "unknown-serial"


@pytest.mark.parametrize(
    ("actor", "given", "code"),
    [
        (person(COMMANDER), {"seat": SEAT, "person": "URELIEF"}, "not-your-move"),
        (person(SEAT), {"seat": SEAT, "person": person(SEAT).user}, "somebody-else"),
        (person(SEAT), {"seat": SEAT, "person": "USTRANGER"}, "not-of-your-nation"),
        (person(SEAT), {"seat": SEAT, "person": person("jp-jjoc-watch").user}, "not-of-your-nation"),
        (person(SEAT), {"seat": SEAT, "person": "URELIEF UOTHER"}, "not-a-person"),
        (person(SEAT), {"seat": "jp-jjoc-watch", "person": "URELIEF"}, "unknown-seat"),
        (person(SEAT), {"seat": "us-usfj-wach", "person": "URELIEF"}, "unknown-seat"),
        (STRANGER, {"seat": SEAT, "person": "URELIEF"}, "not-admitted"),
    ],
)
def test_a_watch_that_cannot_be_handed_over_so(play: Play, actor: Actor, given: dict[str, str], code: str) -> None:
    before = roster(play).rows
    assert say(play, actor, "handover", **given).code == code
    assert roster(play).rows == before


def test_one_watch_is_offered_once_at_a_time(play: Play) -> None:
    offered(play)
    said = say(play, person(SEAT), "handover", seat=SEAT, person=RELIEF.user)
    assert (said.refused, said.code) == (True, "not-now")


def test_an_offer_that_nobody_accepts_calls_who_answers_for_the_seat(play: Play) -> None:
    offered(play)
    play.forward(timedelta(minutes=46))
    sweep(play.house)
    told = [row for row in rows_in(play.database, "outbox") if row["kind"] == "reminder" and row["lane"] == "us-usfj"]
    assert any(b'"unaccepted"' in row["facts"] and b"us-usfj-cdr" in row["facts"] for row in told)
    assert roster(play)[SEAT] == person(SEAT)


@pytest.fixture
def floor(play: Play) -> Play:
    """An installation where two people may hold the watch's seat; the second one holds it too."""
    known = play.house.registry
    seat = msgspec.structs.replace(known.seats[SEAT], holders=2)
    house = msgspec.structs.replace(
        play.house, registry=msgspec.structs.replace(known, seats={**known.seats, SEAT: seat})
    )
    again = Play(house)
    assert say(again, RELIEF, "take", seat=SEAT).code == "seat-joined"
    return again


def test_of_several_holders_one_has_the_watch_and_all_may_act(floor: Play) -> None:
    assert roster(floor)[SEAT] == person(SEAT)
    assert [row.actor for row in roster(floor).people(SEAT)] == [person(SEAT), RELIEF]
    assert say(floor, RELIEF, "open", **floor.opening()).code == "waits-for-release"
    assert say(floor, RELIEF, "take", seat=SEAT).code == "seat-yours"
    assert say(floor, person("us-usfj-cos"), "take", seat=SEAT).code == "seat-held"


def test_the_watch_goes_over_and_both_stay_holders(floor: Play) -> None:
    assert say(floor, RELIEF, "relieve", offered(floor)).code == "watch-taken"
    assert roster(floor)[SEAT] == RELIEF
    assert len(roster(floor).people(SEAT)) == 2


def test_where_who_has_the_watch_leaves_another_holder_takes_it(floor: Play) -> None:
    assert say(floor, person(SEAT), "standdown", seat=SEAT).code == "stood-down"
    assert SEAT not in roster(floor)  # nobody is on watch until somebody says so
    assert say(floor, RELIEF, "take", seat=SEAT).code == "seat-taken"
    assert roster(floor)[SEAT] == RELIEF


def test_one_nations_handover_is_in_its_own_log_alone(play: Play) -> None:
    assert not say(play, RELIEF, "relieve", offered(play)).refused
    acts = {(row["log"], json.loads(row["entry"])["act"]) for row in rows_in(play.database, "log_entry")}
    assert {log for log, act in acts if act in ("handover", "relieve")} == {"us"}


def test_who_sits_where_several_nations_sit_is_in_the_log_of_all_of_them(play: Play) -> None:
    seat, off_going = "bocc-us-watch", person("bocc-us-watch")
    offer = say(play, off_going, "handover", seat=seat, person=f"<@{RELIEF.user}>", note="Inside.").matter or ""
    assert not say(play, RELIEF, "relieve", offer).refused
    assert not say(play, RELIEF, "standdown", seat=seat, because="Inside.").refused
    rows = dump(play.database)
    contents = {(row["log"], row["seq"]): json.loads(row["content"]) for row in rows["log_content"]}
    entries = [json.loads(row["entry"]) for row in rows["log_entry"] if row["log"] == "us+jp"]
    told = [(entry["matter"], contents["us+jp", entry["seq"]]) for entry in entries if entry["act"] == "seat"]
    relieved, left = ({"team": TEAM, "user": actor.user} for actor in (RELIEF, off_going))
    assert [(serial, content["person"], content["was"]) for serial, content in told] == [
        (None, relieved, left),
        (None, {}, relieved),
    ]
    assert not any("Inside." in str(content) for (log, _), content in contents.items() if log != "us")


def test_a_title_that_the_other_side_withholds_is_in_no_list_and_its_card_is_drawn_without(play: Play) -> None:
    asked = play.open_joint()
    play.do("withhold", SEAT, asked, field="title", because="Too much in it.")
    said = say(play, person("jp-jjoc-watch"), "handover", seat="jp-jjoc-watch", person=person("jp-jjoc-cos").user)
    (row,) = play.matter(said.matter or "").facts["brief"]["open"]
    assert row["title"] == ""
    view = view_at(play.matter(asked), "jp-jjoc")
    assert view is not None
    assert "Runway repair" not in str(draw_card(view, reader("jp-jjoc", "ja")))
