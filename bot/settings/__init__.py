"""The settings of an installation, and TOML read with its lines."""
