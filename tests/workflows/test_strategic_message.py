"""The rules of a strategic message (DOMAIN 6.4), each by an example. Its walk stands in tests/procedures."""

import msgspec
import pytest

from tests.workflows.build import NOW, Play
from tests.workflows.messages import (
    GIVEN,
    HOUR,
    JP,
    JP_DRAFT,
    LANGUAGE,
    MESSAGE,
    RELEASER,
    STARTER,
    TEXTS,
    US,
    US_DRAFT,
    begun,
    cleared,
    clearing,
    pairing,
    scheduled,
)
from workflows.situation import Setting, Situation
from workflows.view import see
from workflows.vocabulary import Accepted

# What is put up


def test_a_message_waits_for_release_and_its_lead_voice_and_counterpart_lead(play: Play) -> None:
    matter = begun(play)
    assert play[matter].audience == ("us",)
    play.do("disclose", RELEASER, matter)
    row = play[matter]
    assert row.audience == ("us", "jp")
    assert {nation: track.lead for nation, track in row.tracks.items()} == {"us": "us-usfj-pa", "jp": "jp-mod-pr"}
    assert (row.owner, row.facts["voice"], row.version) == ("acm-msg", "us-usfj-pa", 1)


def test_the_lead_voice_may_be_of_the_other_nation_and_is_no_body_of_both(play: Play) -> None:
    matter = begun(play, voice="jp-mofa-press")
    assert play[matter].tracks["jp"].lead == "jp-mofa-press"
    assert play.refused("message", STARTER, **GIVEN, voice="bocc").code == "not-a-voice"


def test_one_of_the_texts_is_enough_to_begin_and_none_is_not(play: Play) -> None:
    matter = pairing(play, ja="")
    assert play.stage(matter) == "unpaired"
    play.do("propose", JP_DRAFT, matter, ja=TEXTS["ja"])
    assert (play.stage(matter), play[matter].version) == ("pairing", 2)
    assert play.refused("message", STARTER, title="x", audience="x").field == "en"


def test_it_says_to_whom_it_speaks(play: Play) -> None:
    assert play.refused("message", STARTER, **(GIVEN | {"audience": ""})).field == "audience"
    assert play[begun(play)].facts["readers"] == GIVEN["audience"]


@pytest.mark.parametrize(("phase", "hours"), [("steady", 8), ("crisis", 2)])
def test_a_statement_is_due_in_eight_hours_and_in_a_crisis_in_two(play: Play, phase: str, hours: int) -> None:
    said = Setting(what="phase", nation="us", value=phase, holds_from=NOW, seat="us-usfj-cdr")
    play.situation = Situation((said,))
    assert play[begun(play)].due_at == NOW + hours * HOUR


def test_a_holding_line_is_due_in_half_an_hour_and_expires_after_that(play: Play) -> None:
    assert play[begun(play, "holdline", expires="+6h")].due_at == NOW + HOUR / 2
    assert play.refused("holdline", STARTER, **GIVEN, expires="+20m").code == "expires-before"


def test_a_holding_line_names_the_message_that_it_stands_in_for_where_both_know_it(play: Play) -> None:
    inside, known = begun(play), pairing(play)
    serials = {name: next(iter(reversed(play[name].serials.values()))) for name in (inside, known)}
    assert linked(play, serials[inside]) is None
    assert linked(play, serials[known]) == serials[known]


def linked(play: Play, serial: str) -> object:
    command = play.command("holdline", STARTER, **GIVEN, expires="+6h", statement=serial)
    world = msgspec.structs.replace(play.world(command.actor), linked=play.find(serial))
    play_world, play.world = play.world, lambda *_: world  # type: ignore[method-assign]
    answer = play.run(command)
    play.world = play_world  # type: ignore[method-assign]
    return answer.matter.facts["statement"] if isinstance(answer, Accepted) and answer.matter else None


# The language check


def test_differences_are_shown_and_confirmed_only_with_a_reason(play: Play) -> None:
    matter = pairing(play, ja="11月25日に2隻が到着する。\n3日間滞在する。")
    assert play.refused("pair", LANGUAGE, matter).params["differences"] == [
        {"kind": "date", "en": ["11-24"], "ja": ["11-25"]}
    ]
    play.do("pair", LANGUAGE, matter, despite="The ship arrives at midnight.")
    assert (play.stage(matter), play[matter].facts["paired"]) == ("clearing", "The ship arrives at midnight.")


def test_texts_without_differences_need_no_reason(play: Play) -> None:
    matter = pairing(play)
    play.do("pair", LANGUAGE, matter)
    assert play.stage(matter) == "clearing"


def test_a_question_in_one_language_goes_back_to_the_drafters(play: Play) -> None:
    matter = clearing(play)
    play.do("qa", US_DRAFT, matter, question="Why?", reply="To rest.")
    assert (play.stage(matter), play[matter].version) == ("unpaired", 2)
    words = {"question": "Why?", "reply": "To rest.", "question_ja": "なぜか", "reply_ja": "休養のため"}
    play.do("qa", US_DRAFT, matter, **words, replaces="1")
    assert (play.stage(matter), len(play[matter].facts["qa"])) == ("pairing", 1)
    assert play.refused("qa", US_DRAFT, matter, **words, replaces="3").code == "no-such-question"


# Clearing


def test_what_one_nation_says_is_its_own_until_the_other_has_spoken(play: Play) -> None:
    matter = clearing(play)
    answer = play.do("object", US, matter, reason="Not yet", clause="1", en="Some ships arrive.")
    assert {row.audience for row in answer.entries if "Not yet" in repr(row.content)} == {("us",)}
    assert not [row for row in answer.notices if "Not yet" in repr(row.facts) and row.desk in ("jp-mod-pr", "acm-msg")]
    for desk in ("jp-mod-pr", "acm-msg"):
        view = see(play[matter], MESSAGE, play.registry, play.registry.audience_of(desk), desk)
        assert view is not None
        assert "Not yet" not in repr((view.facts, view.tracks))
    play.do("clear", JP, matter)
    assert play.stage(matter) == "reconciling"
    (row,) = play[matter].facts["objections"]["us"]
    assert (row["en_now"], row["en"]) == ("Two ships arrive on 24 November.", "Some ships arrive.")
    assert (row["ja_now"], row["ja"]) == ("11月24日に2隻が到着する。", "")


def test_an_objection_names_a_paragraph_that_there_is(play: Play) -> None:
    matter = clearing(play)
    assert play.refused("object", US, matter, reason="x", clause="3").code == "no-such-clause"
    assert play.refused("object", US, matter, reason="x", en="y").field == "clause"


def test_who_drafted_a_version_does_not_clear_the_message(play: Play) -> None:
    matter = clearing(play)
    play.holders |= {US_DRAFT: play.holders[US]}
    drafter = msgspec.structs.replace(play.command("propose", US_DRAFT, matter, en="x"), actor=play.holders[US])
    assert isinstance(play.run(drafter), Accepted)
    play.do("pair", LANGUAGE, matter, despite="x")
    assert play.refused("clear", US, matter).code == "you-drafted"


def test_a_text_that_has_changed_since_it_was_read_is_not_cleared(play: Play) -> None:
    matter = clearing(play)
    play.do("propose", JP_DRAFT, matter, ja="11月24日に2隻が到着する。\n3日滞在する。")
    play.do("pair", LANGUAGE, matter, despite="x")
    assert play.refused("clear", US, matter, version="1").code == "text-changed"
    pressed = msgspec.structs.replace(play.command("clear", US, matter), seen=1)
    assert getattr(play.run(pressed), "code", "") == "text-changed"
    play.do("clear", US, matter, version="2")


@pytest.mark.parametrize("to", [clearing, cleared, scheduled], ids=["clearing", "cleared", "scheduled"])
def test_a_change_of_either_language_voids_both_clearances(play: Play, to: object) -> None:
    matter = to(play)  # type: ignore[operator]
    if to is clearing:
        play.do("clear", US, matter)
    play.do("propose", JP_DRAFT, matter, ja="別の文")
    row = play[matter]
    assert (row.stage_id, row.version, row.facts["instant"]) == ("pairing", 2, "")
    assert [track.answer for track in row.tracks.values()] == [None, None]
