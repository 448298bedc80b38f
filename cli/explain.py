"""Show findings on the text of their document: each in its place, with the cues that decided it under its block.

Findings are marked by numbered brackets, so that the text reads the same without colour.
"""

from collections.abc import Iterator, Sequence

from rich.padding import Padding
from rich.text import Text

from cli import console
from loaders.model import Assessment, Block, Cue, Finding

COLOURS = {"strength": "green", "improvement": "yellow", "concern": "red", "progress": "cyan", "watch": "magenta"}
LEADS = {"item": "• ", "cell": "| "}
INDENT = 6
RULE = 24
"""Columns for the names of rules."""


def explain(read: Assessment, review_below: float) -> None:
    """Print a document with its findings; those less sure than `review_below` are said to be marked for review."""
    out = console.output()
    numbered = list(enumerate(read.findings, start=1))
    for block in read.document.blocks or (Block(0, len(read.document.text), "paragraph"),):
        inside = [(number, found) for number, found in numbered if block.start <= found.start < block.end]
        out.print(_text(read.document.text, block, inside))
        for number, found in inside:
            out.print(Padding(_verdict(number, found, review_below), (0, 0, 0, 2), expand=False))
            for line in _reasons(found.cues):
                out.print(Padding(line, (0, 0, 0, INDENT), expand=False))
        out.print()


def _text(text: str, block: Block, inside: Sequence[tuple[int, Finding]]) -> Text:
    """Give the block's text with `[1| … |1]` around each finding; what is no finding stands back."""
    marks = [(found.start, 1, f"[{number}| ", found) for number, found in inside]
    marks += [(min(found.end, block.end), 0, f" |{number}]", found) for number, found in inside]
    lead = f"{'#' * block.level} " if block.kind == "heading" else LEADS.get(block.kind, "")
    # Not the style of the whole: what is found would be dim, too.
    shown, at = Text().append(lead, style="dim"), block.start
    open_: list[Finding] = []
    for place, opens, mark, found in sorted(marks, key=lambda known: known[:2]):
        shown.append(_clean(text[at:place]), style=COLOURS[open_[-1].kind] if open_ else "dim")
        shown.append(mark, style=f"bold {COLOURS[found.kind]}")
        open_ = [*open_, found] if opens else [known for known in open_ if known is not found]
        at = place
    shown.append(_clean(text[at : block.end]), style="bold dim" if block.kind == "heading" else "dim")
    return shown


def _verdict(number: int, found: Finding, review_below: float) -> Text:
    formal = "formal" if found.formal else ""
    facts = [found.kind, ", ".join(found.themes), found.change or "", formal, f"sure {found.confidence:.2f}"]
    shown = Text(f"[{number}] ", style=f"bold {COLOURS[found.kind]}")
    shown.append(" · ".join(fact for fact in facts if fact))
    if found.needs_review(review_below):
        why = f" ({found.doubt})" if found.doubt else ""
        shown.append(_clean(f" · marked for review{why}"), style="bold red")
    return shown


def _reasons(cues: Sequence[Cue]) -> Iterator[Text]:
    """Give a line a cue: what it decides, the rule's name, its words and weight; those of the kind first.

    What decides the same is in the order of weight, behind the words of rules, which have none of their own.
    """
    for cue in sorted(cues, key=lambda cue: (cue.decides, cue.weight != 0, -abs(cue.weight))):
        weight = f"  {cue.weight:+.2f}" if cue.weight else ""
        yield Text(f"{cue.decides:<6} {_clean(cue.rule):<{RULE}} “{_clean(cue.words)}”{weight}", style="dim")


def _clean(text: str) -> str:
    return console.printable(" ".join(text.split()) if "\n" in text.strip() else text.replace("\n", " "))
