"""Prompt: a passage -> the messages and the schema that the model gets. The passage is data between two marks."""

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, Final

from loaders.errors import RuleError
from loaders.model import Document
from loaders.second.split import Passage
from ontology.reference import load_reference

FOLDER: Final = Path(__file__).parent
LONGEST_HEADING: Final = 200
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model gets for one passage."""

    system: str
    user: str
    schema: Schema

    @property
    def text(self) -> str:
        """All of it, for counting and for telling one prompt from another."""
        return json.dumps([self.system, self.user, self.schema], ensure_ascii=False, sort_keys=True)


def prompt(document: Document, passage: Passage, force: str | None) -> Prompt:
    """Give the prompt for a passage of a document that judges `force`, by its slug."""
    text = document.text[passage.start : passage.end]
    context = {
        "force judged": force,
        "headings over it": [heading[:LONGEST_HEADING] for heading in passage.headings],
        "lead-in of its list": passage.lead and passage.lead[:LONGEST_HEADING],
    }
    data = f"{json.dumps(context, ensure_ascii=False)}\n\n{text}"
    # The mark depends on all that stands between its lines: no text can hold its own, and the same text gets the same.
    mark = hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()
    user = (
        f"Mark the findings of the passage between the lines that bear the mark {mark}. "
        "Its first line says where in the document it stands; it holds no findings.\n"
        f"<<<passage {mark}>>>\n{data}\n<<<end {mark}>>>"
    )
    return Prompt(guide(), user, answer_schema())


@functools.cache
def guide() -> str:
    """Give the guidelines as the model reads them, with the themes and partner types of the reference data."""
    reference = load_reference()
    themes = (f"- `{theme.slug}`: {theme.definition}" for theme in reference.themes)
    kinds = (f"- `{kind.slug}`: {', '.join(kind.examples) or kind.label}" for kind in reference.partner_types)
    text = Template((FOLDER / "guide.md").read_text(encoding="utf-8"))
    try:
        return text.substitute(themes="\n".join(themes), partner_types="\n".join(kinds))
    except (KeyError, ValueError) as error:
        raise RuleError(
            f"guide.md: an unknown $ word: {error}; write $themes, $partner_types, or $$ for a dollar"
        ) from error


@functools.cache
def answer_schema() -> Schema:
    """Give the JSON Schema of an answer, its named lists filled from the reference data; not to be changed."""
    reference = load_reference()
    themes = [theme.slug for theme in reference.themes]
    return load_schema("answer", themes=themes, partner_types=[kind.slug for kind in reference.partner_types])


def load_schema(name: str, **lists: list[str]) -> Schema:
    """Give a schema that ships; where an `enum` names one of `lists`, it is filled in.

    Raises RuleError, naming the file, where it is none.
    """
    import jsonschema

    path = FOLDER / f"{name}.schema.json"
    try:
        schema: Schema = _filled(json.loads(path.read_text(encoding="utf-8")), lists)
        jsonschema.Draft202012Validator.check_schema(schema)
    except (json.JSONDecodeError, KeyError, jsonschema.SchemaError) as error:
        raise RuleError(f"{path.name}: is no JSON Schema: {error}") from error
    return schema


def _filled(node: Any, lists: Mapping[str, list[str]]) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(node, list):
        return [_filled(part, lists) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        key: lists[value] if key == "enum" and isinstance(value, str) else _filled(value, lists)
        for key, value in node.items()
    }
