"""Checkpoints as they come into the channels: signed at the tick, each nation told those of the logs that it reads."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from state.house import House
from state.proving.keyring import new_key, write_keys
from state.proving.notes import is_signed, read_note
from tests.bot.office import Office, forget_what_was_told
from tests.play import START, Play

ORIGIN = "office.example/acm"


def notes(office: Office, body: str) -> list[str]:
    return [note for text in office.told(body) for note in re.findall(r"```(.*?)```", text, re.DOTALL)]


def test_the_tick_signs_and_each_log_channel_gets_the_notes_of_its_own_logs(
    staffed: Play, make_office: Callable[[House], Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, file = new_key(START), tmp_path / "log-keys.toml"
    write_keys(file, (key,))
    monkeypatch.setattr("bot.service.CHECKPOINTS", timedelta(milliseconds=100))
    forget_what_was_told(staffed.house)
    office = make_office(msgspec.structs.replace(staffed.house, log_origin=ORIGIN, log_keys=file))
    office.open()
    for nation, body in (("us", "us-usfj"), ("jp", "jp-jjoc")):
        office.slackd.wait_for(lambda body=body: len(notes(office, body)) >= 2)  # type: ignore[misc]
        told = [read_note(text) for text in notes(office, body)]
        for log in (nation, "us,jp"):
            assert any(is_signed(one, key.signer(f"{ORIGIN}/{log}").public) for one in told), log
        other = {"us": "jp", "jp": "us"}[nation]
        assert not any(note.text.startswith(f"{ORIGIN}/{other}\n") for note in told)
