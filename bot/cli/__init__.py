"""The command line. A command is a row of COMMANDS and a module, which is imported when the command is used.

Such a module has `add_arguments(parser)` and `run(arguments) -> int`, the exit status. What a person can cause is
raised as `Failure`: sentences for stderr, and exit status 1. Wrong use ends with 2, as argparse does it.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import NamedTuple

from bot.cli.common import Failure, complain, say


class Command(NamedTuple):
    help: str
    module: str


COMMANDS: Mapping[str, Command] = {
    "run": Command("run the bot, in Socket Mode or over HTTP", "bot.cli.run"),
    "check": Command("read everything that an installation is made of, and tell what is wrong", "bot.cli.check"),
    "channels": Command("compare the workspace's channels with the registry, and make them so", "bot.cli.channels"),
    "act": Command("act for a named person, as a line typed behind /acm does", "bot.cli.act"),
    "enter": Command("enter for a named person what was done away from Slack, with how and by whom", "bot.cli.enter"),
    "db": Command("upgrade or back up the database", "bot.cli.db"),
    "log": Command("export a decision log, or verify an export", "bot.cli.log"),
    "keys": Command("make, change or list the keys that sign the logs' checkpoints", "bot.cli.keys"),
    "report": Command("write an after-action report: how long what took, and where it waited", "bot.cli.report"),
    "ics": Command("write the calendar feed of each desk, an iCalendar file", "bot.cli.ics"),
    "bodies": Command("show the bodies, how they stand to each other, and which seats are empty", "bot.cli.bodies"),
    "stages": Command("show and move what is open at a stage that this version does not have", "bot.cli.stages"),
    "op": Command("draw the synchronisation matrix of an operation", "bot.cli.op"),
    "clock": Command("show, set, stop or speed up the clock of an exercise", "bot.cli.clock"),
    "diagram": Command("print a procedure's machine as a mermaid diagram", "bot.cli.diagram"),
    "authority": Command("print which seat may do which verb at which stage", "bot.cli.authority"),
    "demo": Command("play a request in a Slack workspace on this machine", "bot.cli.demo"),
}
INTERRUPTED = 130  # the shell's status for a program ended by Ctrl-C


def main(words: Sequence[str] | None = None) -> int:
    """Carry out the words after the program's name (this process's own by default); gives the exit status."""
    words = sys.argv[1:] if words is None else words
    name = words[0] if words else ""
    if name not in COMMANDS:
        overview = _overview()
        overview.parse_args(words)  # ends here for --help and --version
        overview.error(_not_a_command(name))
    return _carry_out(name, words[1:])


def _carry_out(name: str, words: Sequence[str]) -> int:
    said = COMMANDS[name].help
    parser = argparse.ArgumentParser(f"kakehashi {name}", description=f"{said[0].upper()}{said[1:]}.")
    try:
        module = import_module(COMMANDS[name].module)
        module.add_arguments(parser)
        return int(module.run(parser.parse_args(words)))
    except Failure as failure:
        complain(*failure.sentences)
    except BrokenPipeError:
        # Whoever read our output has gone; what Python would still flush to it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        complain(f"{error.filename or name}: {error.strerror or error}")
    except KeyboardInterrupt:
        return INTERRUPTED
    return 1


def _not_a_command(name: str) -> str:
    if not name:
        return f"a command is wanted: {', '.join(COMMANDS)}"
    near = get_close_matches(name, COMMANDS, n=1)
    return f"{name!r} is not a command" + (f"; did you mean {near[0]}?" if near else f": {', '.join(COMMANDS)}")


def _overview() -> argparse.ArgumentParser:
    rows = "\n".join(f"  {name:9} {row.help}" for name, row in COMMANDS.items())
    parser = argparse.ArgumentParser(
        "kakehashi",
        usage="kakehashi COMMAND …",
        description="Kakehashi takes coordination requests of allied staffs through Slack.",
        epilog=f"commands:\n{rows}\n\n`kakehashi COMMAND --help` tells more of each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and end")
    parser.add_argument("command", nargs="*", help=argparse.SUPPRESS)
    return parser


class _Version(argparse.Action):
    """Asks for the version only when it is wanted: finding it costs a tenth of a second."""

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415  as said above

        say(f"kakehashi {version('kakehashi')}")
        parser.exit()
