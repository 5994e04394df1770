"""To whom a planted word may have gone by now: reckoned from the domain's rules, without a look at the release view."""

from collections.abc import Mapping
from itertools import count
from typing import Literal, NamedTuple

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.matter import Matter

Rule = Literal[
    "text",
    "beside the text",
    "answer",
    "objection",
    "decision",
    "at once",
    "from elsewhere",
    "from a bilateral seat",
    "words for a log",
    "for all",
    "reply",
    "findings",
    "its log",
]

RULES: dict[tuple[str, str], Rule] = {
    ("open", "title"): "text",
    ("open", "detail"): "text",
    ("propose", "title"): "text",
    ("propose", "detail"): "text",
    ("concur", "if"): "answer",
    ("nonconcur", "reason"): "answer",
    ("decide", "if"): "decision",
    ("implement", "remark"): "at once",
    ("close", "remark"): "at once",
    ("extend", "because"): "at once",
    ("askextend", "because"): "at once",
    ("escalate", "because"): "at once",
    ("withdraw", "because"): "at once",
    ("return", "missing"): "from elsewhere",
    ("note", "text"): "from a bilateral seat",
    ("nominate", "text"): "words for a log",
    ("rfi", "title"): "text",
    ("rfi", "detail"): "text",
    ("answer", "text"): "reply",
    ("redirect", "because"): "at once",
    ("askmore", "more"): "at once",
    **dict.fromkeys((("offer", name) for name in ("title", "detail", "unit", "where", "if")), "text"),
    ("takeup", "remark"): "at once",
    **dict.fromkeys((("supply", name) for name in ("title", "detail", "unit", "where")), "text"),
    **dict.fromkeys((("basis", "law"), ("grant", "remark"), ("order", "order"), ("settle", "reference")), "at once"),
    **dict.fromkeys((("deliver", "receipt"), ("receive", "receipt")), "at once"),
    **dict.fromkeys((("protect", name) for name in ("title", "detail", "area", "activity")), "text"),
    **dict.fromkeys((("refuse", "because"), ("end", "because"), ("unusual", "event"), ("public", "where")), "at once"),
    ("decline", "because"): "at once",
    ("scenario", "title"): "for all",
    ("scenario", "detail"): "for all",
    ("review", "because"): "at once",
    **dict.fromkeys((("findings", name) for name in ("assumptions", "relies", "played")), "findings"),
    ("approve", "because"): "findings",
    **{(verb, name): "text" for verb in ("message", "holdline") for name in ("title", "audience", "en", "ja")},
    **{(verb, name): "text" for verb in ("propose", "correct") for name in ("title", "en", "ja")},
    **dict.fromkeys((("qa", name) for name in ("question", "reply", "question_ja", "reply_ja")), "beside the text"),
    **dict.fromkeys((("object", name) for name in ("reason", "en", "ja")), "objection"),
    **dict.fromkeys((("pair", "despite"), ("hold", "because"), ("lift", "remark")), "at once"),
    **dict.fromkeys((("out", "because"), ("retract", "because")), "at once"),
    **dict.fromkeys(
        (
            *(("facility", name) for name in ("title", "detail", "place", "safety", "environment")),
            *(("propose", name) for name in ("place", "safety", "environment")),
        ),
        "text",
    ),
    **dict.fromkeys((("advise", "because"), ("consult", "because")), "findings"),
    **dict.fromkeys((("takein", "remark"), ("sumup", "text"), ("flag", "because")), "at once"),
    **dict.fromkeys((("cabinet", "reference"), ("notify", "reference")), "at once"),
    **dict.fromkeys((("handback", "remark"), ("confirm", "remark")), "at once"),
    ("phase", "because"): "for all",
    ("situation", "because"): "for all",
    ("label", "because"): "text",
    ("op open", "title"): "text",
    ("op open", "detail"): "text",
    ("op close", "because"): "at once",
    ("situation", "source"): "for all",
    **dict.fromkeys((("amend", "text"), ("amend", "because"), ("add", "text")), "its log"),
}
"""When what is written in a field may go to the other side. What is not named here never does: a new verb's neither."""

ASKS = ("open", "propose", "rfi", "offer", "protect", "supply", "facility")
PARTS = {
    **{(verb, name): name for verb in ASKS for name in ("title", "detail")},
    ("answer", "text"): "reply",
    **{(verb, name): f"answer-{name}" for verb in ("concur", "nonconcur") for name in ("authority", "rationale")},
    ("concur", "if"): "answer-conditions",
    ("nonconcur", "reason"): "answer-reason",
    ("decide", "if"): "decision-conditions",
    **{
        ("decide", name): f"decision-{name}"
        for name in ("situation", "considered", "rejected", "rationale", "dissent", "authority")
    },
}
"""What a field is called whose audience somebody changes by hand."""

ANSWERED = ("reconciling", "deciding", "decided", "implementing", "closed")
PANELS = ("subcommittee", "airspace")
AGREED = (*PANELS, "ministers", "cabinet", "notice", "in-use", "handing-back", "handed-back")
"""Stages of a facility use in which no decision is under way: what there is was made known with the last outcome."""
DECIDED = ("decided", "implementing", "closed", "in-force", *AGREED)
"""Stages that are reached only once all have answered, or decided."""
ADVISED = ("committee", "cabinet", "in-use", "refused")
"""Stages of a facility use to which it comes once all chairs have advised, or all ministers answered."""
REPLIED = ("answered", "closed-unread")
"""Stages that are reached only by an answer that was released."""


class Secret(NamedTuple):
    """A word that stands nowhere else; who wrote it, and where."""

    word: str
    nation: str
    verb: str
    field: str


class Drawer:
    """What has been written in one matter and waits: the text by field, answers and decisions by nation."""

    def __init__(self) -> None:
        self.text: dict[str, Secret] = {}
        self.answers: dict[str, list[Secret]] = {}
        self.decisions: dict[str, list[Secret]] = {}
        self.reply: list[Secret] = []
        self.findings: list[Secret] = []
        self.beside: list[Secret] = []
        self.objections: dict[str, list[Secret]] = {}
        self.proposed: list[Secret] = []
        """For the log of a channel where others read too: released like all that is said to these."""
        self.withheld: set[tuple[str, str | None]] = set()
        """Nation and name of what is kept by hand; of a text it falls with the words."""

    def written(self, nation: str, part: str) -> list[Secret]:
        """What a nation has in a field now."""
        sides = [*self.answers.get(nation, ()), *self.decisions.get(nation, ()), *self.text.values(), *self.reply]
        return [row for row in sides if row.nation == nation and PARTS.get((row.verb, row.field)) == part]


def _is_decided(matter: Matter) -> bool:
    """Whether all there is of decisions is known; a facility use may be refused by them."""
    return matter.stage_id in DECIDED or (matter.procedure, matter.stage_id) == ("facility-use", "refused")


class Oracle:
    """Every word that was planted, and those of them that the other side may have seen by now."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.planted: list[Secret] = []
        self.free: set[str] = set()
        self.drawers: dict[str, Drawer] = {}
        self._numbers = count(1)

    def plant(self, nation: str, verb: str, field: str) -> str:
        secret = Secret(f"plover{next(self._numbers):04}", nation, verb, field)
        self.planted.append(secret)
        return secret.word

    def kept_from(self, nation: str) -> list[Secret]:
        """What this nation may not have read, as things stand."""
        return [row for row in self.planted if row.nation != nation and row.word not in self.free]

    def done(self, verb: str, seat: Seat, given: Mapping[str, str], before: Matter | None, after: Matter) -> None:
        """`seat` did `verb` with what was given, and was accepted."""
        drawer = self.drawers.setdefault(after.id, Drawer())
        self._fall(drawer, verb, before, after)
        words = " ".join(given.values())
        written = [row for row in self.planted if row.verb in (verb, "enter") and row.word in words]
        secrets = [row for row in written if row.verb == verb]
        for rule in set(RULES.values()):
            rows = [row for row in written if RULES.get((row.verb, row.field)) == rule]
            self._put(drawer, rule, rows, seat, before)
        if verb == "disclose" or self.registry.disclosure_seat(seat.body) == seat:
            drawer.text |= {row.word: row for row in drawer.proposed}  # seen from when others know of it at all
        side = before.tracks.get(seat.nation) if before else None  # a matter inside one nation has none
        is_lead = side is not None and seat.body == side.lead
        if verb in ("concur", "nonconcur") and is_lead:
            drawer.answers[seat.nation] = secrets
        if verb == "clear":
            drawer.objections.pop(seat.nation, None)  # taken back before the other side had spoken, it never goes
        if verb == "decide":
            drawer.decisions[seat.nation] = secrets
        if verb in ("withhold", "release"):
            self._by_hand(drawer, verb, seat.nation, given["field"])
        self._open(drawer, after)

    def entered(self, verb: str, given: Mapping[str, str], log: str) -> None:
        """An entry of that log was put right, added to or purged: who reads the log reads the words that go there."""
        rows = [row for row in self.planted if row.verb == verb and row.word in given.values()]
        if "+" in log:
            self.free |= {row.word for row in rows if RULES.get((verb, row.field)) == "its log"}

    def _put(self, drawer: Drawer, rule: Rule, rows: list[Secret], seat: Seat, before: Matter | None) -> None:
        is_joint = before is not None and len(before.audience) > 1
        is_bilateral = self.registry.is_bilateral(seat.body)
        goes = {
            "at once": is_joint,
            "from elsewhere": before is not None and (seat.nation != before.nation or (is_joint and is_bilateral)),
            "for all": True,
            "from a bilateral seat": is_joint and is_bilateral,
            "words for a log": is_bilateral,
            "objection": before is not None and before.stage_id == "reconciling",  # all have spoken
        }
        if rule == "text":
            drawer.text |= {row.field: row for row in rows}
            drawer.withheld -= {(seat.nation, row.field) for row in rows}
        if rule == "reply" and rows:
            drawer.reply = rows  # an answer that was sent back never goes, the one after it may
        if rule == "findings":
            drawer.findings += rows
        if rule == "beside the text":
            drawer.beside += rows
        if rule == "words for a log":
            drawer.proposed += rows
        if rule == "objection":
            drawer.objections.setdefault(seat.nation, []).extend(rows)
        if goes.get(rule):
            self.free |= {row.word for row in rows}

    def _fall(self, drawer: Drawer, verb: str, before: Matter | None, after: Matter) -> None:
        """What no longer waits to be seen: it was replaced, sent back or taken back."""
        if before is None:
            return
        if before.draft is not None and after.draft is None and verb != "disclose":
            drawer.text.clear()
        if before.version != after.version or before.audience != after.audience or after.stage_id == "combined":
            drawer.answers.clear()
            drawer.decisions.clear()
            drawer.objections.clear()
        if before.version != after.version:
            drawer.findings.clear()
        is_anew = verb == "decide" and before.stage_id == "decided"
        if is_anew or not (after.stage_id in ("deciding", "committee") or _is_decided(after)):
            drawer.decisions.clear()

    def _by_hand(self, drawer: Drawer, verb: str, nation: str, part: str) -> None:
        """Withheld, it waits again; released, what goes to all anyhow no longer waits, and the rest is free now."""
        if verb == "withhold":
            drawer.withheld.add((nation, part))
            return
        drawer.withheld.discard((nation, part))
        rows = [row for row in drawer.written(nation, part) if (row.verb, row.field) not in RULES]
        self.free |= {row.word for row in rows}

    def _open(self, drawer: Drawer, after: Matter) -> None:
        """What has come to be for all to see."""
        rows: list[Secret] = []
        if len(after.audience) > 1 and after.draft is None:
            rows += (*drawer.text.values(), *drawer.beside)
        if after.stage_id in ANSWERED:
            rows += (row for side in drawer.answers.values() for row in side if (row.verb, row.field) in RULES)
        if _is_decided(after):
            rows += (row for side in drawer.decisions.values() for row in side if (row.verb, row.field) in RULES)
        if after.stage_id in REPLIED:
            rows += drawer.reply
        if after.stage_id == "reconciling":
            rows += (row for side in drawer.objections.values() for row in side)
        if after.procedure == "scenario-review" and not after.kept:  # all planners, or all leads, have said theirs
            rows += drawer.findings
            drawer.findings = []
        if after.procedure == "facility-use" and after.stage_id in ADVISED:
            rows += drawer.findings
            drawer.findings = []
        kept = [row for row in rows if (row.nation, PARTS.get((row.verb, row.field))) in drawer.withheld]
        self.free |= {row.word for row in rows if row not in kept}
