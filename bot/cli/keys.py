"""`kakehashi keys`: the keys that sign the logs' checkpoints."""

import argparse
import getpass
from collections.abc import Iterator
from pathlib import Path

from bot.cli.common import Failure, complain, say
from bot.cli.opening import open_house
from state.house import House
from state.logs.proved import sizes_of
from state.proving.canonical import timestamp
from state.proving.keyring import WARNED_BEFORE, Key, KeyringError, new_key, read_keys, write_keys
from state.signing import origin, sign_grown

NOT_SET = (
    "the settings name no log_origin and log_keys: what the logs are called in checkpoints, and the file of the keys"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="new|rotate|list")
    acts.add_parser("new", help="make the first key").set_defaults(act=_new)
    rotate = acts.add_parser("rotate", help="let a new key sign from now on, on record in every log")
    rotate.add_argument(
        "--lost", action="store_true", help="the key in use is gone: the new one follows with nothing to vouch for it"
    )
    rotate.set_defaults(act=_rotate)
    acts.add_parser("list", help="the public keys, to be given to whoever checks a log").set_defaults(act=_list)


def run(arguments: argparse.Namespace) -> int:
    with open_house() as (house, _):
        if house.log_keys is None:
            raise Failure(NOT_SET)
        try:
            arguments.act(arguments, house, house.log_keys)
        except KeyringError as error:
            raise Failure(error) from error
    return 0


def _new(_arguments: argparse.Namespace, house: House, path: Path) -> None:
    if path.exists():
        raise Failure(f"{path} is there already: `kakehashi keys rotate` puts a new key in the place of the one in use")
    write_keys(path, (new_key(house.machine_now()),))
    try:
        sign_grown(house, account=getpass.getuser())
    except KeyringError:
        path.unlink()  # the logs were signed by another key before: this one is not to be taken for theirs
        raise
    say(f"{path}: made. Keep a copy where the host can't lose it, and give these to whoever checks the logs:")
    _show(house, read_keys(path))


def _rotate(arguments: argparse.Namespace, house: House, path: Path) -> None:
    before = () if arguments.lost and not path.exists() else read_keys(path)
    write_keys(path, (*before, new_key(house.machine_now())))
    try:
        sign_grown(house, account=getpass.getuser(), is_lost=arguments.lost)
    except BaseException:
        if before:
            write_keys(path, before)
        else:
            path.unlink()
        raise
    say(f"{path}: a new key signs from now on, and the logs say so. Give these to whoever checks them:")
    _show(house, read_keys(path)[-1:])


def _list(_arguments: argparse.Namespace, house: House, path: Path) -> None:
    keys = read_keys(path)
    _show(house, keys)
    if keys[-1].until <= house.machine_now():
        raise KeyringError(f"{path}: the key in use has expired: `kakehashi keys rotate`")
    if keys[-1].until - WARNED_BEFORE <= house.machine_now():
        complain(f"{path}: the key in use expires on {timestamp(keys[-1].until)}: `kakehashi keys rotate` before that")


def _show(house: House, keys: tuple[Key, ...]) -> None:
    for key in keys:
        say(f"# from {timestamp(key.made)} until {timestamp(key.until)}")
        for name in _logs(house):
            say(str(key.signer(origin(house, name)).public))


def _logs(house: House) -> Iterator[str]:
    """Every log that has been used, and those that each nation reads."""
    with house.database.reading() as connection:
        used = [log for log, _ in sizes_of(connection)]
    read = (name for nation in house.registry.nations for name in house.registry.logs_read_by((nation,)))
    return iter(dict.fromkeys((*read, *used)))
