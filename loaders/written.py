"""Written: documents written for training, annotated by marks in their text -> what to learn from.

A mark is `[kind themes change|words]`: kind is s(trength) i(mprovement) c(oncern) p(rogress) w(atch), themes are slugs
with the main one first, change (improved, worsened, unchanged) may be left out. Within its words `{type|mention}` is a
partner and `{initiative|name}` a named initiative. What stands outside marks is no finding.
`python -m loaders.written FILE…` checks files and counts what they hold.
"""

import html
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from loaders.errors import RuleError
from loaders.gold import Annotated, Finding, Span, examples
from loaders.outline import block_contexts
from loaders.read_html import read_html
from loaders.read_text import read_text
from loaders.segment import sentences
from ontology.reference import load_reference

FOLDER = Path(__file__).parent / "training"
SENTENCES = FOLDER / "sentences.txt"
DOCUMENTS = FOLDER / "documents"
MARK = re.compile(
    r"\[(?P<kind>[sicpw]) (?P<themes>[a-z-]+(?:,[a-z-]+)*)(?: (?P<change>improved|worsened|unchanged))?"
    r"\|(?P<quote>[^\[\]]+)\]"
)
MENTION = re.compile(r"\{(?P<type>[a-z-]+)\|(?P<mention>[^{}|]+)\}")
PARAPHRASE = re.compile(r"-para-(.+)$")
KINDS = {"s": "strength", "i": "improvement", "c": "concern", "p": "progress", "w": "watch"}
INITIATIVE = "initiative"
WEIGHT = 1.0
PARTS = 5


def written(names: Collection[str]) -> list[Annotated]:
    """Read all that is written for training: the sentences, as a few documents of a paragraph each, and the documents.

    `names` are the annotated documents learned from: what tells another one in other words is left out with it, so that
    a fold kept for testing isn't known by its paraphrase. Raises RuleError naming the file and the mark in question.
    """
    kept = (path for path in sorted(DOCUMENTS.glob("*.*")) if paraphrased(path) in (None, *names))
    return [*written_sentences(), *map(written_document, kept)]


def paraphrased(path: Path) -> str | None:
    """Give the name of the annotated document that a written one tells in other words."""
    match = PARAPHRASE.search(path.stem)
    return match[1] if match else None


def written_sentences() -> list[Annotated]:
    """Read the sentences that stand alone."""
    lines = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [_read("\n\n".join(lines[part::PARTS]), f"{SENTENCES.name}#{part}") for part in range(PARTS)]


def written_document(path: Path) -> Annotated:
    """Read one annotated document."""
    return _read(path.read_text(encoding="utf-8"), path.name)


def _read(marked: str, name: str) -> Annotated:
    findings = [_finding(match, name) for match in MARK.finditer(marked)]
    plain = MENTION.sub(lambda match: match["mention"], MARK.sub(lambda match: match["quote"], marked))
    stray = re.search(r"[\[\]{}]", plain)
    if stray:
        near = plain[max(0, stray.start() - 30) : stray.end() + 30]
        raise RuleError(f"{name}: a mark isn't in order near {near!r}; write [kind theme|words]")
    document = read_html(plain, name, "") if name.endswith(".html") else read_text(plain, name, "")
    known = sentences(document, block_contexts(document))
    placed = tuple(_placed(document.text, findings, name))
    return Annotated(document, "", known, placed, tuple(examples(known, placed)), WEIGHT)


def _finding(match: re.Match[str], name: str) -> Finding:
    reference = load_reference()
    themes = match["themes"].split(",")
    partners, initiatives = [], []
    for unknown in (theme for theme in themes if theme not in {known.slug for known in reference.themes}):
        raise RuleError(f"{name}: {unknown} is no theme, in {match.group()[:60]!r}; take a slug of themes.csv")
    for mention in MENTION.finditer(match["quote"]):
        if mention["type"] == INITIATIVE:
            initiatives.append(mention["mention"])
        elif mention["type"] in {known.slug for known in reference.partner_types}:
            partners.append({"type": mention["type"], "mention": mention["mention"]})
        else:
            raise RuleError(f"{name}: {mention['type']} is no partner type, in {mention.group()!r}")
    quote = MENTION.sub(lambda mention: mention["mention"], match["quote"])
    known = name.startswith(SENTENCES.name)
    return {
        "quote": html.unescape(quote) if name.endswith(".html") else quote,
        "kind": KINDS[match["kind"]],
        "themes": themes,
        "change": match["change"],
        "partners": None if known else partners,  # sentences alone aren't annotated with partners
        "initiatives": None if known else initiatives,
    }


def _placed(text: str, findings: Iterable[Finding], name: str) -> Iterable[tuple[Span, Finding]]:
    at = 0
    for finding in findings:
        match = re.compile(r"\s+".join(map(re.escape, finding["quote"].split()))).search(text, at)
        if not match:
            raise RuleError(f"{name}: {finding['quote'][:80]!r} isn't one run of text; end the mark before a tag")
        at = match.end()
        yield match.span(), finding


def complaints(known: Annotated) -> list[str]:
    """Name the marks that the steps can't learn from: quotes across sentences or in what isn't read."""
    covered = {example.clause.start for example in known.examples}
    found = []
    for (start, end), finding in known.findings:
        inside = [s for s in known.sentences if s.starts[0] <= start < s.ends[-1]]
        if not inside:
            found.append(f"stands in a heading, a cell or boilerplate, which isn't read: {finding['quote'][:80]!r}")
        elif end > inside[0].ends[-1]:
            found.append(f"reaches over the end of its sentence: {finding['quote'][:80]!r}")
        elif start not in covered:
            found.append(f"begins within a word: {finding['quote'][:80]!r}")
        elif finding["quote"].rstrip()[-1] in ".;,:":
            found.append(f"ends with a sign: {finding['quote'][-40:]!r}")
    return found


def main(paths: Sequence[str]) -> int:
    """Check files; 1 where a mark isn't in order."""
    failed = False
    kinds: Counter[str] = Counter()
    for path in map(Path, paths):
        try:
            known = written_document(path)
        except RuleError as error:
            sys.stdout.write(f"{error}\n")
            failed = True
            continue
        found = complaints(known)
        failed = failed or bool(found)
        kinds.update(finding["kind"] for _, finding in known.findings)
        words = len(known.document.text.split())
        counts = f"{len(known.findings)} findings, {len(known.sentences)} sentences, {words} words"
        sys.stdout.write("\n".join([f"{path.name}: {counts}", *(f"  {complaint}" for complaint in found), ""]))
    sys.stdout.write(f"{dict(kinds)}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
