"""What makes a log provable: canonical bytes, a Merkle tree, signed notes and checkpoints, witnesses."""
