"""The standards as data: TOML in memory, never rows. A new edition is a folder and a mapping, not a migration."""
