"""The decision logs where they are kept: appended to, read, found in, purged, archived, proved."""
