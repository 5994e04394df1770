"""Keys, checkpoints and parts of the small logs in tests.state.exports."""

from collections.abc import Sequence
from pathlib import Path

from state.exports.writing_lines import Carried, LogView, Part, Stored, export_log, growth
from state.proving import merkle
from state.proving.checkpoints import Checkpoint, body, origin_of, read_checkpoint
from state.proving.notes import COSIGNATURE, Note, Signer
from state.proving.proofs import Tree, consistency_spans, inclusion_spans
from tests.state.exports import JOINT, US, root_of

PLACE = "kakehashi.example/acm"


def signer(log: str, seed: int = 1) -> Signer:
    return Signer(origin_of(PLACE, log), bytes([seed]) * 32)


WITNESS = Signer("witness.example/jp", bytes([7]) * 32, COSIGNATURE)
SEEN_AT = 1_790_000_000
"""When it countersigned, in seconds since 1970."""


def note_on(log: str, entries: Sequence[Stored], *by: Signer) -> Note:
    """A checkpoint of a log of these entries; a witness countersigns it."""
    text = body(origin_of(PLACE, log), len(entries), bytes.fromhex(root_of(entries)))
    signing = by or (signer(log),)
    return Note(
        text,
        tuple(one.cosign(text, SEEN_AT) if one.public.kind == COSIGNATURE else one.sign(text) for one in signing),
    )


def checkpoint_on(log: str, entries: Sequence[Stored], *by: Signer) -> Checkpoint:
    return read_checkpoint(str(note_on(log, entries, *by)))


def carried(log: str, entries: Sequence[Stored], *by: Signer) -> Carried:
    return Carried(str(note_on(log, entries, *by)), tuple(str(one.public) for one in by or [signer(log)]))


def signed_view(log: str, entries: Sequence[Stored], *checkpoints: Carried) -> LogView:
    """A whole log with its checkpoints: one of all its entries, if none is given."""
    notes = checkpoints or (carried(log, entries),)
    return LogView(log, len(entries), root_of(entries), iter(entries), notes)


def part_view(log: str, entries: Sequence[Stored], *chosen: int) -> LogView:
    """The entries of these numbers, each with its proof."""
    leaves = [merkle.leaf_hash(entry) for entry, _ in entries]
    tree = Tree(leaves)
    proofs = (tuple(tree[span] for span in inclusion_spans(seq - 1, len(entries))) for seq in chosen)
    notes = (carried(log, entries),)
    return LogView(
        log, len(entries), root_of(entries), (entries[seq - 1] for seq in chosen), notes, Part(len(chosen), proofs)
    )


def signed_export(folder: Path) -> Path:
    """Lines: 1 begins us, 2 its checkpoint, 3-5 its entries; 6 begins us+jp, 7-8 its checkpoints, 9-13 its entries."""
    out = folder / "signed.jsonl"
    early = carried("us+jp", JOINT[:2])
    export_log([signed_view("us", US), signed_view("us+jp", JOINT, early, carried("us+jp", JOINT))], "jsonl", out)
    return out


def part_export(folder: Path) -> Path:
    """Lines: 1 begins a part of us+jp, 2 is its checkpoint, 3-5 are the entries 1, 3 and 4; 6 is the end."""
    out = folder / "part.jsonl"
    export_log([part_view("us+jp", JOINT, 1, 3, 4)], "jsonl", out)
    return out


def growth_export(folder: Path) -> Path:
    """That the joint log of five entries continues the one of three."""
    out = folder / "growth.jsonl"
    tree = Tree(merkle.leaf_hash(entry) for entry, _ in JOINT)
    proof = tuple(tree[span] for span in consistency_spans(3, 5))
    lines = growth("us+jp", (3, 5), bytes.fromhex(root_of(JOINT)), proof, carried("us+jp", JOINT))
    out.write_bytes(b"".join(lines))
    return out
