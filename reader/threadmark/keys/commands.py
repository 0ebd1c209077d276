"""The commands, each registered once: its name, its group, one line of help, and what argument it takes.

The footer, the help screen, the palette, the README's key table and the keymap check all read `COMMANDS`,
so a command that is not here cannot be bound, and one that is here cannot be forgotten in the help.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Takes = Literal["label", "depth", "number"]


class Command(NamedTuple):
    """Something the program can be told to do.

    Attributes:
        name: how layers call it.
        group: the heading it stands under: `move`, `work`, `branch`, `evidence`, `fold`, `find`, `look`, `thread`, `threads`, `leave` or `label`.
        help: one line, lower case, without a full stop.
        takes: what its argument is, `None` when it takes none. A `depth` and a `number` are 1 to 9; a `label` is the dimension and
            the label, with the target between them in a one-per-target dimension (`stance.claim.favor`).
        hint: the word for the footer; empty for a command that the footer never shows.
    """

    name: str
    group: str
    help: str
    takes: Takes | None = None
    hint: str = ""


DEPTHS = tuple("123456789")
EVIDENCE = "evidence"  # the group of what marks words; its chords begin with the leader that begins marking

_IN_ORDER = (
    Command("next_comment", "move", "next comment"),
    Command("previous_comment", "move", "previous comment"),
    Command("next_sibling", "move", "next comment at this level or above"),
    Command("previous_sibling", "move", "previous comment at this level or above"),
    Command("fold_or_parent", "move", "fold, then go to the parent"),
    Command("unfold_or_reply", "move", "unfold, then go to the first reply"),
    Command("next_top_level", "move", "next top-level comment"),
    Command("previous_top_level", "move", "previous top-level comment"),
    Command("first_comment", "move", "first comment"),
    Command("last_comment", "move", "last comment"),
    Command("half_page_down", "move", "half a page down"),
    Command("half_page_up", "move", "half a page up"),
    Command("page_down", "move", "a page down"),
    Command("page_up", "move", "a page up"),
    Command("jump_back", "move", "back to where the last jump began"),
    Command("next_todo", "work", "next comment to do", hint="to do"),
    Command("previous_todo", "work", "previous comment to do"),
    Command("next_revisit", "work", "next comment to revisit"),
    Command("previous_revisit", "work", "previous comment to revisit"),
    Command("done", "work", "done with this comment, on to the next to do", hint="done"),
    Command("skip", "work", "skip this comment, with a reason"),
    Command("revisit", "work", "mark this comment to revisit, or take the mark away"),
    Command("repeat_label", "work", "give the last label again, here"),
    Command("undo", "work", "undo", hint="undo"),
    Command("redo", "work", "redo"),
    Command("note", "work", "write a note on this comment"),
    Command("take_label", "work", "list the labels here and take one away"),
    Command("claim", "work", "set or pick the article's claim"),
    Command("targets", "work", "list the named targets to label toward one, or add one"),
    Command("flow", "work", "flow: the questions in turn, one key each; again leaves it"),
    Command("branch", "branch", "then a label, or skip: the same for the whole branch, asked with the count"),
    Command("evidence", EVIDENCE, "mark words for a label to rest on; also in flow"),
    Command("mark_next_word", EVIDENCE, "marking: next word", hint="word"),
    Command("mark_previous_word", EVIDENCE, "marking: previous word"),
    Command("mark_next_character", EVIDENCE, "marking: next character"),
    Command("mark_previous_character", EVIDENCE, "marking: previous character"),
    Command("mark_next_line", EVIDENCE, "marking: next wrapped line"),
    Command("mark_previous_line", EVIDENCE, "marking: previous wrapped line"),
    Command("mark_line_start", EVIDENCE, "marking: beginning of the line"),
    Command("mark_line_end", EVIDENCE, "marking: end of the line"),
    Command("mark_next_sentence", EVIDENCE, "marking: next sentence; extending, to its end", hint="sentence"),
    Command("mark_previous_sentence", EVIDENCE, "marking: previous sentence"),
    Command("mark_sentence", EVIDENCE, "marking: the whole sentence; again, one more", hint="all of it"),
    Command("mark_letter", EVIDENCE, "marking: then a letter: the next word that begins with it", hint="by letter"),
    Command("mark_letter_again", EVIDENCE, "marking: the next word with that letter"),
    Command("mark_extend", EVIDENCE, "marking: begin to extend, or end it", hint="extend"),
    Command("mark_swap_ends", EVIDENCE, "marking: move the other end", hint="other end"),
    Command("mark_next_span", EVIDENCE, "marking: next words that a label here rests on", hint="next marked"),
    Command("mark_span", EVIDENCE, "marking: go to marked words by their number", takes="number"),
    Command(
        "mark_keep_bounds",
        EVIDENCE,
        "marking: give the words that were gone to the bounds they have now",
        hint="new bounds",
    ),
    Command("mark_remove", EVIDENCE, "marking: take marked words away; their label stays", hint="remove"),
    Command("evidence_report", EVIDENCE, "evidence report: marked words that the changed text has elsewhere, or not"),
    Command("settle_evidence", EVIDENCE, "settle evidence: keep words found elsewhere where they are now"),
    Command("toggle_fold", "fold", "fold or unfold this branch", hint="fold"),
    Command("unfold", "fold", "unfold this branch"),
    Command("fold", "fold", "fold this branch"),
    Command("fold_all", "fold", "fold all branches"),
    Command("unfold_all", "fold", "unfold all branches"),
    Command("fold_to_depth", "fold", "fold all below a depth", takes="depth"),
    Command("fold_done", "fold", "fold the branches that are done"),
    Command("search", "find", "search; in the list of threads, filter it"),
    Command("next_match", "find", "next match"),
    Command("previous_match", "find", "previous match"),
    Command("filter", "find", "filter: show only some comments"),
    Command("save_filter", "find", "save the filter under a name"),
    Command("toggle_article", "look", "show or hide the article", hint="article"),
    Command("article_smaller", "look", "make the article smaller"),
    Command("article_larger", "look", "make the article larger"),
    Command("other_pane", "look", "go to the other pane"),
    Command("help", "look", "all keys", hint="help"),
    Command("explain", "look", "what this is: the comment, an open panel's labels, what can be typed"),
    Command("codebook", "look", "the codebook: type to search it"),
    Command("figures", "look", "the thread in figures: progress, labels, who answers whom"),
    Command("pace", "look", "pace: how many comments an hour, and seconds a comment, in this thread"),
    Command("palette", "look", "all commands, by name"),
    Command("copy", "look", "copy the comment"),
    Command("open_link", "look", "open a link of the comment, or the article"),
    Command("import_report", "look", "what was mended when the thread was read"),
    Command("theme", "look", "pick a theme"),
    Command("attach", "thread", "attach this comment to another parent"),
    Command("next_inferred", "thread", "next inferred reply, the least certain first"),
    Command("accept_link", "thread", "accept this inferred reply"),
    Command("split_comment", "thread", "while repairing: cut this comment in two"),
    Command("merge_comment", "thread", "while repairing: merge this comment with the one before"),
    Command("sort_threads", "threads", "in the list of threads: sort it another way"),
    Command("escape", "leave", "close or undo one layer"),
    Command("leave", "leave", "leave one level: the filter, the thread, then the program"),
    Command("quit", "leave", "end the program"),
    Command("suspend", "leave", "suspend the program; fg brings it back"),
    Command("label", "label", "give a label", takes="label"),
)

COMMANDS: dict[str, Command] = {command.name: command for command in _IN_ORDER}
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(command.group for command in _IN_ORDER))
