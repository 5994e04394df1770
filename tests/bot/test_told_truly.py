"""What is told is what is so: where a matter goes, by when, who sees what was said, and what replaced it."""

import re

from tests.bot.office import JOINT, Office, is_card, texts_of, user_of, words
from tests.bot.story import opened, shown, staffed
from tests.play import GROUNDS, RECORD


def listed(office: Office, line: str) -> list[str]:
    """What the watch officer at USFJ sees for an answer, block by block."""
    return list(texts_of(office.type("us-usfj-watch", line).json["blocks"]))


def test_who_passes_it_on_tells_its_own_side_where_and_why_and_the_other_where(office: Office) -> None:
    serial = staffed(office)
    office.do("us-usfj-cdr", f'notours {serial} to:us-usarj reason:"They have the crews"')
    (ours,) = [row for row in office.told("us-usfj") if "not ours" in row]
    assert "It goes to USARJ. They have the crews" in ours
    (theirs,) = [row for row in office.told("jp-jjoc") if "所管外" in row]
    assert "USARJ へ回付" in theirs
    assert "They have the crews" not in theirs


def test_a_new_text_stands_where_it_is_told(office: Office) -> None:
    serial = staffed(office)
    office.do("us-usfj-cdr", f"concur {serial} {words(GROUNDS)}")
    office.do("jp-jjoc-cdr", f'nonconcur {serial} "no crews" {words(GROUNDS)}')
    office.do("bocc-us-lead", f'propose {serial} "One crew, by day"')
    for body in ("us-usfj", "jp-jjoc"):
        assert "One crew, by day" in next(row for row in office.told(body) if "BOCC" in row and "2" in row)


def test_the_last_to_answer_and_to_decide_are_told_that_it_is_seen(office: Office) -> None:
    serial = staffed(office)
    assert "The other side sees it once all have answered" in office.tell(
        "us-usfj-cdr", f"concur {serial} {words(GROUNDS)}"
    )
    assert "全ての国に見えます" in office.tell("jp-jjoc-cdr", f"concur {serial} {words(GROUNDS)}")
    first, last = (
        office.tell(seat, f"decide {serial} approve {words(RECORD)}") for seat in ("bocc-us-lead", "bocc-jp-lead")
    )
    assert "The outcome follows when all have decided" in first
    assert "All have decided: the outcome is in the thread" in last


def test_a_note_says_who_sees_it(office: Office) -> None:
    serial = staffed(office)
    assert "your nation's desks that have the card" in office.tell("us-usfj-cos", f'note {serial} "Two crews here"')
    assert "all who have the card" in office.tell("bocc-us-lead", f'note {serial} "On the agenda"')


def test_the_card_of_what_was_replaced_names_what_replaced_it(office: Office) -> None:
    opened(office)
    office.do("us-usfj-watch", 'open "Runway repair, more crews" to:jp-jjoc urgency:priority detail:"Three"')
    office.do("us-usfj-fdo", "disclose CR-26-US-0002")
    office.do("us-usfj-cos", f'withdraw {JOINT} "A better one" successor:CR-26-0002')
    office.settle()
    for body, label in (("us-usfj", "Replaced by"), ("jp-jjoc", "差替先")):
        (card,) = [row for row in office.messages(body) if is_card(row) and JOINT in shown(row)]
        assert re.search(rf"{label}\W+CR-26-0002", shown(card))


def test_a_list_says_by_when_the_move_is_due_as_the_card_does(office: Office) -> None:
    opened(office)
    row = next(text for text in listed(office, "status") if JOINT in text)
    (due,) = re.findall(r"Your move\W+\(United States\) · due \*(.+?)\*", shown(office.card("us-usfj")))
    assert f"due {due}" in row
    assert "the whole due" in row


def test_what_was_meant_as_a_serial_is_answered_as_one_by_verbs_that_need_it_too(office: Office) -> None:
    opened(office)
    assert f"There is no `CR-26-0O01` here. Did you mean `{JOINT}`?" in office.tell("us-usfj-watch", "ack CR-26-0O01")
    assert office.tell("us-usfj-watch", "ack soon").startswith("Say which")


def test_all_bodies_that_nobody_knows_are_told_at_once(office: Office) -> None:
    said = office.tell("us-usfj-watch", 'open "Crews" to:jp-jjok,us-nowhere,jp-jjoc urgency:urgent detail:"x"')
    assert "jp-jjok, us-nowhere" in said
    assert "jp-jjoc" in said


def test_boxes_of_one_question_say_how_many_there_are(office: Office) -> None:
    office.type("us-usfj-watch", "open")
    labels = [
        block["label"]["text"] for block in office.slackd.view_of(user_of("us-usfj-watch")).blocks if "label" in block
    ]
    assert [row for row in labels if row.startswith("To (bodies)")] == ["To (bodies) (1/2)", "To (bodies) (2/2)"]


def test_a_word_in_the_place_of_a_serial_is_answered_as_one_that_nobody_has(office: Office) -> None:
    opened(office)
    assert JOINT in office.tell("us-usfj-watch", "status 1")
    assert any("Runway repair" in text for text in listed(office, "status cr-26-1"))
