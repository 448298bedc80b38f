"""What the tests of writing over HTTP share: a server of their own, tokens with rights, and how to ask."""

import hashlib
from pathlib import Path
from typing import Any, Final

import httpx

import store

TOKENS: Final = {
    "all": "all-of-it-0123456789",
    "updater": "may-update-0123456789",
    "reader": "may-read-0123456789",
    "keeper": "may-write-graphs-0123456789",
}
RIGHTS: Final = {
    "all": ("update", "graphs-read", "graphs-write"),
    "updater": ("update",),
    "reader": ("graphs-read",),
    "keeper": ("graphs-write",),
}
FORM: Final = "application/x-www-form-urlencoded"
UPDATE: Final = "application/sparql-update"
TURTLE: Final = "text/turtle"


def write_tokens(file: Path) -> Path:
    """Write the file of tokens: one in plain words, the others by digest."""
    lines = ["tokens:"]
    for name, token in TOKENS.items():
        said = f"token: {token}" if name == "reader" else f"sha256: {hashlib.sha256(token.encode('ascii')).hexdigest()}"
        lines += [f"  - name: {name}", f"    {said}", f"    rights: [{', '.join(RIGHTS[name])}]"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def bearer(name: str) -> dict[str, str]:
    """Give the header of a token."""
    return {"authorization": f"Bearer {TOKENS[name]}"}


def make_store(folder: Path) -> Path:
    """Make a store with what each is born with."""
    with store.open(folder, write=True):
        return folder


def update(client: httpx.Client, text: str, **params: Any) -> httpx.Response:
    """Send an update as it is."""
    return client.post("/update", content=text, headers={"content-type": UPDATE}, params=params)


def ask(client: httpx.Client, text: str) -> bool:
    """Put an ASK query."""
    response = client.get("/sparql", params={"query": text})
    assert response.status_code == 200, response.text
    return bool(response.json()["boolean"])


def values(client: httpx.Client, text: str) -> list[str]:
    """Give the values of the first variable of a SELECT query, sorted."""
    response = client.get("/sparql", params={"query": text})
    assert response.status_code == 200, response.text
    (variable, *_) = response.json()["head"]["vars"]
    return sorted(row[variable]["value"] for row in response.json()["results"]["bindings"])
