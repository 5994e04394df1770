"""`kakehashi demo --port`: what it prints, that it refuses a taken port, and that Ctrl-C leaves nothing behind."""

import re
import signal
import socket
import subprocess

import psutil
import pytest

from bot.demo.show import TRY
from tests.demo.running import KAKEHASHI, STOP_WITHIN, RunningDemo


def test_it_prints_the_address_and_three_lines_to_type_and_ends_with_ctrl_c() -> None:
    with RunningDemo() as demo:
        assert len(TRY) == 3
        assert [line.strip() for line in demo.lines[-3:]] == list(TRY)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/archives/CUSUSFJ", demo.address)
        names = {row["name"] for row in demo.state()["channels"]}
        assert {"us-usfj", "jp-jjoc", "acm-bocc"} <= names
        children = demo.children()
        assert children, "the workspace is a process of the demo's"
        assert demo.interrupt() == 0
        assert demo.rest()[-1] == "stopping"
        _, alive = psutil.wait_procs(children, STOP_WITHIN)
        assert not alive


def test_a_terminal_that_is_gone_leaves_nothing_running() -> None:
    with RunningDemo() as demo:
        children = demo.children()
        assert demo.interrupt(signal.SIGHUP) == 0
        _, alive = psutil.wait_procs(children, STOP_WITHIN)
        assert not alive


def test_two_demos_can_be_up_at_once() -> None:
    with RunningDemo() as first, RunningDemo() as second:
        assert first.address != second.address
        assert first.state()["channels"]
        assert first.interrupt() == 0
        assert second.state()["channels"]
        assert second.interrupt() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--seat", "us-usfj-wach"), "There is no seat us-usfj-wach; is it us-usfj-watch"),
        (("--answer-after", "0"), "'0' is not a number of seconds above 0 and up to 3600"),
    ],
)
def test_a_word_that_makes_no_sense_is_told_with_what_would(words: tuple[str, str], said: str) -> None:
    done = subprocess.run(  # noqa: S603  Our own command.
        [str(KAKEHASHI), "demo", "--port", "0", *words], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert said in done.stderr


def test_a_taken_port_is_told_in_one_sentence_that_names_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(  # noqa: S603  Our own command.
            [str(KAKEHASHI), "demo", "--port", str(port)], capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Port {port} can't be used (Address already in use); choose another one: make demo PORT={port + 1}\n"
    )
