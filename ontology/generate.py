"""Write `terms.py`, `context.jsonld` and `docs/ontology.md` from the vocabulary: `python -m ontology.generate`.

The Python names come from `vocabulary.ttl` (ours) and `standard_terms.yaml` (others'), so that a misspelt term is an
AttributeError at import, and an error of mypy before, instead of an empty answer.
"""

import keyword
from pathlib import Path

import yaml
from pyoxigraph import NamedNode, RdfFormat, parse

from ontology.errors import PeelgraphError

FOLDER = Path(__file__).parent
PEEL_NAMESPACE = "https://w3id.org/peelgraph/def#"
HEAD = '''"""Names for the terms of our vocabulary and of those we reuse: made by `ontology.generate`, never edited.

A misspelt name is an AttributeError, and an error of mypy. `PREFIXES` gives each vocabulary's namespace by prefix.
"""
# ruff: noqa: N815

from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode
'''


def standard_terms(path: Path = FOLDER / "standard_terms.yaml") -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give namespace and terms by prefix for the vocabularies we reuse. Raises PeelgraphError on a malformed list."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    vocabularies: dict[str, tuple[str, tuple[str, ...]]] = {}
    for prefix, block in listed.items():
        terms = block.get("terms", [])
        if set(block) != {"namespace", "terms"} or not all(isinstance(term, str) for term in terms):
            raise PeelgraphError(f"{path.name}: {prefix} needs a `namespace` and a list of `terms`, each a plain word")
        if twice := sorted({term for term in terms if terms.count(term) > 1}):
            raise PeelgraphError(f"{path.name}: {prefix} lists {', '.join(twice)} more than once; keep one")
        vocabularies[prefix] = (block["namespace"], tuple(sorted(terms)))
    return vocabularies


def vocabulary_terms(path: Path = FOLDER / "vocabulary.ttl") -> tuple[str, ...]:
    """Give the local names of the terms that our vocabulary defines, sorted."""
    subjects = {quad.subject for quad in parse(path=str(path), format=RdfFormat.TURTLE)}
    iris = [subject.value for subject in subjects if isinstance(subject, NamedNode)]
    return tuple(sorted(iri.removeprefix(PEEL_NAMESPACE) for iri in iris if iri.startswith(PEEL_NAMESPACE)))


def vocabularies() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give namespace and terms by prefix, ours first."""
    return {"peel": (PEEL_NAMESPACE, vocabulary_terms())} | standard_terms()


def render() -> str:
    """Give the text of `terms.py`."""
    every = vocabularies()
    prefixes = [f'        "{prefix}": "{namespace}",' for prefix, (namespace, _) in every.items()]
    parts = [HEAD, "PREFIXES: Final = MappingProxyType(", "    {", *prefixes, "    }", ")"]
    for prefix, (namespace, terms) in every.items():
        parts += ["", "", f"class {prefix.upper()}:", f'    """Terms of <{namespace}>."""', ""]
        parts += [f'    {_name(term)}: Final = NamedNode("{namespace}{term}")' for term in terms]
    return "\n".join(parts) + "\n"


def _name(term: str) -> str:
    """Give the Python name of a term: the term itself, with an underscore behind Python's own words (`class_`)."""
    return f"{term}_" if keyword.iskeyword(term) else term


if __name__ == "__main__":
    (FOLDER / "terms.py").write_text(render(), encoding="utf-8")
    # These read the names just written, so they can only be imported now.
    from ontology.context import CONTEXT_FILE, render_context
    from ontology.page import PAGE_FILE, render_page

    CONTEXT_FILE.write_text(render_context(), encoding="utf-8")
    PAGE_FILE.write_text(render_page(), encoding="utf-8")
