"""A time that binds others counts only as it was shown to be understood, or as it was typed in full."""

import json
from datetime import timedelta

import pytest

from tests.bot.office import JOINT, NATIONAL, Office, opened, texts_of, user_of
from tests.play import START
from tests.slackd import View

ASKS, GIVES = "jp-jjoc-watch", "us-usfj-watch"
LINE = 'open "Runway repair" to:jp-jjoc urgency:PRIORITY mode:integration detail:"Two teams" by:{}'
EIGHT = START + timedelta(hours=8)


def form(office: Office, seat: str) -> View:
    return office.slackd.view_of(user_of(seat))


def words(view: View) -> str:
    return "\n".join(texts_of(view.blocks))


def test_a_typed_line_with_such_a_time_is_shown_and_is_done_when_it_is_sent(office: Office) -> None:
    with office.nothing_written():
        ack = office.type(GIVES, LINE.format("+8h"))
    assert ack.body == ""
    view = form(office, GIVES)
    assert ":clock3: “+8h” is understood as *Mon 2 Nov 17:00 (I · 020800Z NOV 26)*" in words(view)
    assert "*Title*: Runway repair\n*To (bodies)*: JJOC\n*Urgency*: priority (8 h)\n*Mode*: integration" in words(view)
    assert "*Detail*: Two teams" in words(view)
    office.clock.forward(timedelta(minutes=7))
    assert office.slackd.submit(user_of(GIVES), view.id).json == {"response_action": "clear"}
    matter = office.matter(NATIONAL)
    assert (matter.due_at, matter.urgency, matter.text.title) == (EIGHT, "priority", "Runway repair")
    assert matter.text.detail == "Two teams"


def test_more_than_a_form_can_carry_is_to_be_typed_in_full(office: Office) -> None:
    long = LINE.replace("Two teams", "x" * 2_500).format("+8h") + f" info:{','.join(['jp-mod'] * 80)}"
    with office.nothing_written():
        assert "type it in full: `020800Z NOV 26`" in office.tell(GIVES, long)
    office.type(GIVES, "open")
    given = {"title": "x", "to": ["jp-jjoc"], "detail": "x" * 2_500, "info": ",".join(["jp-mod"] * 80), "by": "+8h"}
    ack = office.slackd.submit(user_of(GIVES), form(office, GIVES).id, given)
    assert "`020800Z NOV 26`" in ack.json["errors"]["by"]


def test_in_a_form_it_is_shown_when_sent_and_again_when_it_is_changed(office: Office) -> None:
    office.type(GIVES, "open")
    given = {"title": "Runway repair", "to": ["jp-jjoc"], "by": "1700"}
    with office.nothing_written():
        first = office.slackd.submit(user_of(GIVES), form(office, GIVES).id, given)
        assert first.json["response_action"] == "push"  # what was filled in stays beneath
        assert "020800Z NOV 26" in json.dumps(first.json["view"])
        again = office.slackd.submit(user_of(GIVES), form(office, GIVES).id, {"by": "tomorrow 1700"})
        assert "030800Z NOV 26" in json.dumps(again.json["view"])
        assert "020800Z" not in json.dumps(again.json["view"]["blocks"])
    assert office.slackd.submit(user_of(GIVES), form(office, GIVES).id).json == {"response_action": "clear"}
    assert office.matter(NATIONAL).due_at == EIGHT + timedelta(days=1)


@pytest.mark.parametrize("typed", ["020800Z NOV 26", "2 Nov 1700I", "2026-11-02T17:00+09:00", "１１月２日１７：００Ｉ"])
def test_one_that_is_typed_in_full_counts_at_once(office: Office, typed: str) -> None:
    assert "020800Z NOV 26" in office.tell(GIVES, LINE.format(f'"{typed}"'))
    assert office.matter(NATIONAL).due_at == EIGHT


def test_working_days_are_counted_anew_and_shown_again_when_they_end_otherwise(office: Office) -> None:
    office.type(GIVES, LINE.format("2wd"))
    view = form(office, GIVES)
    assert "050800Z NOV 26" in words(view)  # Tuesday is a holiday in Japan
    office.clock.forward(timedelta(days=1, hours=16))
    with office.nothing_written():
        ack = office.slackd.submit(user_of(GIVES), view.id)
    assert ack.json["response_action"] == "update"
    assert office.slackd.submit(user_of(GIVES), view.id).json == {"response_action": "clear"}
    assert office.matter(NATIONAL).due_at == EIGHT + timedelta(days=4)


def test_what_would_be_refused_is_refused_at_once(office: Office) -> None:
    assert "has passed" in office.tell(GIVES, LINE.format('"2026-11-01 09:00"'))
    assert "more than two years" in office.tell(GIVES, LINE.format('"021200Z NOV 62"'))
    opened(office)
    assert "`extend`" in office.tell(ASKS, f"extend {JOINT} by:+24h because:tide")
    assert office.slackd.views == []


def test_the_seat_that_was_named_acts(office: Office) -> None:
    opened(office)
    office.type(GIVES, f"extend {JOINT} by:+72h because:tide as:us-usfj-watch")
    office.slackd.submit(user_of(GIVES), form(office, GIVES).id)
    assert office.matter(JOINT).due_at == START + timedelta(hours=72)


def test_each_reads_it_in_their_own_language(office: Office) -> None:
    opened(office)
    office.type(ASKS, f"askextend {JOINT} by:+72h because:潮")
    assert "*11月5日(木) 09:00 (I · 050000Z NOV 26)* と解しました" in words(form(office, ASKS))


def test_a_word_that_only_looks_like_a_marking_can_be_said_to_be_none_in_the_form(office: Office) -> None:
    office.type(GIVES, "open")
    given = {"title": "The SECRET of the runway", "to": ["jp-jjoc"], "urgency": "priority"}
    asked = office.slackd.submit(user_of(GIVES), form(office, GIVES).id, given)
    assert "may be a marking" in json.dumps(asked.json["view"])
    assert office.slackd.submit(user_of(GIVES), form(office, GIVES).id, {"unmarked": ["yes"]}).json == {
        "response_action": "clear"
    }
    assert office.matter(NATIONAL).text.title == "The SECRET of the runway"
