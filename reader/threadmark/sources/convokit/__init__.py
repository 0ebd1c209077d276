"""A ConvoKit corpus: a folder of utterances, conversations and speakers, or its utterances alone; older forms, too.

The utterance that a conversation begins with is the article, as the first post of a thread is; the others are comments.
What the corpus says of an utterance (`meta`) is kept with it, and may be taken as labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

UTTERANCES: Final = ("utterances.jsonl", "utterances.json")


class ConvoKitSource:
    """ConvoKit corpora."""

    name = "convokit"
    title = "a ConvoKit corpus"

    def sniff(self, head: Head) -> Sniffed | None:
        """By the files of the folder, or by the fields of the first utterance."""
        if head.folder is not None:
            found = next((name for name in UTTERANCES if (head.folder / name).is_file()), None)
            return Sniffed(Certainty.CERTAIN, f"it holds {found}") if found else None
        if not head.data.lstrip().startswith((b"{", b"[")):
            return None
        from threadmark.sources.json_input.peeking import first_object  # noqa: PLC0415 -- only for JSON

        fields = first_object(head).keys()
        asked = ({"id"}, {"text"}, {"conversation_id", "root"}, {"reply-to", "reply_to"}, {"speaker", "user"})
        if not all(fields & names for names in asked):
            return None
        return Sniffed(Certainty.CERTAIN, "it begins with an utterance of a conversation")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The conversations, each as soon as it is together."""
        from threadmark.sources.convokit.conversations import read_corpus  # noqa: PLC0415 -- sniffing does not need it

        return read_corpus(opened, self.name, sniffed)


SOURCE = ConvoKitSource()
