"""`kakehashi diagram PROCEDURE`."""

import argparse
import os

from bot.cli.common import say
from bot.cli.opening import read_own_registry, read_own_settings
from bot.settings.reading import settings_path
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.machine import mermaid

UNNAMED: Audience = ("nation-1", "nation-2")
"""The tracks that are drawn where no settings name a registry."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedure", choices=tuple(procedures()), help="which one: %(choices)s", metavar="PROCEDURE")


def run(arguments: argparse.Namespace) -> int:
    say(mermaid(procedures()[arguments.procedure], _nations()).rstrip())
    return 0


def _nations() -> Audience:
    """Those of the registry that the settings name, where there are settings."""
    if "KAKEHASHI_SETTINGS" not in os.environ and not settings_path(os.environ).exists():
        return UNNAMED
    return read_own_registry(read_own_settings()).everyone
