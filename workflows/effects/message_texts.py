"""The two texts of a message: put up, reworded, asked about by the press, and compared (DOMAIN 6.4).

Each change of either text, of the title or of a question makes a new version, which is checked and cleared anew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.answers import fresh_answers
from workflows.bodies.registry import Registry
from workflows.effects.internal import plain
from workflows.effects.opening import asked, send
from workflows.fields import Given
from workflows.matter import Matter, Text
from workflows.pairing import differences
from workflows.times.suspense import ByPhase, suspense_due
from workflows.vocabulary import Refused, Said
from workflows.who import Part

CLEAR = Part("strategic-message.clear")
DRAFT = Part("strategic-message.draft")

STATEMENT = ByPhase("priority", {"crisis": "urgent"})
"""Eight hours, two in a crisis. Source: DOMAIN 6, table."""

TEXTS = (
    Given("en", "text", "English text", required=False, most=1_800),
    Given("ja", "text", "Japanese text", required=False, most=1_800),
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


def with_drafter(matter: Matter, act: Act) -> Matter:
    """Who had a hand in it is kept, for their own nation alone: they can't clear it."""
    row, known = plain(act.command.person), matter.kept.get(act.nation, {}).get("drafters", [])
    return matter if row in known else matter.with_kept(act.nation, drafters=[*known, row])


def has_drafted(act: Act) -> bool:
    return plain(act.command.person) in act.about.kept.get(act.nation, {}).get("drafters", [])


def compared(matter: Matter, registry: Registry) -> Matter:
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
    return with_drafter(compared(matter, act.registry), act)


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
