"""Saying that something was made by AI: to people by a label, to machines by metadata (`AIGC` of
GB 45438-2025, C2PA)."""
