"""Rooms in which a group finds a film together."""
