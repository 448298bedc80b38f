"""Mint the identifiers of the graph.

Policy: an identifier is built from the fewest stable facts of the thing it names, never from a position or a counter,
so that reading the same document again gives the same graph. Vocabulary (`def`) lives under one fixed address,
shared by every installation; things (`id`) live under a base that is a setting.
"""

import functools
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

DEFAULT_BASE = "https://w3id.org/peelgraph/"
VOCABULARY = "https://w3id.org/peelgraph/def"
STATISTICAL_GEOGRAPHY = "http://statistics.data.gov.uk/id/statistical-geography/"
HASH_LENGTH = 16
REMEMBERED = 10_000
"""So many names keep their identifiers at hand: a load asks for few of them again and again."""


@functools.lru_cache(REMEMBERED)
def slug(text: str) -> str:
    """Give the lower-case ASCII form of a name for use in an identifier: "PEEL 2018/19" -> "peel-2018-19".

    Raises ValueError where nothing usable is left, because an empty identifier would merge unlike things.
    """
    ascii_text = (
        unicodedata.normalize("NFKD", text.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode()
    )
    result = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    if not result:
        raise ValueError(f"no identifier can be made from {text!r}: it holds no letter or digit")
    return result


def normalise(quoted: str) -> str:
    """Fold case, white space and typographic variants, so that a re-flowed or re-typed passage keeps its identifier."""
    if quoted.isascii():
        return " ".join(quoted.split()).lower()
    text = unicodedata.normalize("NFKC", quoted).replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    text = re.sub(r"[‐‑‒–—]", "-", text)
    return re.sub(r"\s+", " ", text).strip().casefold()


def digest(*parts: str) -> str:
    """Hash normalised text parts to 16 hexadecimal digits (64 bits: no collision among millions of passages)."""
    joined = "\x1f".join(normalise(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:HASH_LENGTH]


@dataclass(frozen=True, slots=True)
class Names:
    """Mint IRIs, as strings, under one base (which ends in a slash)."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        """Refuse a base that would not resolve or would run into the path behind it."""
        if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+/", self.base):
            raise ValueError(f"the base IRI must be http(s) and end in a slash, not {self.base!r}")

    def thing(self, kind: str, *path: str) -> str:
        """Give `{base}id/{kind}/{path…}`; every part is percent-encoded."""
        return "/".join([f"{self.base}id", quote(kind), *(quote(part, safe="") for part in path)])

    def document(self, iri: str) -> str | None:
        """Give the address of the document about a thing (`/id/…` -> `/doc/…`), or None for another's IRI."""
        prefix = f"{self.base}id/"
        return f"{self.base}doc/{iri[len(prefix) :]}" if iri.startswith(prefix) else None

    def graph(self, name: str) -> str:
        """Give the named graph `{base}graph/{name}` for data that is no assessment: reference, patterns."""
        return f"{self.base}graph/{quote(name)}"

    def force(self, force: str) -> str:
        """Give the IRI of a force by its slug."""
        return self.thing("force", force)

    def inspectorate(self, name: str) -> str:
        """Give the IRI of an inspectorate by its slug."""
        return self.thing("inspectorate", name)

    def inspector(self, name: str) -> str:
        """Give the IRI of a named inspector."""
        return self.thing("inspector", slug(name))

    def post(self, inspectorate: str, title: str) -> str:
        """Give the IRI of a post in an inspectorate, which outlives those who hold it."""
        return self.thing("post", inspectorate, slug(title))

    def safety_partnership(self, code: str) -> str:
        """Give the IRI of a community safety partnership by its ONS code: several bear the same name."""
        return self.thing("partner", f"csp-{code.lower()}")

    def programme(self, name: str) -> str:
        """Give the IRI of a programme: "PEEL 2018/19" -> `id/programme/peel-2018-19`."""
        return self.thing("programme", slug(name))

    def inspection(self, force: str, programme: str) -> str:
        """Give the IRI of the inspection of a force under a programme."""
        return self.thing("inspection", force, slug(programme))

    def assessment(self, force: str, programme: str, name: str) -> str:
        """Give the IRI of an assessment: force, programme and the document's own slug."""
        return self.thing("assessment", force, slug(programme), slug(name))

    def judgement(self, force: str, programme: str, question: str, assessment: str | None = None) -> str:
        """Give the IRI of a judgement; one that a document states carries that document's slug."""
        path = [force, slug(programme), question] + ([slug(assessment)] if assessment else [])
        return self.thing("judgement", *path)

    def finding(self, force: str, programme: str, assessment: str, quoted: str) -> str:
        """Give the IRI of a finding: its assessment and the hash of the normalised quote."""
        return self.thing("finding", force, slug(programme), slug(assessment), digest(quoted))

    def recommendation(self, force: str, programme: str, *facts: str) -> str:
        """Give the IRI of a recommendation: force, programme and the hash of what is recommended."""
        return self.thing("recommendation", force, slug(programme), digest(*facts))

    def partner(self, name: str) -> str:
        """Give the IRI of a named partner."""
        return self.thing("partner", slug(name))

    def initiative(self, name: str, force: str | None = None) -> str:
        """Give the IRI of an initiative: under its force, unless it is known to be national."""
        return self.thing("initiative", *([force] if force else []), slug(name))


@functools.lru_cache(REMEMBERED)
def concept(scheme: str, *path: str) -> str:
    """Give the IRI of a concept: `concept("theme", "demand")` -> `…/def/theme/demand`."""
    return "/".join([VOCABULARY, quote(scheme), *(quote(part, safe="") for part in path)])
