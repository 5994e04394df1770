"""What is mistyped, pressed too late or sent twice, and what Slack does badly: what is seen, and what is so then."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec
import pytest
from sqlalchemy import delete

from bot.listeners import COMMAND
from state import tables
from state.audit import audit
from state.house import House
from tests.bot.office import BOTH, OUTSIDER, Office, channel_of, forget_what_was_told, is_card, user_of, words_of
from tests.play import GROUNDS, RECORD, Play, administrator
from tests.slackd import Cut, Error, Message, RateLimited, Slackd, Status

OPEN = 'open "Runway repair" to:jp-jjoc urgency:priority'
NATIONAL, JOINT = "CR-26-US-0001", "CR-26-0001"
T = TypeVar("T")


def words(given: dict[str, str]) -> str:
    return " ".join(f'{name}:"{word}"' for name, word in given.items())


def opened(office: Office) -> str:
    office.do("us-usfj-watch", OPEN)
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    return JOINT


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        barrier.wait(timeout=10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, act) for act in acts]]


def all_well(office: Office) -> None:
    with office.house.database.reading() as connection:
        assert audit(connection, office.house.registry) == ()


# Typed wrongly

WRONG = {
    "an unknown body": ('open "x" to:jp-jjcc urgency:routine', "no body “jp-jjcc”. Did you mean `jp-jjoc`"),
    "a body that may not be asked": ('open "x" to:jp-mod urgency:routine', "not a counterpart of USFJ"),
    "a body of one's own nation": ('open "x" to:us-osd urgency:routine', "goes to the other nation"),
    "a suspense that has passed": ('open "x" to:jp-jjoc by:011200Z NOV 26', "has passed"),
    "a time that is none": ('open "x" to:jp-jjoc by:soonish', "“soonish” is not a time I can read"),
    "no time at all": ('open "x" to:jp-jjoc', "urgency"),
    "an empty title": ('open "" to:jp-jjoc urgency:routine', "`title` is missing"),
    "a title of spaces": ('open "　 " to:jp-jjoc urgency:routine', "`title` is missing"),
    "ten thousand characters of title": (
        f'open "{"長" * 10_000}" to:jp-jjoc urgency:routine',
        "`title` has 10000 characters; at most 150 fit",
    ),
    "an urgency that is none": ('open "x" to:jp-jjoc urgency:asap', "“asap” is no urgency"),
    "a field that is none": ('open "x" to:jp-jjoc urgency:routine tpo:x', "`tpo:`"),
    "a field twice": ('open "x" to:jp-jjoc to:bocc', "`to:` is given twice"),
    "a quote left open": ('open "x to:jp-jjoc', "quote"),
    "an unknown verb": ("opne", "`open`"),
    "an unknown serial": ("status CR-26-0009", "There is no `CR-26-0009`"),
    "no serial": ("concur", "/acm concur CR-26-0001"),
    "a serial that can't be": (f"ack CR-26-{'9' * 400}", "There is no"),
    "a classified marking": ('open "SECRET//NOFORN" to:jp-jjoc urgency:routine', "marking"),
    "an unknown seat": ("take us-usfj-wach", "us-usfj-wach"),
    "a seat of the other nation's own": ("take jp-jjoc-cdr", "`jp-jjoc-cdr`"),
    "a seat of the other nation at a bilateral body": ("take bocc-jp-lead", "seat of the other nation"),
    "somebody to admit": ("admit @somebody", "Only an administrator"),
    "an unknown format": ("export pdf", "pdf"),
    "an unknown body to look at": ("who zzz", "no body “zzz”"),
    "the other nation's body to look at": ("who jp-jjoc", "not a body of your nation"),
    "help on what is none": ("help opn", "`open`"),
    "a mark that would call everybody": ('open "x" to:<!channel> urgency:routine', "&lt;!channel&gt;"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_typed_wrongly_is_told_and_changes_nothing(office: Office, line: str, sentence: str) -> None:
    with office.nothing_written("log_entry", "log_content", "log_head"):  # a refused marking is on record
        said = office.tell("us-usfj-watch", line)
    assert sentence in said
    assert "<!channel>" not in said
    assert len(said) < 3_500
    assert office.told("us-usfj") == []


def test_every_fault_of_a_line_is_told_at_once(office: Office) -> None:
    said = office.tell("us-usfj-watch", 'open "x" to:nowhere by:yesterdy foo:bar')
    assert [part in said for part in ("nowhere", "yesterdy", "foo")] == [True] * 3


def test_a_marking_that_is_refused_is_kept_nowhere(office: Office) -> None:
    office.tell("us-usfj-watch", 'open "SECRET//NOFORN Kingfisher" to:jp-jjoc urgency:routine')
    office.settle()
    assert "Kingfisher" not in str({table: office.rows(table) for table in ("inbox", "outbox", "log_content")})
    assert len(entries(office, "marking-refused")) == 1


def test_a_body_that_has_closed_is_not_asked_and_its_successor_is_named(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    known = staffed.house.registry
    closed = msgspec.structs.replace(known.bodies["jp-jjoc"], valid_to=date(2026, 10, 31), successor="jp-jjoc-ops")
    registry = msgspec.structs.replace(known, bodies={**known.bodies, "jp-jjoc": closed})
    office = make_office(msgspec.structs.replace(staffed.house, registry=registry))
    with office.nothing_written():
        said = office.tell("us-usfj-watch", OPEN)
    assert "jp-jjoc is not in force (until 2026-10-31)" in said
    assert "`jp-jjoc-ops`" in said


def test_smart_quotes_full_width_letters_and_japanese_spaces_are_read_as_meant(office: Office) -> None:
    office.do(
        "jp-jjoc-watch",
        "ｏｐｅｎ　「滑走路の復旧」　ｔｏ：ｕｓ－ｕｓｆｊ　ｕｒｇｅｎｃｙ：ｐｒｉｏｒｉｔｙ　detail:“Two crews”",
    )
    (row,) = office.rows("matter")
    matter = office.matter(row["id"])
    assert (matter.text.title, matter.to, matter.urgency) == ("滑走路の復旧", ("us-usfj",), "priority")
    assert matter.text.detail == "Two crews"


def test_the_nearest_verbs_and_serials_are_those_that_the_reader_may_know(office: Office) -> None:
    opened(office)
    office.do("us-usfj-watch", 'open "Own matter" to:jp-jjoc urgency:routine')  # CR-26-US-0002, not released
    assert "`CR-26-US-0002`" in office.tell("us-usfj-watch", "status CR-26-US-0003")
    said = office.tell("jp-jjoc-watch", "status CR-26-US-0003")
    assert f"`{JOINT}`" in said
    assert "US-0002" not in said
    withheld = office.tell("jp-jjoc-watch", "status CR-26-US-0002")
    assert withheld.replace("0002", "0003") == said  # no answer that differs from "unknown"


# Seats and people


def test_a_seat_that_somebody_holds_is_not_taken_and_its_holder_named(office: Office) -> None:
    with office.nothing_written():
        said = office.tell("us-usfj-cos", "take us-usfj-cdr")
    assert f"is held by <@{user_of('us-usfj-cdr')}>" in said


def test_a_seat_that_may_not_do_it_is_told_which_may_and_who_holds_it(office: Office) -> None:
    opened(office)
    with office.nothing_written():
        said = office.tell("us-usfj-cos", f"ack {JOINT}")
    assert f"<@{user_of('us-usfj-watch')}>" in said
    assert "jp-jjoc" not in said


def test_a_seat_of_the_other_nation_can_not_be_acted_from(office: Office) -> None:
    opened(office)
    with office.nothing_written():
        said = office.tell("us-usfj-watch", f"ack {JOINT} as:jp-jjoc-watch")
    assert "`jp-jjoc-watch`" in said
    assert "<@" not in said


def test_a_person_who_is_not_admitted_can_do_and_learn_nothing(office: Office) -> None:
    opened(office)
    acts = (OPEN, "open", f"ack {JOINT}", f"return {JOINT}", "take us-usfj-watch", "export", "remind at:+1h x")
    asks = ("status", f"status {JOINT}", "status CR-26-0002", "mine", "who us-usfj", f"log {JOINT}")
    for channel in (channel_of("us-usfj"), office.slackd.dm(OUTSIDER).id):
        for line in (*acts, *asks):
            with office.nothing_written():
                ack = office.slackd.command(OUTSIDER, channel, COMMAND, line, forged=True)
            assert "not on this installation's list" in words_of(ack), line
    card = office.card("us-usfj")
    office.slackd.press(OUTSIDER, channel_of("us-usfj"), card.ts, "move:ack", forged=True)
    assert office.slackd.views == []
    assert office.matter(JOINT).stage_id == "received"


def test_anybody_is_helped(office: Office) -> None:
    assert "`open`" in words_of(office.slackd.command(OUTSIDER, office.slackd.dm(OUTSIDER).id, COMMAND, "help"))


def test_somebody_typing_in_another_nations_channel_can_do_and_learn_nothing_of_it(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    for seat, line in (("jp-jjoc-watch", f"disclose {NATIONAL}"), ("jp-jjoc-watch", 'note CR-26-US-0001 "x"')):
        with office.nothing_written():
            ack = office.slackd.command(user_of(seat), channel_of("us-usfj"), COMMAND, line, forged=True)
        assert "doesn't act in this channel" in words_of(ack)
    for line in (f"status {NATIONAL}", "status", "mine", "who us-usfj", f"log {NATIONAL}"):
        ack = office.slackd.command(user_of("jp-jjoc-watch"), channel_of("us-usfj"), COMMAND, line, forged=True)
        assert "Runway" not in words_of(ack), line
        assert user_of("us-usfj-cdr") not in words_of(ack), line


def test_an_administrator_of_one_nation_can_not_name_the_people_of_another(office: Office) -> None:
    with office.nothing_written():
        ack = office.slackd.command(
            administrator("us").user, channel_of("us-usfj"), COMMAND, f"admit <@{user_of('jp-jjoc-cdr')}> <@{OUTSIDER}>"
        )
    assert "Nobody was" in words_of(ack)


@BOTH
def test_one_person_who_claims_a_seat_twice_at_once_has_it_once(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    office = vacant(staffed, make_office)
    said = at_once([lambda: words_of(office.type("us-usfj-cos", "take us-usfj-watch"))] * 2)
    assert all("You hold Command center watch officer" in row for row in said)
    assert sum("already" in row for row in said) == 1
    holders = [row["user"] for row in office.rows("holder") if row["seat"] == "us-usfj-watch"]
    assert holders == [user_of("us-usfj-cos")]
    assert len(office.told("us-usfj")) == 1
    all_well(office)


@BOTH
def test_of_two_people_who_claim_a_seat_at_once_one_has_it_and_the_other_is_told_who(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    office = vacant(staffed, make_office)
    seats = ("us-usfj-cos", "us-usfj-cdr")
    said = at_once([lambda seat=seat: words_of(office.type(seat, "take us-usfj-watch")) for seat in seats])  # type: ignore[misc]
    (holder,) = [row["user"] for row in office.rows("holder") if row["seat"] == "us-usfj-watch"]
    assert sum("You hold" in row for row in said) == 1
    assert sum(f"is held by <@{holder}>" in row for row in said) == 1
    all_well(office)


def vacant(play: Play, make_office: Callable[[House], Office]) -> Office:
    """An office where nobody holds the U.S. watch."""
    with play.database.writing() as connection:
        connection.execute(delete(tables.holder).where(tables.holder.c.seat == "us-usfj-watch"))
    forget_what_was_told(play.house)
    return make_office(play.house)


# Where no body is


def test_in_a_direct_message_one_acts_from_the_only_seat_that_can(office: Office) -> None:
    ack = office.slackd.command(user_of("us-usfj-watch"), office.slackd.dm(user_of("us-usfj-watch")).id, COMMAND, OPEN)
    assert NATIONAL in words_of(ack)
    assert office.matter(NATIONAL).asker == "us-usfj"


def test_in_a_channel_of_no_body_one_acts_from_the_only_seat_or_is_asked_which(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    with staffed.database.writing() as connection:
        connection.execute(delete(tables.holder).where(tables.holder.c.seat == "us-indopacom-joc"))
    forget_what_was_told(staffed.house)
    office = make_office(staffed.house)
    user = user_of("us-usfj-watch")
    office.slackd.add_channel("CLOUNGE", members=(user,))
    office.do("us-usfj-watch", "take us-indopacom-joc")
    with office.nothing_written():
        ack = office.slackd.command(user, "CLOUNGE", COMMAND, OPEN)
    assert "`as:" in words_of(ack)
    assert "`us-usfj-watch`" in words_of(ack)
    assert "`us-indopacom-joc`" in words_of(ack)
    ack = office.slackd.command(user, "CLOUNGE", COMMAND, f"{OPEN} as:us-usfj-watch")
    assert NATIONAL in words_of(ack)


def test_a_form_that_was_asked_for_in_a_direct_message_opens_the_request(office: Office) -> None:
    user = user_of("us-usfj-watch")
    office.slackd.command(user, office.slackd.dm(user).id, COMMAND, "open")
    form = office.slackd.view_of(user)
    ack = office.slackd.submit(user, form.id, {"title": "Runway repair", "to": "jp-jjoc", "urgency": "routine"})
    assert ack.error is None
    assert office.matter(NATIONAL).text.title == "Runway repair"


# Sent twice, sent wrongly


@BOTH
def test_the_same_event_twice_is_one_request_with_one_answer(office: Office) -> None:
    first = office.type("us-usfj-watch", OPEN)
    second = office.slackd.send(first.delivery, retry=1)
    assert second.body == first.body
    assert len(office.rows("matter")) == 1
    assert [row["last"] for row in office.rows("counter")] == [1]
    office.settle()
    assert sum(is_card(row) for row in office.messages("us-usfj")) == 1


@BOTH
def test_the_same_event_twice_at_once_is_one_request_with_one_answer(office: Office) -> None:
    delivery = office.slackd.compose.command(user_of("us-usfj-watch"), channel_of("us-usfj"), COMMAND, OPEN)
    first, second = at_once([lambda: office.slackd.send(delivery)] * 2)
    assert first.body == second.body
    assert len(office.rows("matter")) == len(office.rows("serial")) == 1
    all_well(office)


@BOTH
def test_the_same_form_sent_twice_at_once_is_one_request(office: Office) -> None:
    user = user_of("us-usfj-watch")
    office.type("us-usfj-watch", "open")
    asked = {"title": "Runway repair", "to": ["jp-jjoc"], "urgency": "priority"}
    delivery = office.slackd.compose.submit(user, office.slackd.view_of(user).id, asked)
    acks = at_once([lambda: office.slackd.send(delivery)] * 2)
    assert [(ack.body, ack.in_time) for ack in acks] == [("", True)] * 2
    assert office.slackd.send(delivery, retry=1).body == ""
    assert len(office.rows("matter")) == len(office.rows("serial")) == 1
    all_well(office)


def test_a_form_with_faults_keeps_what_was_filled_in_and_can_be_sent_again(office: Office) -> None:
    user = user_of("us-usfj-watch")
    office.type("us-usfj-watch", "open")
    form = office.slackd.view_of(user)
    asked = {"title": "Runway repair", "to": ["jp-jjoc"], "by": "soonish", "urgency": "priority"}
    with office.nothing_written():
        ack = office.slackd.submit(user, form.id, asked)
    assert ack.error is None
    assert list(ack.json["errors"]) == ["by"]
    assert "soonish" in ack.json["errors"]["by"]
    assert office.slackd.submit(user, form.id, {**asked, "by": "+4h"}).body == ""
    assert len(office.rows("matter")) == 1


@BOTH
def test_of_two_people_who_press_one_button_at_once_one_acts_and_the_other_is_told_what_is_so(office: Office) -> None:
    opened(office)
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        office.do(seat, f"ack {JOINT}")
    for seat in ("us-usfj-cdr", "jp-jjoc-cdr"):
        office.do(seat, f"concur {JOINT} {words(GROUNDS)}")
    office.do("bocc-jp-lead", f"decide {JOINT} approve {words(RECORD)}")
    office.do("bocc-us-lead", f"decide {JOINT} approve {words(RECORD)}")
    for seat in ("us-usfj-cos", "us-usfj-cdr"):
        office.press(seat, "implement")
    forms = [(user_of(seat), office.slackd.view_of(user_of(seat)).id) for seat in ("us-usfj-cos", "us-usfj-cdr")]
    acks = at_once([lambda form=form: office.slackd.submit(*form) for form in forms])  # type: ignore[misc]
    assert sorted(ack.json.get("response_action", "closed") for ack in acks) == ["closed", "update"]
    (late,) = [ack for ack in acks if ack.json]
    assert "Implementing" in json.dumps(late.json["view"]["blocks"])
    assert office.matter(JOINT).stage_id == "implementing"
    assert [row["serial"] for row in entries(office, "implement")] == [JOINT] * 2  # one of the nation, one joint
    all_well(office)


@BOTH
def test_of_two_who_release_at_once_by_button_one_does_and_is_told_so_once(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    card = office.card("us-usfj")
    user = user_of("us-usfj-fdo")
    presses = [office.slackd.compose.press(user, channel_of("us-usfj"), card.ts, "move:disclose") for _ in range(2)]
    acks = at_once([lambda press=press: office.slackd.send(press) for press in presses])  # type: ignore[misc]
    assert [(ack.in_time, ack.error) for ack in acks] == [(True, None)] * 2
    assert len(entries(office, "disclose")) == 2  # the nation's own and the joint one
    (said,) = office.whispers("us-usfj-fdo")
    assert "`disclose`" in said
    assert office.matter(JOINT).stage_id == "received"
    all_well(office)


def entries(office: Office, act: str) -> list[dict[str, Any]]:
    return [row for row in office.rows("log_entry") if json.loads(row["entry"])["act"] == act]


def test_a_wrong_or_old_signature_is_turned_away(staffed: Play, make_office: Callable[..., Office]) -> None:
    forget_what_was_told(staffed.house)
    office = make_office(staffed.house, signing_secret=Slackd.signing_secret)
    delivery = office.slackd.compose.command(user_of("us-usfj-watch"), channel_of("us-usfj"), COMMAND, OPEN)
    with office.nothing_written("inbox"):
        assert office.slackd.send(delivery, wrong_signature=True).status == 401
        assert office.slackd.send(delivery, age=600).status == 401
    assert office.slackd.send(delivery).in_time
    assert len(office.rows("matter")) == 1


# Forged, garbled, too late

VALUES = {
    "nothing": "",
    "garbage": "x" * 1999,
    "another's id": "0" * 32 + ":1",
    "a version that is none": ":-1:abc",
    "many colons": ":" * 100,
    "SQL": "' OR 1=1 --",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("action", ["move:ack", "move:zzz", "move:", "more"])
def test_a_forged_button_value_does_nothing_and_is_answered(office: Office, action: str, value: str) -> None:
    opened(office)
    card = office.card("us-usfj")
    user = user_of("us-usfj-watch")
    before = len(office.whispers("us-usfj-watch"))
    with office.nothing_written("outbox"):
        if action == "more":
            ack = office.slackd.press(user, channel_of("us-usfj"), card.ts, "more", choose=value or "?", forged=True)
        else:
            ack = office.slackd.press(user, channel_of("us-usfj"), card.ts, action, value=value or "?", forged=True)
    assert (ack.status, ack.error) == (200, None)
    assert len(office.whispers("us-usfj-watch")) == before + 1
    assert office.matter(JOINT).stage_id == "received"


def test_a_button_pressed_by_somebody_who_may_not_is_answered_to_that_person_alone(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    with office.nothing_written("outbox"):
        office.press("us-usfj-watch", "disclose")
    said = office.whispers("us-usfj-watch")[-1]
    assert f"<@{user_of('us-usfj-fdo')}>" in said
    assert not any("`disclose`" in text for text in office.told("us-usfj"))


GARBLED = {
    "no trigger": {"trigger_id": None},
    "no text": {"text": None},
    "no user": {"user_id": None},
    "a user of no sense": {"user_id": "\u0000'"},
    "a channel of no sense": {"channel_id": "?" * 3000},
    "a trigger of a thousand characters": {"trigger_id": "9" * 1000},
    "half a character": {"text": "open \udcff"},
}


@BOTH
@pytest.mark.parametrize("change", GARBLED.values(), ids=GARBLED)
def test_a_garbled_command_leaves_nothing_half_done_and_no_trace_of_the_program(
    office: Office, change: dict[str, str | None]
) -> None:
    made = office.slackd.compose.command(user_of("us-usfj-watch"), channel_of("us-usfj"), COMMAND, OPEN)
    payload = {name: word for name, word in {**made.payload, **change}.items() if word is not None}
    ack = office.slackd.send(replace(made, body=urlencode(payload, errors="replace")))
    assert ack.status == 200
    assert "Traceback" not in ack.body
    assert ack.body
    assert len(office.rows("matter")) in (0, 1)
    assert len(office.rows("matter")) == len(office.rows("serial"))
    all_well(office)


@pytest.mark.parametrize(
    "metadata", ["", "[]", '{"verb": 1}', '{"verb": "zzz"}', '{"verb": "open", "desk": "nowhere"}']
)
def test_a_garbled_form_is_answered_on_the_form(office: Office, metadata: str) -> None:
    user = user_of("us-usfj-watch")
    office.type("us-usfj-watch", "open")
    with office.slackd.changed:
        office.slackd.all_views[-1].payload["private_metadata"] = metadata
    with office.nothing_written():
        ack = office.slackd.submit(user, office.slackd.view_of(user).id, {"title": "x"}, forged=True)
    assert (ack.status, ack.error) == (200, None)
    assert ack.json["response_action"] in ("errors", "update")


@pytest.mark.parametrize("fault", [Error("expired_trigger_id"), Cut(), Status(500)], ids=str)
def test_a_form_that_slack_does_not_show_is_logged_and_nothing_is_lost(
    office: Office, caplog: pytest.LogCaptureFixture, fault: Any
) -> None:
    office.do("us-usfj-watch", OPEN)
    card = office.card("us-usfj")
    office.slackd.fault("views.open", fault, times=2)
    with office.nothing_written("inbox"):
        typed = office.type("us-usfj-watch", "open")
        pressed = office.slackd.press(user_of("us-usfj-fdo"), channel_of("us-usfj"), card.ts, "more", choose=menu(card))
    assert [(ack.status, ack.error) for ack in (typed, pressed)] == [(200, None)] * 2
    assert caplog.text.count("a form could not be opened") == 2
    assert office.slackd.views == []


def menu(card: Message) -> str:
    """The first row of a card's menu."""
    (found,) = [act for block in card.blocks for act in block.get("elements", ()) if act.get("action_id") == "more"]
    return str(found["options"][0]["value"])


# Slack answers badly; nothing is lost and nothing twice


@BOTH
@pytest.mark.parametrize(
    "fault",
    [RateLimited(3), Status(500), Status(503), Cut(), Cut(accepted=True), Status(500, accepted=True)],
    ids=str,
)
def test_a_post_that_goes_wrong_is_made_later_and_once(office: Office, fault: Any) -> None:
    office.slackd.fault("chat.postMessage", fault, channel=channel_of("us-usfj"))
    office.do("us-usfj-watch", OPEN)
    office.settle()
    assert office.waiting() == 2
    office.clock.forward(timedelta(seconds=4))
    office.settle()
    assert office.waiting() == 0
    assert sum(is_card(row) for row in office.messages("us-usfj")) == 1
    assert len(office.messages("us-usfj")) == 2
    assert "disclose" in json.dumps(office.card("us-usfj").blocks)


def test_the_other_channels_are_told_meanwhile(office: Office) -> None:
    opened(office)
    office.settle()
    office.slackd.fault("*", RateLimited(60), channel=channel_of("jp-jjoc"), times=None)
    before = len(office.messages("us-usfj"))
    office.do("us-usfj-watch", f"ack {JOINT}")
    office.settle()
    assert len(office.messages("us-usfj")) > before
    assert {row["lane"] for row in office.rows("outbox") if row["state"] != "sent"} == {"jp-jjoc"}


def test_while_another_process_holds_the_database_each_way_in_says_so_and_keeps_what_was_filled_in(
    office: Office,
) -> None:
    office.do("us-usfj-watch", OPEN)
    watch, officer = user_of("us-usfj-watch"), user_of("us-usfj-fdo")
    card = office.card("us-usfj")
    office.type("us-usfj-watch", "open")
    form, asked = office.slackd.view_of(watch), {"title": "x", "to": ["jp-jjoc"], "urgency": "routine"}
    with office.nothing_written(), office.house.database._turn:
        typed, sent, pressed = at_once(
            [
                lambda: office.type("us-usfj-watch", OPEN),
                lambda: office.slackd.submit(watch, form.id, asked),
                lambda: office.slackd.press(officer, channel_of("us-usfj"), card.ts, "move:disclose"),
            ]
        )
    assert [(ack.in_time, ack.error) for ack in (typed, sent, pressed)] == [(True, None)] * 3
    assert "try again" in words_of(typed)
    assert "try again" in sent.json["errors"]["title"]
    assert "try again" in json.dumps(office.slackd.view_of(officer).blocks)
    assert office.slackd.submit(watch, form.id, asked).body == ""
    assert len(office.rows("matter")) == 2
