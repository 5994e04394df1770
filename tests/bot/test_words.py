"""Japanese as it is drawn: everything that can be said comes out in Japanese, whole, with its marks alive."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from babel.messages.pofile import read_po

from bot import catalogue, labels, words
from bot.answers.help import TOPICS, draw_help
from bot.blocks import Message
from bot.inward import modals
from bot.inward.modals import Private, draw_modal
from bot.reader import Reader
from bot.sentences.acts import ACTS
from bot.sentences.saids import SAIDS, draw_said
from bot.told.cards import draw_card
from bot.told.linking import NEWS
from bot.told.notices import ABOUT_MATTER, ABOUT_MATTERS, ALONE, HOLDS
from bot.told.purging import CARRIED
from bot.told.reminding import REMINDERS
from bot.verbs.fields import given_for
from bot.verbs.rows import SHARED, VERBS
from bot.words import SOURCE, speaker
from tests.workflows.build import NOW, REQUEST, Play, person, to_reconciling, to_staffing, to_stage
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.fields import Given
from workflows.roster import Roster
from workflows.view import see

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
MARKED = re.compile(r"(.?)(`[^`\n]+`|\*[^*\n]+\*)(.?)")
BLANK = re.compile(r"{\w+}")
WRITTEN_TOGETHER = re.compile(r"[^\x00-\x7f·–—•]")
"""Slack takes `code` and *bold* as marked only where nothing that may be part of a word touches the marks."""

FACTS: dict[str, Any] = {
    **dict.fromkeys(("due", "at", "since", "understood", "earlier", "later"), NOW),
    **dict.fromkeys(("seats", "could"), ("s-hq-chief", "s-hq-watch")),
    **dict.fromkeys(("opr", "body", "asker", "successor"), "s-hq"),
    **dict.fromkeys(("near", "known"), ("s-hq", "s-pol")),
    **dict.fromkeys(("count", "length", "most", "version"), 3),
    **dict.fromkeys(("text", "dtg", "clock", "span", "word", "where", "field", "format", "serial"), "x"),
    **dict.fromkeys(("verb", "calendar", "day", "until", "from"), "x"),
    **dict.fromkeys(("yours", "theirs"), ("n-hq", "n-ops")),
    "predecessor": "s-pol",
    "without": ("s-min",),
    "seat": "s-hq-chief",
    "holder": {"team": "T1", "user": "U1"},
    "people": ({"team": "T1", "user": "U1"},),
    "nation": "south",
    "place": ("staffing", "coordination-request"),
    "answer": "conditions",
    "decision": "approved",
    "outcome": "deferred",
    "mode": "integration",
    "phase": "crisis",
    "holds": "watch",
    "state": "held",
    "differences": [{"kind": "number", "en": ["3"], "ja": ["4"]}],
    "category": "s-alarm",
    **dict.fromkeys(("needed", "categories"), ("s-alarm", "s-calm")),
}
"""Every fact that a sentence may ask for."""

CONTENT: dict[str, Any] = {
    **dict.fromkeys(("missing", "because", "reason", "text", "remark"), "x"),
    **{name: FACTS[name] for name in ("answer", "decision", "outcome", "mode", "opr", "version")},
    "successor": "CR-26-0002",
    "holds_from": NOW.isoformat(),
    "source": "x",
    "what": "phase",
    "value": "crisis",
    "from": "s-hq",
    "accepted": ["x"],
    "answers": {"south": {"answer": "conditions", "conditions": ["x"], "reason": ""}},
    "decisions": {"south": {"decision": "conditions", "conditions": "x"}},
}


def named_in_japanese(registry: Registry) -> Registry:
    def named(rows: dict[str, Any]) -> dict[str, Any]:
        return {id_: msgspec.structs.replace(row, name_ja=f"{row.name_ja}の名") for id_, row in rows.items()}

    return msgspec.structs.replace(registry, nations=named(registry.nations), bodies=named(registry.bodies))


def reader(play: Play, desk: str, language: str = "ja") -> Reader:
    registry = named_in_japanese(play.registry)
    return Reader(registry, registry.audience_of(desk), language, registry.zone_of(desk), Roster.of(play.holders), desk)


def texts(drawn: Any) -> Iterator[str]:
    """Every mrkdwn text in what was drawn."""
    if isinstance(drawn, dict):
        if drawn.get("type") == "mrkdwn":
            yield drawn["text"]
        for part in drawn.values():
            yield from texts(part)
    elif isinstance(drawn, list):
        for part in drawn:
            yield from texts(part)


def check(text: str, english: str) -> None:
    """`text` is Japanese, nothing in it is left to be filled in, and its marks stand free."""
    assert JAPANESE.search(text), text
    assert text != english
    assert not re.search(r"[{}]|None", text), text
    for before, marked, after in MARKED.findall(text):
        assert not WRITTEN_TOGETHER.search(before + after), f"{before}{marked}{after} in: {text}"


def check_message(ours: Message, theirs: Message) -> None:
    check(ours.text, theirs.text)
    for text, english in zip(texts(ours.blocks), texts(theirs.blocks), strict=True):
        if text != english:  # what a person typed and names of bodies stay as they are
            check(text, english)


@pytest.mark.parametrize("code", sorted(SAIDS))
def test_every_answer_to_a_person_is_said_in_japanese(code: str) -> None:
    play = Play()
    rows = (Given("x", "line", "Title"),)
    ours, theirs = (draw_said(code, FACTS, reader(play, "s-hq", language), rows) for language in ("ja", SOURCE))
    check(ours, theirs)


def test_several_faults_are_each_said_in_a_line() -> None:
    faults = (("title", "missing", {"field": "title"}), ("by", "twice", {"field": "by"}))
    rows = (Given("title", "line", "Title"),)
    drawn = draw_said("missing", {"faults": faults}, reader(Play(), "s-hq"), rows)
    assert drawn == "• `title` が未入力です：件名\n• `by:` が重複しています。"


@pytest.mark.parametrize("stage", [stage.id for stage in REQUEST.stages])
@pytest.mark.parametrize("desk", ["s-hq", "centre"])
def test_the_card_is_drawn_in_japanese_at_every_stage(stage: str, desk: str) -> None:
    play = Play()
    if stage == "superseded":
        play.do("disclose", "n-pol-fdo", play.open())
    matter = play[to_stage(play, stage)]
    readers = [reader(play, desk if len(matter.audience) > 1 else "n-hq", language) for language in ("ja", SOURCE)]
    view = see(matter, REQUEST, play.registry, readers[0].audience, readers[0].desk)
    assert view is not None
    ours, theirs = (draw_card(view, row) for row in readers)
    check_message(ours, theirs)
    assert labels.STAGES[stage] not in str(ours)
    for drawn in (row["text"]["text"] for block in ours.blocks for row in block.get("elements", ()) if "value" in row):
        assert JAPANESE.search(drawn), drawn


def notices() -> Iterator[tuple[str, dict[str, Any]]]:
    for act in ACTS:
        for content in ({**CONTENT, "to": "s-min"}, {**CONTENT, "to": NOW.isoformat(), "in_force": True}):
            record = {"act": act, "seat": "n-hq-chief", "nation": "north", "content": content}
            yield "told", {"records": [record], "move": True}
    for rule in REMINDERS:
        yield "reminder", {"rule": rule, "body": "s-hq", "due": NOW}
        yield "reminders", {"rule": rule, "body": "s-hq", "due": NOW, "waited": True, "late": 200}
    for unwatched in (True, False):
        yield "escalation", {"body": "s-ops", "to": "s-hq", "due": NOW, "unwatched": unwatched}
    yield "routing", {}
    yield "seat-taken", {"seat": "s-hq-chief", "holder": person("s-hq-chief")}
    yield "seat-lost", {"seat": "s-hq-chief", "holder": person("s-hq-chief")}
    yield "own-reminder", {"to": {"team": "T1", "user": "U1"}, "text": "x"}
    yield "own-reminder", {"text": "x"}
    yield "recounted", {"rows": [{"serial": "CR-26-0001", "due": NOW, "now_due": due} for due in (NOW, None)]}
    yield "ended", {"bodies": [{"body": "s-hq", "successor": "", "serials": ["CR-26-0001"]}]}
    yield "answer", {"code": "other-nation", "params": {}}
    purge = {"entry": "north/3", "by": {"north": "n-hq-chief"}, "missing": ["south"]}
    yield "purge-ordered", purge
    carried = [{"what": what, "body": "n-hq", "channel": "C1", "ts": "1.0"} for what in CARRIED]
    yield "purged", {**purge, "messages": carried}
    yield "purged", purge
    yield "checkpoint", {"checkpoints": [{"log": "north", "note": "x"}]}
    for what in NEWS:
        yield "waits", {"what": what, "due": NOW, "stage": "received", "serial": "CR-26-0001"}
    for code in HOLDS:
        yield "held", {"body": "s-hq", "team": "T1", "causes": [{"code": code, "user": "U1"}]}


@pytest.mark.parametrize("watched", [True, False])
def test_every_notice_is_told_in_japanese(*, watched: bool) -> None:
    play = Play()
    matter = play[to_staffing(play)]
    if not watched:
        play.holders = {}
    readers = [reader(play, "s-hq", language) for language in ("ja", SOURCE)]
    view = see(matter, REQUEST, play.registry, readers[0].audience, "s-hq")
    assert view is not None
    told = set()
    for kind, facts in notices():
        told.add(kind)
        if kind in ALONE:
            ours, theirs = (ALONE[kind](facts, None, row) for row in readers)
        elif kind in ABOUT_MATTERS:
            ours, theirs = (ABOUT_MATTERS[kind]([(facts, view)] * 2, row) for row in readers)
        else:
            ours, theirs = (ABOUT_MATTER[kind](facts, view, row) for row in readers)
        check_message(ours, theirs)
        assert ours.text == ours.text.strip()
    assert told == {*ALONE, *ABOUT_MATTER, *ABOUT_MATTERS}


def test_conditions_are_drawn_with_their_number_and_where_they_stand() -> None:
    play = Play()
    matter = to_reconciling(play)

    def card() -> str:
        view = see(play[matter], REQUEST, play.registry, ("south",), "s-hq")
        assert view is not None
        return str(draw_card(view, reader(play, "s-hq")).blocks)

    assert "> 条件1（未受諾）：" in card()
    play.do("accept", "n-hq-chief", matter)
    assert "> 条件1（受諾済）：" in card()


FORMS = [verb.name for verb in VERBS if verb.kind == "act" and given_for(verb.name, None)] + list(labels.BUTTONS)


@pytest.mark.parametrize("verb", dict.fromkeys(FORMS))
def test_every_form_is_in_japanese_and_its_title_whole(verb: str) -> None:
    moves = (move for row in procedures().values() for move in row.moves)
    rows = given_for(verb, None) or next(move.given for move in moves if move.verb == verb)
    form = draw_modal(Private(verb), rows, reader(Play(), "s-hq"))
    for part in ("title", "submit", "close"):
        assert JAPANESE.search(form[part]["text"])
    assert len(form["title"]["text"]) <= modals.TITLE
    assert "…" not in form["title"]["text"]
    for block in form["blocks"]:
        element = block.get("element", {})
        shown = [block.get("label"), block.get("hint"), element.get("placeholder")]
        shown += [option["text"] for option in element.get("options", ())]
        assert all(JAPANESE.search(text["text"]) for text in shown if text), block


@pytest.mark.parametrize("word", ["", *(verb.name for verb in VERBS), *TOPICS, *catalogue.words(), "nothing-such"])
def test_the_help_is_in_japanese(word: str) -> None:
    ours, theirs = (draw_help(word, reader(Play(), "s-hq", language)) for language in ("ja", SOURCE))
    if word in {verb.name for verb in VERBS}:
        ours, theirs = (msgspec.structs.replace(row, text=str(row.blocks)) for row in (ours, theirs))
        assert JAPANESE.search(ours.text)
        assert ours.text != theirs.text
    else:
        check_message(ours, theirs)


def test_every_verb_stands_in_one_topic_of_the_help_and_no_topic_is_called_as_a_verb() -> None:
    assert not {*TOPICS} & {*(verb.name for verb in VERBS), *catalogue.words()}
    assert sorted(verb for topic in TOPICS.values() for verb in topic.verbs) == sorted(verb.name for verb in SHARED)


def test_english_is_said_as_it_is_written_and_so_is_a_language_without_words() -> None:
    for language in (SOURCE, "de"):
        assert speaker(language)("Due {at}: {at}", at="x") == "Due x: x"
        assert speaker(language)("") == ""


def test_a_string_is_said_in_the_readers_language_with_its_facts() -> None:
    assert speaker("ja")("due {at}", at="x") == "期限 x"
    assert speaker("ja")("Send") == "送信"
    assert speaker("ja")("") == ""


def test_no_string_is_left_in_english_in_the_japanese_catalogue() -> None:
    for path in words.files("ja"):
        with path.open("rb") as file:
            rows = [row for row in read_po(file) if re.search(r"\w", BLANK.sub("", str(row.id)))]
            assert [row.id for row in rows if not JAPANESE.search(str(row.string))] == [], path


def test_the_languages_are_those_that_there_are_words_for() -> None:
    assert words.languages() == ("en", "ja")
