"""Everything there is to tell can be drawn, within Slack's limits, for every desk, in every language; and acted on."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import labels
from bot.blocks import Block, Message
from bot.inward.modals import Private, draw_modal
from bot.sentences.acts import ACTS
from bot.told.by_clock import BY_CLOCK, draw_digest
from bot.told.cards import draw_card
from bot.told.notices import ABOUT_MATTER, ABOUT_MATTERS, ALONE, HOLDS, draw_answer
from bot.told.reminding import REMINDERS
from bot.verbs.rows import BY_NAME, VERBS
from state.logs.purging import AT_ONCE
from tests.conftest import Databases, SqlitePlace
from tests.meta.screens import LANGUAGES, texts
from tests.meta.stories import HOLDERS, STORIES, Drawn, long, reader, verbs_on, view_at
from tests.play import Clock, Play, install, registry
from tests.slackd.blockkit import check_message, check_view
from workflows.catalogue import openings, procedures
from workflows.digest import MORNING, digest_of
from workflows.reminding.gathering import MOST
from workflows.view import MatterView

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def moments(sqlite_place: SqlitePlace) -> Iterator[list[Drawn]]:
    """Every moment of all stories."""
    databases = Databases(sqlite_place)
    play = Play(install(databases.new(), Clock()))
    yield [moment for tell in STORIES for moment in tell(play).moments]
    databases.close()


def drawings(moments: list[Drawn], language: str) -> Iterator[tuple[str, Message]]:
    """All that is drawn in the stories, with what it is: the card of each desk that has it, a digest, each notice."""
    for matter, notices in moments:
        for desk in {row.body for row in procedures()[matter.procedure].addressees(matter, registry())}:
            if view := view_at(matter, desk):
                yield f"card at {desk}, {matter.stage_id}", draw_card(view, reader(desk, language))
                now = matter.due_at
                found = digest_of([view] * 12, (view.id,), desk, now)
                digest = draw_digest(found, MORNING, now - timedelta(days=1), now, reader(desk, language))
                yield f"digest at {desk}, {matter.stage_id}", digest
        for lane, kind, facts in notices:
            view = view_at(matter, lane)
            if kind in ABOUT_MATTER and view:
                yield f"{kind} at {lane}, {matter.stage_id}", ABOUT_MATTER[kind](facts, view, reader(lane, language))


Drawings = Callable[[str], Sequence[tuple[str, Message]]]
"""By language, all that is drawn in the stories."""


@pytest.fixture(scope="module")
def all_drawn(moments: list[Drawn]) -> Drawings:
    """Drawn once for all that look at it."""
    return cache(lambda language: tuple(drawings(moments, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_fits_slack_s_limits_with_the_longest_texts(all_drawn: Drawings, language: str) -> None:
    for what, message in all_drawn(language):
        try:
            check_message(message.text, message.blocks)
        except Exception as fault:
            raise AssertionError(f"{what}: {fault}") from fault


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_person_typed_calls_nobody_links_nowhere_and_formats_nothing(all_drawn: Drawings, language: str) -> None:
    known = {actor.user for actor in HOLDERS.values()}
    for what, message in all_drawn(language):
        for text in (message.text, *texts(message.blocks)):
            called = re.findall(r"<([^>]*)>", text)
            assert {name.lstrip("@") for name in called} <= known, what
            assert not re.search(r"[*`~_](bold|code|struck|slanted)", text), what
        assert all(block.get("verbatim", True) for block in walk(message.blocks)), what


def walk(value: Any) -> Iterator[Block]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(part)


def test_the_stories_come_to_every_stage_and_tell_every_act(moments: list[Drawn]) -> None:
    seen = {(moment.matter.procedure, moment.matter.stage_id) for moment in moments}
    assert {(row.id, stage.id) for row in procedures().values() for stage in row.stages} - seen == NEVER_STOOD_AT
    told = {
        record["act"]
        for moment in moments
        for _, kind, facts in moment.notices
        if kind == "told"
        for record in facts["records"]
    }
    assert told == set(ACTS) - ON_RECORD_ALONE


ON_RECORD_ALONE = {"findings", "approve", "move-stage"}
"""What one nation does at a desk where others read too, and keeps for itself: its own log has it, and no channel.

And what no story can come to: a stage that this version does not have.
"""


DRAFT = "draft"
"""A first stage to stand at: a text that is worked on before anybody else has it. No other first stage is."""
NEVER_STOOD_AT = {(row.id, row.stages[0].id) for row in procedures().values() if row.stages[0].id != DRAFT}
"""Stages that are left by the act that begins the matter."""


DUE = {"since": "2026-11-02T00:00:00Z", "due": "2026-11-02T08:00:00Z", "body": "us-usfj", "to": "us-indopacom"}


def staffing(moments: list[Drawn]) -> MatterView:
    """A request that waits for both nations, as it is at a desk whose move it is."""
    matter = next(moment.matter for moment in moments if moment.matter.stage_id == "staffing")
    view = view_at(matter, "us-usfj")
    assert view is not None
    return view


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reminder_and_every_notice_of_no_request_is_drawn(moments: list[Drawn], language: str) -> None:
    facts: list[tuple[str, dict[str, Any]]] = [("reminder", {**DUE, "rule": rule}) for rule in REMINDERS]
    facts += [("escalation", {**DUE, "unwatched": unwatched}) for unwatched in (True, False)]
    facts.append(("escalation", {**DUE, "unwatched": False, "side": "jp-jjoc"}))
    view = staffing(moments)
    drawn = [ABOUT_MATTER[kind](row, view, reader("us-usfj", language)) for kind, row in facts]
    rows = [({**DUE, "rule": "due", "waited": True, "late": 9_999}, view)] * MOST
    drawn += [ABOUT_MATTERS["reminders"](rows, reader("us-usfj", language))]
    assert sum(text.count(view.serial) for text in texts(drawn[-1].blocks)) == MOST
    assert not any(text.endswith("…") for text in texts(drawn[-1].blocks))  # nothing was cut off
    actor = {"team": "T0001", "user": "U0001"}
    alone: dict[str, dict[str, Any]] = {
        "seat-taken": {"seat": "us-usfj-cdr", "holder": actor},
        "seat-lost": {"seat": "us-usfj-cdr", "holder": actor},
        "own-reminder": {"to": actor, "text": long(300)},
        "answer": {"code": "done", "params": {}},
        "checkpoint": {"checkpoints": [{"log": "us+jp", "note": "example.org/acm/us,jp\n3\n" + "x" * 200}] * 4},
        "purge-ordered": {"entry": "us+jp/12", "by": {"us": "us-usfj-cdr"}, "missing": ["jp"]},
        "purged": {
            "entry": "us+jp/12",
            "by": {"us": "us-usfj-cdr", "jp": "jp-jjoc-cdr"},
            "messages": [
                {"what": what, "body": body, "channel": "C" + "0" * 20, "ts": "2026-11-02T00:00:00.000Z"}
                for what, body in zip(("card", "message", "file", "message"), ("bocc", "us-usfj") * 2, strict=True)
            ]
            * (AT_ONCE // 4),
        },
        "recounted": {"rows": [{"serial": "CR-26-JP-US-00001", "due": DUE["due"], "now_due": DUE["due"]}] * 40},
        "ended": {
            "bodies": [
                {"body": body, "successor": successor, "serials": [f"CR-26-US-{at:04}" for at in range(40)]}
                for body in registry().bodies
                for successor in ("", "us-usfj")
            ]
        },
        "held": {
            "body": "us-usfj",
            "team": "T0001",
            "to": actor,
            "causes": [{"code": code, "user": f"U{at:010}"} for code in HOLDS for at in range(200)],
        },
    }
    assert set(alone) == set(ALONE)
    drawn += [ALONE[kind](row, None, reader("us-usfj", language)) for kind, row in alone.items()]
    for message in drawn:
        check_message(message.text, message.blocks)
        assert "None" not in message.text
    assert len({message.text for message in drawn}) == len(drawn)


def test_every_kind_of_notice_has_a_drawing() -> None:
    named = set()
    for path in (ROOT / "workflows").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Notice":
                assert isinstance(node.args[0], ast.Constant), path
                named.add(node.args[0].value)
    assert named == {"card", "export", "matrix", "quote", *ABOUT_MATTER, *ABOUT_MATTERS, *ALONE, *BY_CLOCK}
    assert not set(ABOUT_MATTER) & set(ALONE)


# Buttons, forms and typed lines


def test_every_verb_of_a_procedure_can_be_typed_and_has_a_button() -> None:
    for procedure in procedures().values():
        verbs = {move.verb for move in procedure.moves}
        assert verbs <= set(BY_NAME)
        assert verbs <= set(labels.BUTTONS)
        assert procedure.opening.verb in BY_NAME


def test_every_button_that_is_drawn_is_a_verb_that_can_be_typed(moments: list[Drawn], all_drawn: Drawings) -> None:
    drawn = {verb for _, message in all_drawn("en") for verb in verbs_on(message)}
    reminded = ABOUT_MATTER["reminder"]({**DUE, "rule": "half"}, staffing(moments), reader("us-usfj", "en"))
    drawn |= set(verbs_on(reminded))
    acts = {verb.name for verb in VERBS if verb.kind == "act"}
    assert drawn <= acts
    alone = {"admit", "export", "remind", "remind cancel"}  # these are about no one matter
    alone |= {"move-body", "attend", "amend", "add", "purge"}
    alone |= openings().keys() - {move.verb for row in procedures().values() for move in row.moves}
    assert acts - drawn == alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_fits_slack_s_limits(language: str) -> None:
    at = reader("us-usfj", language)
    for procedure in procedures().values():
        for move in (procedure.opening, *procedure.also_opens, *procedure.moves):
            private = Private(move.verb, procedure.id, "0" * 32, "us-usfj", 1)
            check_view(draw_modal(private, move.given, at, about=long(200)))


# Answers


ANSWER_FACTS: dict[str, Callable[[], dict[str, Any]]] = {
    "not-now": lambda: {"verb": long(300), "stage": "staffing", "since": "2026-11-02T00:00:00Z"},
    "unknown-serial": lambda: {"serial": long(3_000)},
    "unknown-body": lambda: {"body": long(10_000)},
    "not-a-time": lambda: {"text": long(10_000)},
    "not-your-move": lambda: {"verb": "ack", "could": tuple(registry().seats)},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ANSWER_FACTS)
def test_answers_give_back_what_was_typed_short_and_dead(code: str, language: str) -> None:
    facts = {"code": code, "params": ANSWER_FACTS[code]()}
    message = draw_answer(facts, None, reader("us-usfj", language))
    check_message(message.text, message.blocks)
    assert "<!" not in message.text
    assert len(message.text) <= 3_000
