"""What has been said, has changed or is over: for every procedure with a file here, refused with what is so now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import msgspec
import pytest

from tests.procedures.memory import InMemory
from tests.procedures.test_walks import bring_about, serial_of
from tests.procedures.walks import WALKS, Line
from workflows.catalogue import procedures
from workflows.command import Command
from workflows.decide import decide
from workflows.vocabulary import Accepted, Refused

ANEW = {"askextend", "escalate", "extend", "keepdue", "note", "onit", "op matrix", "seen"}
"""Verbs that may be said again of any matter: each time is one of its own."""

CHANGED_MIND = {
    "asset-protection": {"gate", "public", "unusual"},  # until all have answered; there may be several events
    "coordination-request": {"decide"},  # after all had put it off
    "facility-use": {"localview", "minutes", "propose"},
    "logistic-support": {"basis"},
    "offer-of-support": {"takeup"},  # in parts, as long as something is left
    "scenario-review": {"propose"},
    "seat-coverage": {"cover"},  # by another, or for longer
    "strategic-message": {"object", "qa", "schedule"},  # clause by clause; another instant instead
    "tasking": {"part", "position"},
    "watch-handover": {"question"},  # one after another
}
"""Beside these, by procedure: what takes the place of what was said before, or comes beside it."""

RELEASE = {"disclose", "return"}
"""What is said before others have it. Of most procedures the text stays as it was released."""

ON_THE_TEXT = {
    "asset-protection": {*RELEASE, "gate", "decide"},
    "coordination-request": {*RELEASE, "accept", "concur", "nonconcur", "decide", "propose"},
    "facility-use": {*RELEASE, "advise", "decide", "propose"},
    "request-for-information": {*RELEASE, "answer", "askmore", "close"},
    "scenario-review": {"findings", "approve", "propose"},
    "strategic-message": {
        *RELEASE,
        *("pair", "clear", "object", "propose", "qa", "schedule", "out", "correct"),
    },
    "tasking": {"ack", "submit", "position", "refuse", "accept", "return"},
}
"""By procedure where it has more: verbs that answer what is written, and so want it read as it is now."""


class Said(NamedTuple):
    """A line of a story, before and after which it is tried."""

    procedure: str
    line: Line
    command: Command
    play: InMemory
    matter: str

    def tried(self, **changes: object) -> Accepted | Refused:
        command = msgspec.structs.replace(self.command, **changes)
        world = self.play.world(command.actor, self.play.find(command.given.get("successor")))
        return decide(self.play.find(command.matter), command, world, self.play.now)


def told(id_: str, *, after: bool, openings: bool = False) -> Iterator[Said]:
    """Every line of a procedure's stories that is about the matter: as it is about to be said, or as it was.

    `openings`: those too that begin one, which are about none yet.
    """
    walk = WALKS[id_]
    for story in walk.story:
        play, matter = InMemory(), ""
        others: tuple[str, ...] = ()
        for line in story.lines:
            if line.after:
                play.now += line.span
                bring_about(play, matter, procedures()[id_])
                continue
            about = None if line.other else matter or None
            said = Said(id_, line, play.command(line.verb, line.seat, about, **walk.words(line, others)), play, matter)
            if (about or openings) and not after:
                yield said
            answer = play.run(said.command)
            assert isinstance(answer, Accepted), (line, answer)
            done = answer.matter.id if answer.matter else ""
            others = (serial_of(play[done]), *others) if line.other else others
            matter = matter or done
            if about and after:
                yield said


@pytest.mark.parametrize("id_", WALKS)
def test_what_was_said_is_not_said_twice(id_: str) -> None:
    again = set()
    for said in told(id_, after=True):
        answer = said.tried()
        if isinstance(answer, Accepted):
            again.add(said.line.verb)
        else:
            assert answer.params or answer.code == "nothing-new", (said.line, answer)  # what is so now
    assert again - ANEW == CHANGED_MIND.get(id_, set())


@pytest.mark.parametrize("id_", WALKS)
def test_what_has_changed_since_it_was_read_is_not_answered(id_: str) -> None:
    refused = {
        said.line.verb
        for said in told(id_, after=False)
        if isinstance(answer := said.tried(seen=0), Refused) and answer.code in ("text-changed", "put-up-anew")
    }
    verbs = {move.verb for move in procedures()[id_].moves}
    assert refused == ON_THE_TEXT.get(id_, RELEASE & verbs)


@pytest.mark.parametrize("id_", WALKS)
def test_what_is_as_it_was_read_is_answered(id_: str) -> None:
    for said in told(id_, after=False):
        matter = said.play[said.matter]
        assert isinstance(said.tried(seen=matter.reading + (matter.draft is not None)), Accepted), said.line


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EXPIRED = [
    ("offer-of-support", "disclose", 10 * HOUR, "offer-over"),
    ("offer-of-support", "ack", 10 * HOUR, "offer-over"),
    ("offer-of-support", "takeup", 40 * HOUR, "offer-over"),
    ("offer-of-support", "decline", 10 * HOUR, "offer-over"),
    ("offer-of-support", "extend", 10 * HOUR, "offer-over"),
    ("asset-protection", "decide", 60 * DAY, "days-are-over"),
    ("logistic-support", "grant", 60 * DAY, "support-days-over"),
    ("facility-use", "decide", 400 * DAY, "use-is-over"),
]
"""Procedure, verb, how much later than in its story, and the refusal; nothing has ended it by then."""


@pytest.mark.parametrize(("id_", "verb", "later", "code"), EXPIRED)
def test_what_has_expired_is_not_accepted(id_: str, verb: str, later: timedelta, code: str) -> None:
    said = next(row for row in told(id_, after=False) if row.line.verb == verb)
    said.play.now += later
    answer = said.tried()
    assert isinstance(answer, Refused), answer
    assert (answer.code, "at" in answer.params) == (code, True)
