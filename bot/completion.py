"""What the prompt offers while somebody types: commands, options and their values, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document


class Typing(Completer):
    """`commands` by name with what they do, `options` by name with the values they take."""

    def __init__(self, commands: Mapping[str, str], options: Mapping[str, Sequence[str]]) -> None:
        self._commands, self._options = commands, options
        self._paths = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Completions of the last word."""
        before, _, word = document.text_before_cursor.rpartition(" ")
        previous = before.rpartition(" ")[2]
        if not before and word.startswith("/"):
            yield from _matching(word, self._commands)
        elif word.startswith("--"):
            yield from _matching(word, dict.fromkeys(self._options, ""))
        elif previous in self._options:
            yield from _matching(word, dict.fromkeys(self._options[previous], ""))
        elif before.startswith("/") and word[:1] in ("/", "~", "."):
            yield from self._paths.get_completions(Document(word), complete_event)


def _matching(word: str, meanings: Mapping[str, str]) -> Iterable[Completion]:
    for text, meaning in meanings.items():
        if text.startswith(word):
            yield Completion(text, -len(word), display_meta=meaning)
