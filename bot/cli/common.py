"""What every command needs: saying things, and failing in one sentence."""

import argparse
import sys
from pathlib import Path

LAST_PORT = 65_535


class Failure(Exception):  # noqa: N818  It says that the command failed, and how.
    """A command can't be carried out: `sentences` are for the person, and say what to do about it."""

    def __init__(self, *sentences: object) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def some_words(text: str) -> str:
    """The type of an option that goes on record, so that something stands there."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it goes on record, and is empty")
    return text


def a_new_file(text: str) -> Path:
    """The type of an option that names a file to be written: what is there already, a log maybe, stays."""
    path = Path(text)
    try:
        is_there = path.is_file()
    except OSError:  # of a folder that can't be looked into, which is told when the file is written
        is_there = False
    if is_there:
        raise argparse.ArgumentTypeError(f"{text} is there already: choose another name")
    return path


def say(text: str) -> None:
    """One line (or several) of what was asked for."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def a_port(text: str) -> int:
    """A port to listen on; 0 means any free one."""
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to {LAST_PORT}")
    return int(text)


def complain(*sentences: object) -> None:
    """What is wrong, a line for each."""
    sys.stderr.writelines(f"{sentence}\n" for sentence in sentences)
