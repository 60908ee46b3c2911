"""Counting shots while a storyboard is still being written."""

from __future__ import annotations


class Tally:
    """Reads JSON as it streams in and counts the finished objects of its `shots`."""

    def __init__(self) -> None:
        self.shots = 0
        self._depth, self._list = 0, 0  # how deep we are, and how deep the list of shots
        self._quoted, self._escaped = False, False
        self._word: list[str] = []

    def feed(self, text: str) -> int:
        """The shots that are finished by now."""
        for sign in text:
            if self._quoted:
                self._spell(sign)
            elif self._depth or sign == "{":
                self._step(sign)
        return self.shots

    def _spell(self, sign: str) -> None:
        if sign == '"' and not self._escaped:
            self._quoted = False
        else:
            self._word.append(sign)
        self._escaped = sign == "\\" and not self._escaped

    def _step(self, sign: str) -> None:
        match sign:
            case '"':
                self._quoted = True
                self._word.clear()
            case "{" | "[":
                self._depth += 1
                if sign == "[" and not self._list and "".join(self._word) == "shots":
                    self._list = self._depth
            case "}" | "]":
                self._depth -= 1
                if sign == "}" and self._list and self._depth == self._list:
                    self.shots += 1
                elif self._depth < self._list:
                    self._list = 99  # the list is over, and no other counts
            case _:
                pass
