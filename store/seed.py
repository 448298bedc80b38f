"""Give a store its ontology and reference data, and renew them when they change."""

import hashlib
from pathlib import Path

import ontology
from ontology.iris import VOCABULARY, Names
from store.write import Writer


def seed(writer: Writer, names: Names, present: str | None) -> str:
    """Put the ontology and the reference data into the store unless `present` is their digest; give the digest."""
    digest = _digest(names)
    if digest != present:
        from ontology.graph import ontology_quads, reference_quads

        writer.replace(VOCABULARY, ontology_quads())
        writer.replace(names.graph("reference"), reference_quads(names))
    return digest


def _digest(names: Names) -> str:
    folder = Path(str(ontology.__file__)).parent
    total = hashlib.sha256(names.base.encode())
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        total.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()
