"""Requests that are played from end to end with the longest texts there may be, for what must be drawn of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import select

from bot.blocks import Message
from bot.reader import Reader
from bot.told.cards import draw_card
from state.apply import apply
from state.channels import accounts
from state.reading import open_matters
from state.sweep import sweep
from state.tables.deliveries import outbox
from tests.play import Play, person, registry
from tests.procedures.walks import LONG, WALKS, Line, Walk
from workflows.catalogue import procedures
from workflows.command import Command
from workflows.matter import Matter
from workflows.roster import Roster
from workflows.view import MatterView, see

LIVE = "<!channel> <@U0000001> <#C0000001> <https://x.example|y> `code` *bold* ~struck~ _slanted_ & #us-usfj "
"""What must stand as it was typed: nobody is called by it, and nothing shown otherwise than it was meant."""


def long(most: int) -> str:
    return (LIVE * (most // len(LIVE) + 1))[:most].strip()


def lines(most: int) -> str:
    """As many lines as fit, for what is one condition a line."""
    return "\n".join([LIVE.strip()] * (most // (len(LIVE) + 1)))


GROUNDS = {"authority": long(300), "rationale": long(2_000)}
CONDITIONS = {"if_": lines(1_000), **GROUNDS}
RECORD = {name: long(2_000) for name in ("situation", "considered", "rejected", "rationale", "dissent")}
DECISION = {**RECORD, "authority": long(300), "if_": lines(1_000)}


class Drawn(NamedTuple):
    """A moment of a request: as it stood, and what was told then."""

    matter: Matter
    notices: list[tuple[str, str, dict[str, Any]]]
    """(lane, kind, facts)"""


class Story:
    """A matter that is acted on, with what was told after each act."""

    def __init__(self, play: Play, matter: str) -> None:
        self.play = play
        self.told = 0
        self.moments: list[Drawn] = []
        self.id = matter
        self.look()

    def do(self, verb: str, *seats: str, **given: str) -> "Story":
        for seat in seats:
            matter = self.play.matter(self.id)
            desk = self.play.house.registry.seats[seat].body
            assert verb in verbs_on(card(matter, desk, reader(desk, "en"))), f"{verb} at {desk}, {matter.stage}"
            self.play.do(verb, seat, self.id, **given)
            self.look()
        return self

    def look(self) -> None:
        since = select(outbox).where(outbox.c.seq > self.told).order_by(outbox.c.seq)
        with self.play.database.reading() as connection:
            # What was told before a story begins belongs to others, but for what is about its own matter.
            rows = connection.execute(since if self.told else since.where(outbox.c.matter_id == self.id)).all()
        bodies = self.play.house.registry.bodies
        new = [(row.lane, row.kind, msgspec.json.decode(row.facts)) for row in rows if row.lane in bodies]
        self.told = max((row.seq for row in rows), default=self.told)
        self.moments.append(Drawn(self.play.matter(self.id), new))


def released(play: Play) -> Story:
    asked = {"title": long(150), "detail": long(2_500), "info": "us-osd-ipsa", "mode": "integration"}
    story = Story(play, play.open(**asked))
    story.do("return", "us-usfj-fdo", missing=long(2_000))
    story.do("propose", "us-usfj-watch", title=long(150), detail=long(2_500))
    return story.do("disclose", "us-usfj-fdo")


def staffed_story(play: Play) -> Story:
    story = released(play)
    story.do("note", "us-usfj-watch", text=long(2_000))
    story.do("extend", "us-usfj-watch", by="+3d", because=long(500))
    story.do("askextend", "jp-jjoc-watch", by="+4d", because=long(500))
    story.do("seen", "jp-jjoc-cos")
    story.do("onit", "jp-jjoc-watch", until="+1h", remark=long(300))
    return story.do("ack", "us-usfj-watch", ocr="us-usfj-j3,us-indopacom").do("ack", "jp-jjoc-watch")


def decided(play: Play) -> Story:
    """Two rounds, conditions on both sides, a decision that is put off and taken up, and the end."""
    story = staffed_story(play).do("concur", "us-usfj-cdr", **CONDITIONS)
    story.do("nonconcur", "jp-jjoc-cdr", reason=long(1_000), **GROUNDS)
    story.do("propose", "bocc-us-lead", title=long(149), detail=long(2_499))
    story.do("concur", "us-usfj-cdr", "jp-jjoc-cdr", **CONDITIONS)
    story.do("escalate", "bocc-us-lead", because=long(2_000))
    story.do("accept", "us-usfj-cdr", "jp-jjoc-cdr")
    story.do("decide", "acg-dg-us-lead", "acg-dg-jp-lead", decision="defer", **DECISION)
    story.do("decide", "acg-dg-us-lead", "acg-dg-jp-lead", decision="conditions", **DECISION)
    story.do("implement", "us-usfj-cos", remark=long(2_000))
    story.do("close", "us-usfj-cos", "jp-jjoc-cos", remark=long(2_000))
    story.do("release", "us-usfj-fdo", field="decision-dissent", because=long(500))
    return story.do("withhold", "us-usfj-cos", field="decision-dissent", because=long(500))


def combined(play: Play) -> Story:
    """Integration, and back; an office that passes it on; a request that is taken back."""
    story = staffed_story(play).do("concur", "us-usfj-cdr", **CONDITIONS)
    story.do("withhold", "us-usfj-cos", field="answer-conditions", because=long(500))
    story.do("mode", "acg-dg-us-lead", "acg-dg-jp-lead", mode="integration")
    story.do("propose", "acm-combined-us-lead", detail=long(2_499))
    story.do("mode", "acg-dg-jp-lead", mode="coordination")
    story.do("escalate", "jp-jjoc-watch", because=long(2_000))
    story.do("notours", "jp-jjoc-cdr", to="jp-mod-dp", reason=long(1_000))
    return story.do("withdraw", "us-usfj-watch", because=long(2_000))


def returned(play: Play) -> Story:
    story = released(play).do("return", "jp-jjoc-watch", missing=long(2_000))
    story.do("propose", "us-usfj-watch", detail=long(2_500))
    other = play.open_joint()
    serial = play.matter(other).serials["us+jp"]
    return story.do("withdraw", "us-usfj-watch", because=long(2_000), successor=serial)


def covered(play: Play) -> Story:
    """A seat for which somebody acts until they end it, that is given up while another acts, and is taken again."""
    commander, deputy = "us-usfj-cdr", person("us-usfj-cos").user
    acting = {"person": deputy, "until": "+2h", "because": long(500)}
    story = Story(play, play.do("cover", commander, seat=commander, **acting))
    story.do("resume", commander)
    again = Story(play, play.do("standdown", commander, seat=commander, because=long(500)))
    again.do("cover", "us-indopacom-cdr", **acting).do("take", commander)
    return_ = Story(play, play.do("cover", commander, seat=commander, **acting))
    return_.do("standdown", commander, because=long(500))
    pass_by(play, timedelta(hours=3))
    return_.look()
    return_.do("take", commander)
    lost = Story(play, dismissed(play, commander))
    return_.moments = [*story.moments, *again.moments, *return_.moments, *lost.moments]
    return return_


def dismissed(play: Play, seat: str) -> str:
    """The account of who has this seat is deactivated: the matter that this opens."""
    who = person(seat)
    given = {"team": who.team, "user": who.user}
    with play.database.writing() as connection:
        accounts.hear(connection, who.team, who.user, "deactivated")
    assert not apply(play.house, Command("dismiss", None, given=given, door="tick")).refused
    with play.database.reading() as connection:
        nation = play.house.registry.seats[seat].nation
        return next(row.id for row in open_matters(connection, (nation,)) if row.subject == seat)


def moved(play: Play) -> Story:
    """What is still open at a body that has ended goes to the one in its place."""
    story = staffed_story(play)
    body = registry().bodies["us-usfj-j3"]
    bodies = {**registry().bodies, body.id: msgspec.structs.replace(body, valid_to=date(2026, 11, 1))}
    later = msgspec.structs.replace(play.house, registry=msgspec.structs.replace(registry(), bodies=bodies))
    Play(later).do("move-body", "us-usfj-cdr", body=body.id, to="us-usfj-j5")
    story.look()
    return story


def said(play: Play) -> Story:
    """A phase; a category that is entered late; a label that is declined, and one that is confirmed."""
    late = {"from_": "2026-11-01 09:00", "because": long(500)}
    story = Story(play, play.do("phase", "us-usfj-cdr", phase="crisis", because=long(500)))
    category = {"category": "important-influence", "source": long(300)}
    story.moments += Story(play, play.do("situation", "jp-nss-sg", **category, **late)).moments
    for verb, given in (("decline", {"because": long(500)}), ("confirm", {"from_": "2026-11-01 09:00"})):
        label = play.do("label", "jp-jjoc-watch", label="grey-zone", because=long(500))
        story.moments += Story(play, label).do(verb, "jp-jjoc-cdr", **given).moments
    return story


def walked(play: Play) -> Story:
    """Every story of tests/procedures/, with the texts as long as they may be."""
    moments = []
    for walk in WALKS.values():
        for row in walk.story:
            first, *more = row.lines
            story = Story(play, play.do(first.verb, first.seat, **texts(walk, first)))
            others: tuple[str, ...] = ()
            for line in more:
                if line.after:
                    pass_by(play, line.span)
                    story.look()
                elif line.other:
                    begun = play.do(line.verb, line.seat, **texts(walk, line))
                    others = ([*play.matter(begun).serials.values()][-1], *others)
                elif line.typed:
                    play.do(line.verb, line.seat, story.id, **texts(walk, line, others))
                    story.look()
                else:
                    story.do(line.verb, line.seat, **texts(walk, line, others))
            moments += story.moments
    story.moments = moments
    return story


def texts(walk: Walk, line: Line, others: Sequence[str] = ()) -> dict[str, str]:
    """What is given, each text of a length made of what must stand as it was typed."""
    return {name: long(len(word)) if word.startswith(LONG) else word for name, word in walk.words(line, others).items()}


def pass_by(play: Play, span: timedelta) -> None:
    play.forward(span)
    sweep(play.house)


STORIES = (walked, decided, combined, returned, moved, said, covered)

HOLDERS = Roster.of({seat: person(seat) for seat in registry().seats})


def reader(desk: str, language: str) -> Reader:
    known = registry()
    return Reader(known, known.audience_of(desk), language, known.zone_of(desk), HOLDERS, desk)


def view_at(matter: Matter, desk: str) -> MatterView | None:
    known = registry()
    return see(matter, procedures()[matter.procedure], known, known.audience_of(desk), desk)


def card(matter: Matter, desk: str, at: Reader) -> Message:
    view = view_at(matter, desk)
    assert view is not None
    return draw_card(view, at)


def verbs_on(message: Message) -> set[str]:
    acts = [act for block in message.blocks for act in block.get("elements", ()) if "action_id" in act]
    found = {act["action_id"].removeprefix("move:") for act in acts if act["action_id"] != "more"}
    return found | {row["value"].split(":")[0] for act in acts for row in act.get("options", ())}
