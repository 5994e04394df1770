"""Logs taken away as files, and such a file read again and proved."""
