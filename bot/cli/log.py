"""`kakehashi log`: a row for each of its acts, and the module that has it."""

import argparse

from bot.cli import archive, log_export, log_purge, log_verify, log_witness


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="export|prove|verify|witness|archive|hold|unhold|purge")
    log_export.add_acts(acts)
    log_verify.add_acts(acts)
    log_witness.add_acts(acts)
    archive.add_arguments(acts)
    log_purge.add_acts(acts)


def run(arguments: argparse.Namespace) -> int:
    arguments.act(arguments)
    return 0
