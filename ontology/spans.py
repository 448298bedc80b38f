"""Find words in a text as a person may have typed them: case, white space and typographic variants don't count."""

from ontology.iris import normalise


def spans(words: str, text: str) -> list[tuple[int, int]]:
    """Give where whole words stand in a text, each from its first character up to, not including, its last. Linear."""
    wanted = "".join(sign for _, sign in _folded(words)).strip()
    folded = _folded(text)
    plain = "".join(sign for _, sign in folded)
    found, at = [], plain.find(wanted) if wanted else -1
    while at >= 0:
        start, end = folded[at][0], folded[at + len(wanted) - 1][0] + 1
        if not _cuts(text, start) and not _cuts(text, end):
            found.append((start, end))
        at = plain.find(wanted, at + 1)
    return found


def verbatim(words: str, text: str) -> str | None:
    """Give words as a text writes them, or None where it doesn't hold them."""
    found = next(iter(spans(words, text)), None)
    return text[found[0] : found[1]] if found else None


def _folded(text: str) -> list[tuple[int, str]]:
    """Give each sign of a text in its plain form, with its place; of white space the first sign alone, as a space."""
    made: list[tuple[int, str]] = []
    for place, sign in enumerate(text):
        if not sign.isspace():
            made += [(place, part) for part in normalise(sign)]
        elif not made or made[-1][1] != " ":
            made.append((place, " "))
    return made


def _cuts(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()
