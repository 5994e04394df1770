"""Who is told that nothing was done was told the truth; who may not do it again is told that it is on record."""

from contextlib import ExitStack
from typing import Any

import pytest

from bot.inward.listeners import SORRY
from bot.inward.unshown import UNSHOWN
from bot.sentences.saids import SAIDS
from tests.bot.office import NATIONAL, OPEN, Office, texts_of, user_of
from tests.conftest import Databases

SEAT = "us-usfj-watch"
BUSY = "Nothing was done; please try again."


def test_a_line_that_finds_the_database_held_is_not_done_and_says_so(office: Office, databases: Databases) -> None:
    other = databases.open(office.house.database.engine.url.render_as_string(hide_password=False))
    with office.nothing_written(), other.writing():
        assert BUSY in office.tell(SEAT, OPEN)
    assert "Recorded" in office.tell(SEAT, OPEN)


def test_a_line_whose_answer_cannot_be_drawn_is_on_record_and_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delitem(SAIDS, "waits-for-release")
    assert office.tell(SEAT, OPEN) == UNSHOWN
    assert [row["serial"] for row in office.rows("serial")] == [NATIONAL]
    assert "KeyError" in caplog.text
    assert NATIONAL in office.tell(SEAT, "status")


def test_of_what_was_refused_nothing_was_done_whatever_can_be_drawn(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(SAIDS, "unknown-body")
    assert office.tell(SEAT, OPEN.replace("jp-jjoc", "nowhere")) == SORRY
    assert office.rows("matter") == []


def test_a_form_that_is_done_when_no_connection_is_left_for_its_answer_says_that_it_is_on_record(
    office: Office,
) -> None:
    """A time typed in full is done at once, and how it was understood is looked up after that."""
    office.type(SEAT, "open")
    given: dict[str, Any] = {"title": "Runway repair", "to": ["jp-jjoc"], "by": "240300Z NOV 26"}
    form = office.slackd.view_of(user_of(SEAT))
    with ExitStack() as readers:
        for _ in range(39):  # the writer keeps the fortieth
            readers.enter_context(office.house.database.reading())
        ack = office.slackd.submit(user_of(SEAT), form.id, given)
    assert (ack.in_time, ack.error) == (True, None)
    assert list(texts_of(ack.json["view"]["blocks"])) == [UNSHOWN]
    assert [row["serial"] for row in office.rows("serial")] == [NATIONAL]
