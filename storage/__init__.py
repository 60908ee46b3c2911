"""What the house remembers: one SQLite file, one media folder."""
