"""Procedures that are walked by a file each: NAME.toml says who may what at which stage."""
