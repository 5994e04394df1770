"""How a person plays each procedure in the demo, a file of plays/ each, by its id; and the hands that do it.

card = "…"                        in the header of its card: its title or its serial
end = "STAGE"                     its last stage
step = [
{ seat = "…", at = "STAGE" }      whoever sits there sees it come to that stage in their body's channel, after one of
{ …, type = 'VERB …' }            a typed line
{ …, form = "VERB" }              the form of a verb that was typed alone
{ …, press = "VERB" }             a button of the card
{ …, more = "VERB" }              a row of its menu
{ …, clock = "TIME" }             the exercise's clock goes on to that time
{ …, fill = { FIELD = "…" } }     what is put into the form; a list ticks boxes
{ …, confirm = true }             the form comes again with how a time in it is understood
{ …, on = "…" }                   it is about another card
{ …, sees = "…" }                 its card says that, too
{ …, picture = "…" }              a picture of that name is in the channel
]
"[TITLE]" stands for the serial of the card of that title, "<SEAT>" for a mention of who sits there.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from playwright.sync_api import Locator, expect

from bot import labels
from bot.demo.cast import user_id
from bot.words import Say, speaker
from tests.demo.page import WorkspacePage
from tests.demo.running import RunningDemo
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.fields import Given
from workflows.procedure import Procedure

PLAYS = Path(__file__).parent / "plays"
SHOWN = "🕒"
"""Before how a time is understood."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seat: str
    at: str
    type: str = ""
    form: str = ""
    press: str = ""
    more: str = ""
    clock: str = ""
    fill: Mapping[str, str | tuple[str, ...]] | None = None
    confirm: bool = False
    on: str = ""
    sees: str = ""
    picture: str = ""


class Playing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    card: str
    end: str
    step: tuple[Step, ...]


def plays() -> dict[str, Playing]:
    """By procedure."""
    files = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(PLAYS.glob("*.toml"))}
    return {name: msgspec.convert(rows, Playing) for name, rows in files.items()}


class Player:
    """One pair of hands at the page, in whatever seat they are."""

    def __init__(self, demo: RunningDemo, page: WorkspacePage, registry: Registry) -> None:
        self._demo = demo
        self.page = page
        self._registry = registry

    def play(self, procedure: str, played: Playing) -> None:
        self.page.leave_form()  # that of one which broke off
        for step in played.step:
            self._do(procedures()[procedure], played, step)

    def _do(self, procedure: Procedure, played: Playing, step: Step) -> None:
        if step.clock:
            self._demo.go_on(step.clock)
        body = self._registry.seats[step.seat].body
        say = speaker(self._registry.language_of(body))
        self.page.be(step.seat, self._registry.bodies[body].channel)
        self._act(procedure, step.on or played.card, step, say)
        stages = labels.STAGES if step.on else labels.stages_of(procedure.id)  # what else is seen is a request
        self._see(step.on or played.card, step, say, stages)

    def _act(self, procedure: Procedure, title: str, step: Step, say: Say) -> None:
        page, called = self.page, labels.verbs_of(procedure.id)
        if step.type:
            page.type(f"/acm {self._meant(step.type)}")
        elif step.form:
            page.type(f"/acm {step.form}")
        elif step.press:
            page.button(title, say(called[step.press])).click()
        elif step.more:
            page.menu(title).select_option(label=say(called[step.more]))
        if step.fill is not None:
            rows = _rows(procedure, step.form or step.press or step.more)
            for name, words in step.fill.items():
                self._fill(say(rows[name].label), words)
            page.send()
        if step.confirm:
            expect(page.form).to_contain_text(SHOWN)
            page.send()

    def _see(self, title: str, step: Step, say: Say, stages: Mapping[str, str]) -> None:
        page = self.page
        page.see_form_go()
        if step.sees:
            expect(page.card(title)).to_contain_text(step.sees)
        if step.picture:
            expect(page.picture_of(step.picture)).to_be_visible()
        expect(page.stage(title)).to_have_text(say(stages[step.at]))

    def _fill(self, label: str, words: str | tuple[str, ...]) -> None:
        if not isinstance(words, str):
            for body in words:
                self.page.tick(f"({self._registry.bodies[body].abbr})")
            return
        field = self.page.field(label)
        if _is_menu(field):
            field.select_option(value=words)
        else:
            field.fill(self._meant(words))

    def _meant(self, words: str) -> str:
        words = re.sub(r"\[(.+?)\]", lambda found: self.page.serial(found[1]), words)
        return re.sub(r"<([a-z0-9-]+)>", lambda found: f"<@{user_id(found[1])}>", words)


def _is_menu(field: Locator) -> bool:
    return bool(field.evaluate("field => field.tagName === 'SELECT'"))


def _rows(procedure: Procedure, verb: str) -> Mapping[str, Given]:
    """The fields of a verb, at whatever stage."""
    return {row.name: row for row in _given(procedure, verb)}


def _given(procedure: Procedure, verb: str) -> Iterator[Given]:
    for move in (procedure.opening, *procedure.also_opens, *procedure.moves):
        if move.verb == verb:
            yield from move.given
