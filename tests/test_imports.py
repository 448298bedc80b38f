"""The house stands on its foundations: imports go one way, downwards, and never in a circle."""

import ast
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "ontology": set(),
    "loaders": {"ontology"},
    "store": {"ontology"},
    "queries": {"store", "ontology"},
    "api": {"queries", "store", "loaders", "ontology"},
    "peelgraph": {"queries", "store", "loaders", "ontology"},
    "cli": {"api", "queries", "store", "loaders", "ontology"},
}
"""What each part may import; `cli` starts the web service, so it may name `api`."""
FILE_LINES = 300


def files() -> list[Path]:
    return sorted(
        file for part in ALLOWED for file in [*(ROOT / part).rglob("*.py"), ROOT / f"{part}.py"] if file.is_file()
    )


def module(file: Path) -> str:
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def imported(file: Path) -> set[str]:
    """The modules of ours that a file imports, by full name."""
    modules = {module(other) for other in files()}
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide where a name comes from"
            base = node.module or ""
            below = {f"{base}.{alias.name}" for alias in node.names}
            found |= below & modules
            # `from package import submodule` depends on the submodule; any other name on the package itself.
            if below - modules:
                found.add(base)
    return {name for name in found if name.split(".")[0] in ALLOWED and name != module(file)}


def test_imports_only_go_downwards() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files()
        for name in sorted(imported(file))
        if name.split(".")[0] not in ALLOWED[module(file).split(".")[0]] | {module(file).split(".")[0]}
    ]
    assert wrong == []


def test_no_circle_among_the_files() -> None:
    graph = nx.DiGraph((module(file), name) for file in files() for name in imported(file))
    assert list(nx.simple_cycles(graph)) == []


def test_every_folder_was_looked_at() -> None:
    parts = {module(file).split(".")[0] for file in files()}
    assert parts == set(ALLOWED)
    assert len(files()) >= 40


def test_files_stay_short() -> None:
    long = {
        str(f.relative_to(ROOT)): n
        for f in files()
        if (n := len(f.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    generated = {"ontology/terms.py"}
    assert {name: lines for name, lines in long.items() if name not in generated} == {}


def test_every_file_and_public_name_says_what_it_is() -> None:
    silent = []
    for file in files():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        nodes = [
            tree,
            *(n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")),
        ]
        silent += [
            f"{file.relative_to(ROOT)}: {getattr(n, 'name', 'module')}"
            for n in nodes
            if not ast.get_docstring(n) and "overload" not in [ast.unparse(d) for d in getattr(n, "decorator_list", [])]
        ]
    assert silent == []
