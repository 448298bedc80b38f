"""The research queries that ship: `research/*.rq`, each valid SPARQL with a header of `#+ ` lines that hold YAML.

#+ title: …                what it is called
#+ question: …             the question it answers
#+ number: 1               of the fifteen questions of users, where it answers one
#+ parameters:             each bound through whole lines `VALUES ?name { … }` of the query
#+   force: {type: force, required: true, example: cleveland, description: …}
#+ reading: …              how to read the answer
#+ cannot_show: …          what it can't show
"""

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph
import yaml

from queries.errors import InvalidQueryFile, UnknownName, suggestion
from queries.parameters import LIMIT, TYPES, Parameter

FOLDER: Final = Path(__file__).parent / "research"
BINDING: Final = re.compile(r"^(?P<indent>[ \t]*)VALUES \?(?P<name>\w+) \{ [^{}\n]* \}[ \t]*\n", re.MULTILINE)
_HEADER: Final = "#+ "
_KEYS: Final = frozenset({"title", "question", "number", "parameters", "reading", "cannot_show"})
_OPTIONAL: Final = frozenset({"number", "parameters"})
_PARAMETER_KEYS: Final = frozenset({"type", "default", "required", "description", "example"})
_PARAMETER_OPTIONAL: Final = frozenset({"default", "required"})


@dataclass(frozen=True, slots=True)
class ResearchQuery:
    """A question with its SPARQL; `limit` stands among the parameters of every query."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    reading: str
    cannot_show: str
    text: str
    number: int | None = None
    """Of the fifteen questions users ask; None for a plain listing."""


@functools.cache
def catalogue() -> dict[str, ResearchQuery]:
    """Give every shipped query by name, in the order of the names; raises InvalidQueryFile."""
    return {path.stem: read_query(path) for path in sorted(FOLDER.glob("*.rq"))}


def get(name: str) -> ResearchQuery:
    """Give one query; raises UnknownName with the nearest names."""
    queries = catalogue()
    if name not in queries:
        raise UnknownName(f"no research query is called {name!r}{suggestion(name, queries)}")
    return queries[name]


def read_query(path: Path) -> ResearchQuery:
    """Read and check one query file; raises InvalidQueryFile naming file and line."""
    text = path.read_text(encoding="utf-8")
    header = _header(path, text)
    nodes = _mapping(path, header, _KEYS, _OPTIONAL, "the header")
    words = {key: _word(path, node) for key, node in nodes.items() if key != "parameters"}
    parameters = _parameters(path, nodes.get("parameters"))
    _check_bindings(path, text, {parameter.name for parameter in parameters})
    _check_sparql(path, text)
    return ResearchQuery(
        name=path.stem,
        title=words["title"],
        question=words["question"],
        parameters=(*parameters, LIMIT),
        reading=words["reading"],
        cannot_show=words["cannot_show"],
        text=text,
        number=_number(path, nodes["number"]) if "number" in nodes else None,
    )


def _fault(path: Path, line: int, message: str) -> InvalidQueryFile:
    return InvalidQueryFile(f"{path}:{line}: {message}")


def _header(path: Path, text: str) -> yaml.Node:
    """Compose the header's YAML into nodes, which know their lines (the header starts on the file's first)."""
    lines = [line for line in text.splitlines() if line.startswith(_HEADER)]
    if not lines or text.splitlines()[: len(lines)] != lines:
        raise _fault(path, 1, f"the file must open with its header, one run of lines that begin with {_HEADER!r}")
    try:
        node = yaml.compose("\n".join(line[len(_HEADER) :] for line in lines), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _fault(path, line, f"the header is not YAML: {error.problem}") from error
    if node is None:
        raise _fault(path, 1, "the header is empty")
    return node


def _mapping(
    path: Path, node: yaml.Node, keys: Collection[str], optional: Collection[str], what: str
) -> dict[str, yaml.Node]:
    """Give a mapping's values by key, each key known, none twice, none missing that is needed."""
    if not isinstance(node, yaml.MappingNode):
        raise _fault(path, node.start_mark.line + 1, f"{what} must be a mapping of keys to values")
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.value in found:
            raise _fault(path, line, f"{key.value!r} stands twice in {what}")
        if keys and key.value not in keys:
            raise _fault(path, line, f"unknown key {key.value!r} in {what}{suggestion(key.value, keys)}")
        found[key.value] = value
    for key in sorted(set(keys) - set(optional) - set(found)):
        raise _fault(path, node.start_mark.line + 1, f"{what} lacks the key {key!r}")
    return found


def _word(path: Path, node: yaml.Node) -> str:
    """Give a scalar as it is written: `true` and `2016` stay words, because parameters are read from words."""
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _fault(path, node.start_mark.line + 1, "expected a non-empty text")
    return str(node.value).strip()


def _number(path: Path, node: yaml.Node) -> int:
    word = _word(path, node)
    if not (word.isdecimal() and 1 <= int(word) <= 15):
        raise _fault(path, node.start_mark.line + 1, f"number is one of the fifteen questions, not {word!r}")
    return int(word)


def _parameters(path: Path, node: yaml.Node | None) -> tuple[Parameter, ...]:
    if node is None:
        return ()
    return tuple(_parameter(path, name, entry) for name, entry in _mapping(path, node, (), (), "parameters").items())


def _parameter(path: Path, name: str, node: yaml.Node) -> Parameter:
    line = node.start_mark.line + 1
    nodes = _mapping(path, node, _PARAMETER_KEYS, _PARAMETER_OPTIONAL, f"the parameter {name!r}")
    words = {key: _word(path, value) for key, value in nodes.items()}
    if name == LIMIT.name or not re.fullmatch(r"[a-z][A-Za-z0-9_]*", name):
        raise _fault(path, line, f"a parameter can't be called {name!r}")
    if words["type"] not in TYPES:
        raise _fault(path, line, f"unknown type {words['type']!r} of {name!r}{suggestion(words['type'], TYPES)}")
    if words.get("required", "false") not in ("true", "false"):
        raise _fault(path, line, f"required is true or false, not {words['required']!r}")
    return Parameter(
        name=name,
        type=words["type"],
        default=words.get("default"),
        required=words.get("required") == "true",
        description=words["description"],
        example=words["example"],
    )


def _check_bindings(path: Path, text: str, declared: Collection[str]) -> None:
    """Hold the header and the `VALUES` lines together: each parameter is used, each such line is a parameter's."""
    bound = {match["name"]: text.count("\n", 0, match.start()) + 1 for match in BINDING.finditer(text)}
    for name in sorted(set(declared) - set(bound)):
        raise _fault(path, 1, f"the parameter {name!r} has no line `VALUES ?{name} {{ … }}` in the query")
    for name in sorted(set(bound) - set(declared)):
        raise _fault(path, bound[name], f"`VALUES ?{name} {{ … }}` binds a parameter that the header doesn't declare")


def _check_sparql(path: Path, text: str) -> None:
    """Let the engine parse the query as it stands, on an empty store."""
    try:
        results = pyoxigraph.Store().query(text)
    except SyntaxError as error:
        place = re.match(r"error at (\d+):\d+: ", error.msg)
        raise _fault(path, int(place[1]) if place else 1, f"not SPARQL: {error.msg}") from error
    if not isinstance(results, pyoxigraph.QuerySolutions):
        raise _fault(path, 1, "a research query must be a SELECT query")
