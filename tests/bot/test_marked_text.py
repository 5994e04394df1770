"""Text with a marking, at whatever door: what its writer reads, in their language, and that it is kept nowhere."""

import logging
from collections.abc import Callable

import msgspec
import pytest

from bot.inward.listeners import COMMAND
from tests.bot.office import (
    BOTH,
    NATIONAL,
    Office,
    channel_of,
    entries,
    everything_seen,
    opened,
    texts_of,
    user_of,
    words_of,
)
from tests.play import Play, where_kept
from tests.slackd import Ack

WORD = "Kingfisher"
"""Stands in every text of these tests, to be looked for."""
MARKED = {
    "in English": f"SECRET//NOFORN {WORD}",
    "a portion": f"({WORD}) is open. (S) {WORD} leaves at dawn.",
    "in full width": f"（Ｓ／／ＮＦ）{WORD}",
    "in Japanese": f"【極秘】{WORD}の計画",
}
ASKED = f"{WORD}は極秘である。"


def answers(ack: Ack) -> str:
    """What a form or a line is answered with."""
    assert (ack.in_time, ack.error) == (True, None), ack
    shown = texts_of(ack.json.get("view", {}).get("blocks", []))
    return words_of(ack) + " ".join([*ack.json.get("errors", {}).values(), *shown])


def by_line(office: Office, seat: str, to: str, title: str, detail: str) -> str:
    return answers(office.type(seat, f"open “{title}” to:{to} urgency:routine detail:“{detail}”"))


def by_form(office: Office, seat: str, to: str, title: str, detail: str) -> str:
    user = user_of(seat)
    office.slackd.command(user, office.slackd.dm(user).id, COMMAND, "open")
    form = office.slackd.view_of(user)
    given = {"title": title, "to": to, "urgency": "routine", "detail": detail}
    return answers(office.slackd.submit(user, form.id, given))


DOORS = {"a line": by_line, "a form": by_form}


@BOTH
@pytest.mark.parametrize("door", DOORS)
def test_marked_text_is_refused_with_what_to_do_and_kept_nowhere(
    office: Office, door: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    for text in MARKED.values():
        for title, detail in ((text, "Two crews"), ("Runway", text)):
            said = DOORS[door](office, "us-usfj-watch", "jp-jjoc", title, detail)
            assert "Follow your spill procedure" in said, text
            assert "Write here only what is unclassified" in said
            assert WORD not in said
    office.settle()
    assert where_kept(office.house.database, WORD) == set()
    assert office.rows("matter") == []
    assert len(entries(office, "marking-refused")) == 2 * len(MARKED)
    # The loopback Slack keeps what a form was sent with; what the bot says is another matter.
    assert WORD not in everything_seen(office.slackd, {channel_of("us-usfj"), channel_of("jp-jjoc")}, set())
    assert WORD not in "".join(row.getMessage() for row in caplog.records if row.name.startswith(("bot", "state")))


def test_its_writer_reads_it_in_their_own_language(office: Office) -> None:
    refused = by_line(office, "jp-jjoc-watch", "us-usfj", MARKED["in Japanese"], "施設班二個")
    assert "秘密区分の標記があります" in refused
    assert "取り扱える系で送ってください" in refused
    assert "`unmarked:yes`" in by_line(office, "jp-jjoc-watch", "us-usfj", "滑走路", ASKED)


@BOTH
def test_a_level_in_running_prose_asks_and_the_line_typed_again_goes_through(office: Office) -> None:
    line = f'open "Runway" to:jp-jjoc urgency:routine detail:"{ASKED}"'
    for said in (office.tell("us-usfj-watch", line), by_form(office, "us-usfj-watch", "jp-jjoc", "Runway", ASKED)):
        assert "a word that may be a marking" in said
        assert "type the line again with `unmarked:yes`, or tick the box" in said
    assert where_kept(office.house.database, WORD) == set()
    office.do("us-usfj-watch", f"{line} unmarked:yes")
    assert office.matter(NATIONAL).text.detail == ASKED


def test_a_banner_does_not_pass_whatever_its_writer_says_of_it(office: Office) -> None:
    opened(office)
    for text in MARKED.values():
        said = office.tell("us-usfj-watch", f'note CR-26-0001 "{text}" unmarked:yes')
        assert "Refused: the text carries a classified marking" in said
    assert where_kept(office.house.database, WORD) == set()


def test_cui_goes_through_only_where_an_authority_has_allowed_it(
    office: Office, staffed: Play, make_office: Callable[..., Office]
) -> None:
    line = 'open "CUI//SP-PRVCY crew list" to:jp-jjoc urgency:routine'
    assert "Refused: the text carries a classified marking" in office.tell("us-usfj-watch", line)
    allowed = make_office(msgspec.structs.replace(staffed.house, allow_cui=True))
    assert "Recorded" in allowed.tell("us-usfj-watch", line)
    assert "Refused" in allowed.tell("us-usfj-watch", line.replace("CUI", "SECRET"))
