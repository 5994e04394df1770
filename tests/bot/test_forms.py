"""The forms behind bare verbs and buttons: what they offer can be had, and they come where something is still asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.inward.listeners import COMMAND
from bot.verbs.typed import quote
from state.house import House
from tests.bot.office import JOINT, Office, opened, texts_of, user_of, vacant, words_of
from tests.play import Play
from workflows.times.dtg import format_dtg

LATER, LATER_STILL = timedelta(hours=8), timedelta(hours=20)
BEGINNING = {
    "task": ("us-usfj-cdr", "task Lift {to} by:{at}"),
    "rfi": ("us-usfj-watch", "rfi Crews? {to} by:{at}"),
    "supply": ("us-usfj-j4-dir", "supply Fuel {to} class:fuel quantity:1 unit:t where:Sasebo from:{day} until:{day}"),
    "offer": ("us-usfj-cdr", "offer Trucks {to} quantity:2 unit:t where:Kyushu from:{at} until:{late} expires:{at}"),
}
"""By verb that begins what goes to one body: who types it, and how."""


def begin(office: Office, verb: str, to: str) -> None:
    seat, line = BEGINNING[verb]
    at, late = (office.clock() + span for span in (LATER, LATER_STILL))
    words = {"at": quote(format_dtg(at, "UTC")), "late": quote(format_dtg(late, "UTC")), "day": f"{late:%Y-%m-%d}"}
    office.do(seat, line.format(to=to, **words))


@pytest.mark.parametrize("verb", BEGINNING)
def test_it_may_be_put_to_each_body_in_the_menu_of_its_form(office: Office, verb: str) -> None:
    seat, _ = BEGINNING[verb]
    office.type(seat, verb)
    blocks = office.slackd.view_of(user_of(seat)).blocks
    (menu,) = (block["element"] for block in blocks if block.get("block_id") == "to")
    offered = [row["value"] for row in menu["options"]]
    assert len({*offered}) == len(offered)
    for body in offered:
        begin(office, verb, body)


def test_a_button_opens_its_form_where_nothing_in_it_is_required_but_something_is_missing(office: Office) -> None:
    """What is taken up becomes a request, which has to be due at some time."""
    begin(office, "offer", "jp-jjoc")
    office.do("us-usfj-fdo", "disclose OS-26-US-0001")
    office.settle()
    assert office.fill("jp-jjoc-cdr", "takeup", urgency="urgent").body == ""
    assert office.matter("OS-26-0001").stage_id == "taken-up"


def test_of_its_fields_a_nation_is_offered_those_that_it_can_keep_back_or_widen(office: Office) -> None:
    opened(office)

    def offered(verb: str) -> list[str]:
        office.settle()
        office.press("us-usfj-fdo", verb)
        blocks = office.slackd.view_of(user_of("us-usfj-fdo")).blocks
        return [row["value"] for row in blocks[1]["element"]["options"]]

    ahead = ["reply", "answer-conditions", "answer-reason", "decision-conditions"]
    assert offered("withhold") == ["title", *ahead]
    office.do("us-usfj-fdo", f"withhold {JOINT} title because:spill")
    assert offered("release") == ["title"]


def test_what_is_to_be_looked_at_is_said_in_the_words_of_its_form(office: Office) -> None:
    office.type("jp-jjoc-watch", "open 給水 to:us-usfj,bocc mode:integration by:8時間後")
    shown = "\n".join(texts_of(office.slackd.view_of(user_of("jp-jjoc-watch")).blocks))
    assert "USFJ, BOCC" in shown
    assert "統合モード" in shown
    assert "integration" not in shown


def test_behind_a_serial_no_word_is_taken_for_what_the_serial_says_already(office: Office) -> None:
    office.do("us-usfj-watch", "standdown us-usfj-watch ill")
    office.do("us-usfj-cdr", f'cover SC-26-US-0001 <@{user_of("us-usfj-cos")}> "Until noon." until:+2h')
    assert office.matter("SC-26-US-0001").stage_id == "acting"


def test_who_has_several_seats_is_asked_which_before_a_form_is_filled_in(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    office, user = vacant(staffed, make_office, "us-indopacom-joc"), user_of("us-usfj-watch")
    office.do("us-usfj-watch", "take us-indopacom-joc")
    ack = office.slackd.command(user, office.slackd.dm(user).id, COMMAND, "rfi")
    assert "`as:" in words_of(ack)
    assert not [view for view in office.slackd.views if view.user == user]
