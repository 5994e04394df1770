"""The whole story without a browser, from `open` to an exported log: typed, pressed, and checked as it goes."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from bot.demo import DemoError
from bot.demo.script import cues
from bot.demo.show import OPENING
from bot.demo.stage import Stage, set_stage
from bot.exports.writing import log_title, write_export
from bot.verbs.typed import quote
from state import reading
from state.exports.verify import Tampered, verify_file
from state.matters import matter_by
from state.proving.keyring import new_key, read_keys, write_keys
from state.signing import origin, sign_grown
from workflows.known import may_see
from workflows.matter import Matter

TURNS = 60  # more than any request of the story takes

SECOND = f"open {quote('滑走路の共同使用')} to:us-usfj urgency:urgent mode:integration detail:{quote('夜間を除く。')}"
"""The second request: asked in Japanese, staffed as one."""

ORIGIN, PUBLIC_KEYS = "demo.example/acm", "public-keys.txt"
"""What its logs are called in checkpoints, and the file of the keys that these are checked with."""

NOTE = "Readiness of our own teams, for the staff of {nation} alone"
"""What each watch notes on the first request for its own channel; it never crosses."""


def play_once(out: Path, say: Callable[[str], None]) -> None:
    """Play both requests to their end; leave logs, messages and database in `out`.

    Raises DemoError where anything is amiss.
    """
    with set_stage(0, out, say) as stage:
        first, second = stage.cast.played
        stage.type(first.id, first.body, f"{OPENING} urgency:priority")
        _play_first(stage, say)
        stage.type(second.id, second.body, SECOND)
        _play_on(stage, say)
        _export_in_channels(stage)
        _sign(stage, out / PUBLIC_KEYS)
        stage.settle()
        _check_ends(stage)
        _keep_messages(stage, out / "messages")
        files = _export(stage, out)
    for file in files:
        verified = verify_file(file)
        if isinstance(verified, Tampered):
            raise DemoError(f"{file.name}: {verified.said()}")
        for log in verified.logs:
            say(f"verified {file.name}: log {log.name}, {log.size} entries, root {log.root}")


def _play_first(stage: Stage, say: Callable[[str], None]) -> None:
    """The first request by button and form where the card has one: its first acknowledgement is pressed and sent."""
    disclosed = next(iter(cues(stage.house)))
    stage.type(disclosed.seat.id, disclosed.seat.body, disclosed.text)
    for watch in stage.cast.played:
        note = NOTE.format(nation=stage.cast.registry.nations[watch.nation].name)
        stage.type(watch.id, watch.body, f"note {_serial(stage, 1)} {quote(note)}")
    watch = stage.cast.played[1]
    account, channel = stage.cast.accounts[watch.id], stage.cast.channel_of(watch.body)
    ts = stage.workspace.wait_for(lambda: _card_with(stage, channel, "move:ack"), what="the card with its button")
    stage.workspace.press(account, channel, ts, "move:ack")
    stage.workspace.wait_for(lambda: stage.workspace.views, what="the form")
    if errors := stage.workspace.submit(
        account, {"ocr": {"given": {"type": "plain_text_input", "value": "jp-jjoc-ops"}}}
    ):
        raise DemoError(f"the form was not accepted: {errors}")
    say("acknowledged by button and form")
    _play_on(stage, say)


def _play_on(stage: Stage, say: Callable[[str], None]) -> None:
    """Type every turn that comes until nothing waits for anybody; each must move its request on."""
    for _ in range(TURNS):
        cue = next(iter(cues(stage.house)), None)
        if cue is None:
            return
        before = _stages(stage)
        say(f"{cue.seat.id}: /acm {cue.text[:70]}")
        stage.type(cue.seat.id, cue.seat.body, cue.text)
        if _stages(stage) == before:
            raise DemoError(f"{cue.seat.id} typed {cue.text!r}, and nothing moved")
    raise DemoError(f"the story was not over after {TURNS} turns")


def _stages(stage: Stage) -> list[tuple[object, ...]]:
    with stage.house.database.reading() as connection:
        rows = reading.open_matters(connection, ())
    return [(row.id, row.stage, row.mode_agreed, row.tracks) for row in rows]


def _card_with(stage: Stage, channel: str, action: str) -> str:
    found = (row for row in stage.workspace.messages(channel) if action in json.dumps(row.get("blocks", [])))
    return next((str(row["ts"]) for row in found), "")


def _export_in_channels(stage: Stage) -> None:
    """Each nation's watch, and one at the owner of the first request, ask for the log in their channel."""
    for seat in (*stage.cast.played, stage.cast.registry.watch_of(_matter(stage, _serial(stage, 1)).owner)[0]):
        stage.type(seat.id, seat.body, "export jsonl")


def _sign(stage: Stage, public: Path) -> None:
    """Sign each log with a key of the demo's, of which only the public part is left, and the checkpoints."""
    with TemporaryDirectory() as folder:
        keys = Path(folder) / "log-keys.toml"
        write_keys(keys, (new_key(stage.house.machine_now()),))
        house = msgspec.structs.replace(stage.house, log_origin=ORIGIN, log_keys=keys)
        signed = sign_grown(house)
        for one in signed:
            (public.parent / f"checkpoint-{one.log}.txt").write_text(one.note, encoding="utf-8")
        signers = [key.signer(origin(house, one.log)) for key in read_keys(keys) for one in signed]
    public.write_text("".join(f"{one.public}\n" for one in signers), encoding="utf-8")


def _check_ends(stage: Stage) -> None:
    for number, mode in enumerate(("coordination", "integration"), start=1):
        serial = _serial(stage, number)
        matter = _matter(stage, serial)
        if (matter.stage_id, matter.mode, matter.outcome) != ("closed", mode, "approved"):
            raise DemoError(f"{serial} ended as {matter.stage_id}, {matter.mode}, {matter.outcome}")
        if not may_see(matter, stage.house.registry.everyone):
            raise DemoError(f"{serial} was never released")


def _serial(stage: Stage, number: int) -> str:
    return f"CR-{stage.house.clock():%y}-{number:04}"


def _matter(stage: Stage, serial: str) -> Matter:
    with stage.house.database.reading() as connection:
        found = matter_by(connection, serial)
    if found is None:
        raise DemoError(f"there is no {serial}")
    return found[0]


def _keep_messages(stage: Stage, folder: Path) -> None:
    """The messages of each channel, as the workspace has them."""
    folder.mkdir(exist_ok=True)
    for body in stage.house.registry.bodies.values():
        rows = stage.workspace.messages(stage.cast.channel_of(body.id))
        text = json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{body.channel}.json").write_text(text + "\n", encoding="utf-8")


def _export(stage: Stage, out: Path) -> list[Path]:
    """The joint log, and for each nation the logs that it reads."""
    everyone = stage.house.registry.everyone
    files = []
    for audience in (everyone, *((nation,) for nation in everyone)):
        file = out / f"{log_title(audience, everyone, ())}.jsonl"
        write_export(stage.house, audience, "jsonl", file)
        files.append(file)
    return files
