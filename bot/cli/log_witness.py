"""`kakehashi log witness`: a nation's own, with a key and a memory of its own, on a machine of its own.

It needs no database and no settings: public keys and exports are brought to it. What it countersigned can be brought
back to the installation, which keeps it: `keep` is the operator's.
"""

import argparse
import getpass
from pathlib import Path
from typing import Any

from bot.cli.brought import checkpoint_in, keys_in
from bot.cli.common import Failure, say
from bot.cli.opening import open_house
from bot.clock import SystemClock
from state.cosignatures import CosignatureError, keep
from state.exports.verify import Tampered, verify_file
from state.proving.notes import Note
from state.proving.witness import (
    WitnessError,
    countersign,
    known_to,
    new_witness,
    read_witness,
    watch,
    write_witness,
)
from state.whole_file import whole_file

STATE = Path("witness.json")


def add_acts(acts: Any) -> None:
    witness = acts.add_parser("witness", help="watch a log for your own nation, and countersign its checkpoints")
    doings = witness.add_subparsers(required=True, metavar="add|check|keep")
    add = doings.add_parser("add", help="watch the logs of these public keys")
    add.add_argument("key", nargs="+", metavar="KEY", help="a public key, or a file of them")
    add.add_argument("--name", metavar="NAME", help="what this witness is called, at first: example.mil/witness")
    check = doings.add_parser("check", help="countersign a log's checkpoint, if it continues the last one seen")
    check.add_argument("file", type=Path, metavar="FILE", help="an export (jsonl), or what `log prove --since` wrote")
    check.add_argument("--out", type=Path, metavar="FOLDER", help="where the countersigned ones go (default: here)")
    keeping = doings.add_parser(
        "keep", help="keep what a witness countersigned where the logs are: whole exports carry it"
    )
    keeping.add_argument("file", type=Path, metavar="FILE", help="the countersigned checkpoint")
    keeping.add_argument("--key", required=True, metavar="KEY", help="the witness's public key, or a file of it")
    keeping.set_defaults(act=_keep)
    for parser, act in ((add, _add), (check, _check)):
        parser.add_argument("--state", type=Path, default=STATE, metavar="FILE", help=f"its memory (default: {STATE})")
        parser.set_defaults(act=_told(act))


def _told(act: Any) -> Any:
    def run(arguments: argparse.Namespace) -> None:
        try:
            act(arguments)
        except WitnessError as error:
            raise Failure(error) from error

    return run


def _add(arguments: argparse.Namespace) -> None:
    try:
        witness = read_witness(arguments.state)
    except FileNotFoundError:
        if not arguments.name:
            raise Failure(f"{arguments.state}: no witness yet: name it, with --name example.mil/witness") from None
        witness = new_witness(arguments.name)
    keys = [key for given in arguments.key for key in keys_in(given)]
    for key in keys:
        witness = watch(witness, key)
    write_witness(arguments.state, witness)
    for key in keys:
        say(f"{arguments.state}: watches {key.name}")
    say(f"{witness.signer.public}")


def _check(arguments: argparse.Namespace) -> None:
    """Every log in the file that is watched; the memory changes only when all of it is in order."""
    try:
        witness = read_witness(arguments.state)
    except FileNotFoundError:
        raise Failure(f"{arguments.state}: there is no witness: `kakehashi log witness add` makes it") from None
    result = verify_file(arguments.file, known_to(witness))
    if isinstance(result, Tampered):
        raise Failure(f"{arguments.file}: {result.said()}", "Nothing was countersigned. Ask whoever keeps the log why.")
    notes: list[tuple[str, Note]] = []
    for log, (checkpoint, key) in result.signed.items():
        witness, note = countersign(witness, checkpoint, key, SystemClock()())
        notes.append((log, note))
    if not notes:
        raise Failure(f"{arguments.file}: no checkpoint in it is signed by the key of a log that is watched")
    write_witness(arguments.state, witness)  # first: what it forgot it could sign twice, each time another log
    folder = arguments.out or Path()
    for log, note in notes:
        path = folder / f"checkpoint-{log}.txt"
        with whole_file(path) as file:
            file.write(str(note).encode())
        say(f"{path}: log {log}, countersigned by {witness.name}")


def _keep(arguments: argparse.Namespace) -> None:
    one, keys = checkpoint_in(arguments.file), list(keys_in(arguments.key))
    if len(keys) != 1:
        raise Failure(f"{arguments.key}: there are {len(keys)} keys in it; one is wanted, the witness's")
    with open_house() as (house, _):
        try:
            keep(house, one, keys[0], getpass.getuser())
        except CosignatureError as error:
            raise Failure(f"{arguments.file}: {error}") from error
    say(f"log {one.log}: countersigned by {keys[0].name} up to entry {one.size}; every whole export of it has that now")
