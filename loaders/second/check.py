"""Check: what the model wrote -> findings that fit the schema, use known words alone and quote the text verbatim.

Nothing is mended or mapped by guess: what doesn't fit is dropped, and every drop is told.
"""

import functools
import json
import re
from dataclasses import dataclass, replace
from typing import Any, Final

from loaders.model import Cue, Document, Finding, Partner
from loaders.partners import named
from loaders.second.ask import AskError
from loaders.second.place import Bounds, PlaceError, View, place, shown
from loaders.second.prompt import answer_schema
from loaders.second.settings import Settings

YEAR: Final = re.compile(r"(19|20)\d\d", re.ASCII)
TOLD: Final = 20
"""So many drops of one answer are told one by one, the rest by number."""
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of an answer, in the order of the text, and what was dropped, in words."""

    findings: tuple[Finding, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked about: a document that judges `force`, the passage as seen, what quotes may not reach over."""

    document: Document
    force: str | None
    seen: View
    limits: Bounds


def check(content: str, asked: Asked, settings: Settings) -> Checked:
    """Give the findings of an answer. Raises AskError where it holds none because it isn't of the schema at all."""
    made: list[Finding] = []
    dropped: list[str] = []
    for raw in listed(content, asked.seen):
        fitted = _fit(raw, dropped)
        if fitted is None:
            continue
        try:
            spans = [(known.start, known.end) for known in made]
            start, end = place(fitted["quote"], asked.seen, asked.limits, spans)
        except PlaceError as error:
            dropped.append(f"a finding is dropped: its quote {shown(fitted['quote'])} {error}")
            continue
        made.append(_finding(fitted, asked, start, end, settings, dropped))
    if len(dropped) > TOLD:
        dropped = [*dropped[:TOLD], f"{len(dropped) - TOLD:,} more findings or words are dropped"]
    return Checked(tuple(sorted(made, key=lambda known: known.start)), tuple(dropped))


def listed(content: str, seen: View) -> list[object]:
    """Give the findings that an answer lists, unchecked. Raises AskError where it is no such list, or endless."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise AskError("wrote something that is no JSON") from None
    found = told.get("findings") if isinstance(told, dict) and len(told) == 1 else None
    if not isinstance(found, list):
        raise AskError("wrote something that isn't of the schema")
    most = seen.text.count(" ") + 1
    if len(found) > most:
        raise AskError(f"lists {len(found):,} findings for {most:,} words")
    return found


@functools.cache
def _item() -> Any:  # noqa: ANN401 - jsonschema makes the class as it runs
    import jsonschema

    return jsonschema.Draft202012Validator(answer_schema()["properties"]["findings"]["items"])


def _fit(raw: object, dropped: list[str]) -> Raw | None:
    """Give what of a finding is of the schema; unknown words are left out, other faults leave all of it out."""
    unknown: dict[str, set[int]] = {"themes": set(), "partners": set(), "change": set(), "kind": set()}
    for error in _item().iter_errors(raw):
        path = list(error.absolute_path)
        if error.validator != "enum":
            where = f" ({path[0]})" if path else ""
            dropped.append(f"a finding is dropped: it isn't of the schema{where}")
            return None
        unknown[path[0]].add(path[1] if len(path) > 1 else 0)
        word = error.instance if isinstance(error.instance, str) else type(error.instance).__name__
        dropped.append(f"unknown {path[0]} {shown(word)} is dropped")
    if not isinstance(raw, dict):
        return None
    themes = _without(list(dict.fromkeys(raw["themes"])), {raw["themes"][number] for number in unknown["themes"]})
    if unknown["kind"] or not themes:
        dropped.append(f"a finding is dropped: {'its kind is unknown' if unknown['kind'] else 'no theme is left'}")
        return None
    partners = [partner for number, partner in enumerate(raw["partners"]) if number not in unknown["partners"]]
    return raw | {"themes": themes, "partners": partners, "change": None if unknown["change"] else raw["change"]}


def _without(words: list[str], unknown: set[str]) -> list[str]:
    return [word for word in words if word not in unknown]


def _finding(raw: Raw, asked: Asked, start: int, end: int, settings: Settings, dropped: list[str]) -> Finding:
    quote = asked.document.text[start:end]

    def within(field: str, words: str | None) -> str | None:
        """Give words of the quote as they stand there; what isn't in it is dropped."""
        own = _own(words, quote) if words else None
        if words and own is None:
            dropped.append(f"{field} {shown(words)} is dropped: it isn't in its quote word for word")
        return own

    cue, action, deadline = (within(field, raw[field]) for field in ("cue", "action", "deadline"))
    bodies = [(within("partner", partner["mention"]), partner["type"]) for partner in raw["partners"]]
    names = [within("initiative", name) for name in raw["initiatives"]]
    since = raw["since"]
    if since is not None and not YEAR.fullmatch(since):
        dropped.append(f"since {shown(since)} is dropped: it is no year")
        since = None
    return replace(
        Finding(start, end, quote, raw["kind"], tuple(raw["themes"])),
        partners=tuple(
            Partner(mention, kind, named(mention, kind, asked.force)) for mention, kind in bodies if mention
        ),
        initiatives=tuple(dict.fromkeys(name for name in names if name)),
        change=raw["change"],
        since=since if raw["change"] else None,
        formal=raw["formal"],
        action=action,
        deadline=deadline,
        confidence=settings.confidence,
        cues=(Cue(settings.model, cue, "kind"),) if cue else (),
        readers=(settings.model,),
    )


def _own(words: str, quote: str) -> str | None:
    """Give the words as the quote has them, its white space included; None where it hasn't."""
    if not words.split() or len(words) > 2 * len(quote):
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words.split()), quote)
    return found.group() if found else None
