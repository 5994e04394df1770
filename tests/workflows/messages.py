"""A strategic message brought to where a test begins, the seats that bring it there, and its words."""

from datetime import timedelta

from tests.workflows.build import Play
from workflows.catalogue import procedures

MESSAGE = procedures()["strategic-message"]
TEXTS = {
    "en": "Two ships arrive on 24 November.\nThey stay 3 days.",
    "ja": "11月24日に2隻が到着する。\n3日間滞在する。",
}
GIVEN = {"title": "Port call", "audience": "press in both countries", **TEXTS}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

STARTER, RELEASER, LANGUAGE = "us-usfj-pa-dir", "us-usfj-fdo", "acm-msg-lang"
US, JP, US_DRAFT, JP_DRAFT = "acm-msg-us-clear", "acm-msg-jp-clear", "acm-msg-us-draft", "acm-msg-jp-draft"


def begun(play: Play, verb: str = "message", seat: str = STARTER, **given: str) -> str:
    answer = play.do(verb, seat, **(GIVEN | given))
    assert answer.matter
    return answer.matter.id


def pairing(play: Play, **given: str) -> str:
    matter = begun(play, **given)
    play.do("disclose", RELEASER, matter)
    return matter


def clearing(play: Play, **given: str) -> str:
    matter = pairing(play, **given)
    play.do("pair", LANGUAGE, matter, despite="read twice")
    return matter


def cleared(play: Play, **given: str) -> str:
    matter = clearing(play, **given)
    play.do("clear", US, matter)
    play.do("clear", JP, matter)
    return matter


def scheduled(play: Play, **given: str) -> str:
    """At 02:00 UTC, which is an hour after NOW."""
    matter = cleared(play, **given)
    play.do("schedule", US, matter, at="0200Z")
    play.do("schedule", JP, matter)
    assert play.stage(matter) == "scheduled"
    return matter
