"""The crew: one file per vendor, and `local/`, which needs no key and no network."""
