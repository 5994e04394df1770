"""What is mistyped, or said from the wrong seat or place: what is seen, and that nothing changes."""

import re
from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from bot.inward.listeners import COMMAND
from state.house import House
from tests.bot.office import (
    BOTH,
    JOINT,
    NATIONAL,
    ON_RECORD,
    OPEN,
    OUTSIDER,
    Office,
    all_well,
    channel_of,
    opened,
    user_of,
    vacant,
    words_of,
)
from tests.play import Play, administrator, at_once
from workflows.routing import addressable

# Typed wrongly

WRONG = {
    "an unknown body": ('open "x" to:jp-jjcc urgency:routine', "no body “jp-jjcc”. Did you mean `jp-jjoc`"),
    "a body that may not be asked": ('open "x" to:jp-mod urgency:routine', "not a counterpart of USFJ"),
    "whose counterpart another body is": (
        'open "x" to:jp-jjoc-ops urgency:routine',
        "Yours there: `jp-jjoc`. It can be",
    ),
    "a body that has no counterpart": ('open "x" to:jp-mlit urgency:routine', "MLIT has none: Ports, airports and"),
    "a body that takes no request": ('open "x" to:bpm urgency:routine', "It makes plans in peacetime; only"),
    "a body that has ended": ('open "x" to:jp-nisc urgency:routine', "(until 2025-06-30). Its successor is `jp-nco`."),
    "a body that is ended, for information": ('open "x" to:bocc info:jp-nisc urgency:routine', "successor is `jp-nco`"),
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
    "an unknown format": ("export xlsx", "xlsx"),
    "an unknown body to look at": ("who zzz", "no body “zzz”"),
    "the other nation's body to look at": ("who jp-jjoc", "not a body of your nation"),
    "help on what is none": ("help opn", "`open`"),
    "a mark that would call everybody": ('open "x" to:<!channel> urgency:routine', "&lt;!channel&gt;"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_typed_wrongly_is_told_and_changes_nothing(office: Office, line: str, sentence: str) -> None:
    with office.nothing_written(*ON_RECORD):  # a refused marking is on record
        said = office.tell("us-usfj-watch", line)
    assert sentence in said
    assert "<!channel>" not in said
    assert len(said) < 3_500
    assert office.told("us-usfj") == []


def test_every_fault_of_a_line_is_told_at_once(office: Office) -> None:
    said = office.tell("us-usfj-watch", 'open "x" to:nowhere by:yesterdy foo:bar')
    assert [part in said for part in ("nowhere", "yesterdy", "foo")] == [True] * 3


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
    with office.nothing_written(*ON_RECORD):
        said = office.tell("us-usfj-cos", f"ack {JOINT}")
    assert f"<@{user_of('us-usfj-watch')}>" in said
    assert "jp-jjoc" not in said


@pytest.mark.parametrize("line", [f"ack {JOINT}", "take us-usfj-cdr"])
def test_where_both_nations_read_a_refusal_names_no_holder_of_either_s_own_seats(office: Office, line: str) -> None:
    opened(office)
    assert "<@" in office.tell("us-usfj-cos", line)
    said = office.tell("us-usfj-cos", line, at="bocc")
    assert ("us-usfj-" in said, "<@" in said) == (True, False)


def test_a_seat_of_the_other_nation_can_not_be_acted_from(office: Office) -> None:
    opened(office)
    with office.nothing_written(*ON_RECORD):
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
        with office.nothing_written(*ON_RECORD):
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


# Where no body is


def test_in_a_direct_message_one_acts_from_the_only_seat_that_can(office: Office) -> None:
    ack = office.slackd.command(user_of("us-usfj-watch"), office.slackd.dm(user_of("us-usfj-watch")).id, COMMAND, OPEN)
    assert NATIONAL in words_of(ack)
    assert office.matter(NATIONAL).asker == "us-usfj"


def test_in_a_channel_of_no_body_one_acts_from_the_only_seat_or_is_asked_which(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    office = vacant(staffed, make_office, "us-indopacom-joc")
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


def test_the_form_of_a_request_offers_every_body_that_may_be_asked_and_takes_several(office: Office) -> None:
    user = user_of("us-usfj-watch")
    office.type("us-usfj-watch", "open")
    form = office.slackd.view_of(user)
    boxes = {block["block_id"]: block for block in form.blocks if block["element"]["type"] == "checkboxes"}
    offered = [option["value"] for block in boxes.values() for option in block["element"]["options"]]
    registry = office.house.registry
    assert offered == list(addressable(registry, "us-usfj", registry.absent(office.clock())))
    assert offered[:2] == ["jp-jjoc", "bocc"]
    assert len(boxes) == 2
    assert not any(block.get("optional") is False for block in boxes.values())
    asked = {"title": "Airspace", "to": ["jp-jjoc"], "to/1": [offered[-1]], "urgency": "routine"}
    assert office.slackd.submit(user, form.id, asked).body == ""
    assert office.matter(NATIONAL).to == ("jp-jjoc", offered[-1])


def test_a_form_in_which_no_body_is_ticked_says_so_at_its_field(office: Office) -> None:
    user = user_of("us-usfj-watch")
    office.type("us-usfj-watch", "open")
    ack = office.slackd.submit(user, office.slackd.view_of(user).id, {"title": "Airspace", "urgency": "routine"})
    assert list(ack.json["errors"]) == ["to"]


def test_in_a_bilateral_channel_a_refusal_says_nothing_of_who_holds_a_national_seat(office: Office) -> None:
    opened(office)
    said = office.tell("us-usfj-cdr", "ack CR-26-0001 opr:us-usfj", at="bocc")
    assert said.endswith("• Command center watch officer (`us-usfj-watch`)")


def test_of_many_seats_that_may_the_nearest_ones_are_named(office: Office) -> None:
    said = office.tell("us-usfj-watch", 'task "Count the lift" us-usfj-j3')
    named = re.findall(r"`(us-[a-z0-9-]+)`", said)
    assert named[:5] == ["us-usfj-cdr", "us-usfj-dcdr", "us-usfj-fdo", "us-indopacom-cdr", "us-osd-secdef"]
    assert len(named) == 6
    assert re.search(r"and \d+ more", said)
