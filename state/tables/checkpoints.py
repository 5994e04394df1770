"""Tables of what proves the logs beside themselves: their checkpoints, signed, and countersigned by witnesses."""

from sqlalchemy import Column, Integer, String, Table, Text

from state.instant import Instant
from state.tables import metadata

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False, comment="signed (state.proving.checkpoints)"),
    Column("keys", Text, nullable=False, comment="JSON: the public keys that signed it, the one in use last"),
    Column("made_at", Instant, nullable=False),
)

cosignature = Table(
    "cosignature",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("witness", String(255), primary_key=True, comment="its public key (c2sp.org/signed-note)"),
    Column("note", Text, nullable=False, comment="the checkpoint, signed by the log's key and by the witness"),
    Column("keys", Text, nullable=False, comment="JSON: the public keys that signed it, the witness's last"),
    Column("kept_at", Instant, nullable=False),
)
