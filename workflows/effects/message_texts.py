"""The two texts of a message: put up, reworded, asked about by the press, and compared (DOMAIN 6.4).

Each change of either text, of the title or of a question makes a new version, which is checked and cleared anew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.answers import fresh_answers
from workflows.effects.addressing import Sides, joint_matter
from workflows.effects.internal import desk_of, plain
from workflows.effects.opening import asked, send
from workflows.matter import Matter, Text
from workflows.pairing import differences
from workflows.procedure import Given, Part
from workflows.reckoning import of_typed
from workflows.registry import Registry
from workflows.routing import leads
from workflows.suspense import ByPhase, suspense_due
from workflows.view import is_name_known, may_see, serial_for
from workflows.vocabulary import Refused, Said

CLEAR = Part("strategic-message.clear")
DRAFT = Part("strategic-message.draft")

STATEMENT = ByPhase("priority", {"crisis": "urgent"})
LINE = "immediate"
"""Eight hours, two in a crisis; thirty minutes for a holding line. Source: DOMAIN 6, table."""

SPEAKS, SILENT = "second-voice", "silent"

TITLE = Given("title", "line", "Title", most=150)
TEXTS = (
    Given("en", "text", "English text", required=False, most=1_800),
    Given("ja", "text", "Japanese text", required=False, most=1_800),
)
VOICE = (
    Given("audience", "line", "Audience", most=200),
    Given("voice", "body", "Lead voice (your own body, if none is named)", required=False),
)
BY = Given("by", "time", "To be cleared by", required=False, most=60)
MESSAGE = (
    TITLE,
    *TEXTS,
    *VOICE,
    Given("other", "word", "The other nation", required=False, words=(SPEAKS, SILENT)),
    BY,
)
HOLDLINE = (
    TITLE,
    *TEXTS,
    *VOICE,
    Given("expires", "time", "Not to be used after", most=60),
    Given("statement", "matter", "The message that it stands in for (serial)", required=False, most=20),
    BY,
)
REWORD = (Given("title", "line", "New title", required=False, most=150), *TEXTS)
QA = (
    Given("question", "text", "Question", most=300),
    Given("reply", "text", "Answer", most=600),
    Given("question_ja", "text", "Question in Japanese", required=False, most=300),
    Given("reply_ja", "text", "Answer in Japanese", required=False, most=600),
    Given("replaces", "number", "Number of the one that it replaces", required=False, most=3),
)
MOST_QUESTIONS = 8
PAIR = (
    Given("version", "number", "Version that you have read", required=False, most=4),
    Given("despite", "text", "Reason, where the program shows differences", required=False, most=1_000),
)


def open_statement(act: Act) -> Outcome:
    silent = act.given.get("other") == SILENT
    return _open(act, STATEMENT[act.world.situation.phase(act.now)], silent=silent, kind="statement")


def open_line(act: Act) -> Outcome:
    """A holding line: a message of its own, cleared ahead, with an expiry."""
    return _open(act, LINE, kind="holding-line", expires=act.given["expires"].isoformat())


def _open(act: Act, urgency: str, *, silent: bool = False, **facts: Any) -> Outcome:
    given = act.given
    sides = _sides(act)
    if isinstance(sides, Refused):
        return sides
    if not (given.get("en") or given.get("ja")):
        return Refused("missing", {"field": "en"}, field="en")
    due = given.get("by") or suspense_due(urgency, act.now, act.registry.zone_of(sides.owner), ())
    if "expires" in given and given["expires"] <= due:
        return Refused("expires-before", {"due": due}, field="expires")
    if "statement" in given:
        serial = _serial_of(act, tuple(sides.leads))
        if isinstance(serial, Refused):
            return serial
        facts["statement"] = serial
    home = desk_of(act.seat, act.registry)
    voice = given.get("voice", home)
    others = [nation for nation in sides.leads if silent and nation != act.registry.bodies[voice].nation]
    facts |= {"voice": voice, "readers": given["audience"], "qa": []}
    facts |= {"en": given.get("en", ""), "ja": given.get("ja", "")}
    facts |= {"releases": {nation: {"state": "silent"} for nation in others}}
    matter = joint_matter(
        act,
        sides,
        (sides.owner,),
        due,
        asker=home,
        urgency="" if "by" in given else urgency,
        by=given.get("by"),
        reckoned=of_typed(act, "by") if "by" in given else None,
        facts=facts,
    )
    matter = _drafted(_compared(matter, act.registry), act)
    return send(act, matter, ("submit",), Record(act.command.verb, own=asked(matter), seat=act.seat.id))


def _sides(act: Act) -> Sides | Refused:
    """The body whose seats clear it owns it; each nation's lead is who speaks for it."""
    registry, absent = act.registry, act.registry.absent(act.now)
    clearing = registry.seats_of_part(CLEAR.name)
    if not clearing:
        return Refused("nobody-clears")
    owner, home = clearing[0].body, desk_of(act.seat, registry)
    voice = act.given.get("voice", home)
    nation, nations = registry.bodies[voice].nation, registry.audience_of(owner)
    if not {nation, act.nation} <= {*nations}:
        return Refused("not-a-voice", {"body": voice}, field="voice")
    beside = tuple(row for row in registry.bodies[voice].counterparts if row in registry.bodies[owner].members)
    return Sides(owner, {**leads(registry, home, (voice, *beside), owner, absent), nation: voice})


def _serial_of(act: Act, nations: tuple[str, ...]) -> str | Refused:
    """What all who will know of the line call the message that it stands in for."""
    linked, serial = act.world.linked, act.given["statement"]
    if linked is None or not may_see(linked, nations) or not is_name_known(linked, serial, act.registry, (act.nation,)):
        return Refused("unknown-serial", {"serial": serial}, field="statement")
    return serial_for(linked, act.registry, nations)


def _drafted(matter: Matter, act: Act) -> Matter:
    """Who had a hand in it is kept, for their own nation alone: they can't clear it."""
    row, known = plain(act.command.person), matter.kept.get(act.nation, {}).get("drafters", [])
    return matter if row in known else matter.with_kept(act.nation, drafters=[*known, row])


def has_drafted(act: Act) -> bool:
    return plain(act.command.person) in act.about.kept.get(act.nation, {}).get("drafters", [])


def _compared(matter: Matter, registry: Registry) -> Matter:
    """With what the texts, questions and answers among them, do not both have."""
    facts = matter.facts
    en = "\n".join([facts["en"], *(f"{row['question']}\n{row['reply']}" for row in facts["qa"])])
    ja = "\n".join([facts["ja"], *(f"{row['question_ja']}\n{row['reply_ja']}" for row in facts["qa"])])
    rows = differences(en, ja, registry) if facts["en"] and facts["ja"] else ()
    return matter.with_facts(differences=[{"kind": row.kind, "en": [*row.en], "ja": [*row.ja]} for row in rows])


def lacks_a_language(matter: Matter, _registry: Registry) -> bool:
    pairs = [(matter.facts["en"], matter.facts["ja"])]
    pairs += [(row["question"] + row["reply"], row["question_ja"] and row["reply_ja"]) for row in matter.facts["qa"]]
    return not all(one and other for one, other in pairs)


def _new_version(act: Act, facts: Mapping[str, Any], title: str = "") -> Matter:
    """What was said of the one before it falls: clearances, objections, and the instant that was agreed."""
    matter = fresh_answers(act.about)
    for nation in matter.tracks:
        if "own_objections" in matter.kept.get(nation, {}):
            matter = matter.with_kept(nation, own_objections=[])
    text = Text(title or matter.text.title, "", act.seat.id, act.now, act.nation)
    matter = msgspec.structs.replace(matter, texts=(*matter.texts, text), missing="")
    matter = matter.with_facts(**facts, objections={}, paired="", instant="")
    return _drafted(_compared(matter, act.registry), act)


def _reworded(act: Act) -> Matter | Refused:
    if refused := text_changed(act):
        return refused
    given, facts = act.given, act.about.facts
    changed = {name: given[name] for name in ("en", "ja") if name in given and given[name] != facts[name]}
    if not changed and given.get("title", act.about.text.title) == act.about.text.title:
        return Refused("nothing-new", field="en")
    return _new_version(act, changed, given.get("title", ""))


def _asked_by_the_press(act: Act) -> Matter | Refused:
    """One more question with its answer, or another in the place of one."""
    if refused := text_changed(act):
        return refused
    given, rows = act.given, list(act.about.facts["qa"])
    row = {name: given.get(name, "") for name in ("question", "reply", "question_ja", "reply_ja")}
    at = given.get("replaces", len(rows) + 1)
    if not 1 <= at <= min(len(rows) + ("replaces" not in given), MOST_QUESTIONS):
        return Refused("no-such-question", {"count": len(rows), "most": MOST_QUESTIONS}, field="replaces")
    rows[at - 1 : at] = [row]
    return _new_version(act, {"qa": rows})


def _put_up(act: Act, matter: Matter | Refused, trigger: str, name: str) -> Outcome:
    """The new version for all to see: it is worked on at the body where all of them sit."""
    if isinstance(matter, Refused):
        return matter
    content = {**act.given, "version": matter.version}
    record = Record(name, own=content, joint=content, seat=act.seat.id)
    return Effect(matter, (trigger,), (record,), Said("new-version", {"version": matter.version}))


def _sent_again(act: Act, matter: Matter | Refused, name: str) -> Outcome:
    """The new version of what nobody else has seen: it goes to who releases it."""
    if isinstance(matter, Refused):
        return matter
    return send(act, matter, ("submit",), Record(name, own={**asked(matter), **act.given}, seat=act.seat.id))


def redraft(act: Act) -> Outcome:
    return _sent_again(act, _reworded(act), "propose")


def redraft_questions(act: Act) -> Outcome:
    return _sent_again(act, _asked_by_the_press(act), "qa")


def reword(act: Act) -> Outcome:
    return _put_up(act, _reworded(act), "propose", "propose")


def reword_questions(act: Act) -> Outcome:
    return _put_up(act, _asked_by_the_press(act), "propose", "qa")


def correct(act: Act) -> Outcome:
    """Of what is out, or should be: a new version, with a suspense of its own, cleared again like the first."""
    outcome = _put_up(act, _reworded(act), "correct", "correct")
    if isinstance(outcome, Refused):
        return outcome
    urgency = STATEMENT[act.world.situation.phase(act.now)]
    due: datetime = suspense_due(urgency, act.now, act.registry.zone_of(act.about.owner), ())
    silent = {nation: row for nation, row in act.about.facts["releases"].items() if row["state"] == "silent"}
    matter = outcome.matter.with_facts(releases=silent, apart=0, correction=outcome.matter.version)
    matter = msgspec.structs.replace(matter, opened_at=act.now, due_at=due, urgency=urgency, by=None, reckoned=None)
    return msgspec.structs.replace(outcome, matter=matter)


def read_changed(act: Act) -> Refused | None:
    """Refused where another version was read, by the button that was pressed or by the number that was typed."""
    seen, version = act.given.get("version", act.about.version), act.about.version
    return Refused("text-changed", {"seen": seen, "version": version}) if seen != version else text_changed(act)


def pair(act: Act) -> Outcome:
    """The language checker's word that both say the same; over differences that the program shows, with a reason."""
    if refused := read_changed(act):
        return refused
    rows = act.about.facts["differences"]
    if rows and not act.given.get("despite"):
        return Refused("texts-differ", {"differences": rows}, field="despite")
    content = {**act.given, "version": act.about.version, "differences": rows}
    matter = act.about.with_facts(paired=act.given.get("despite", "") if rows else "")
    record = Record("pair", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("pair",), (record,), Said("paired"))
