"""Who may write: named bearer tokens with rights, of which only digests are kept."""

import hashlib
import hmac
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from api.settings import SettingError, Settings

Right = Literal["update", "graphs-read", "graphs-write"]
RIGHTS: Final[tuple[Right, ...]] = ("update", "graphs-read", "graphs-write")
ALONE: Final = "token"
"""The name of the one token that is a setting itself."""
_DIGEST: Final = r"[0-9a-f]{64}"
_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["tokens"],
    "properties": {
        "tokens": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "rights"],
                "oneOf": [{"required": ["token"]}, {"required": ["sha256"]}],
                "properties": {
                    # It is written into the log.
                    "name": {"type": "string", "pattern": r"^[A-Za-z0-9._-]+\Z"},
                    "token": {"type": "string", "pattern": r"^[!-~]+\Z"},
                    "sha256": {"type": "string", "pattern": rf"^{_DIGEST}\Z"},
                    "rights": {
                        "type": "array",
                        "minItems": 1,
                        "uniqueItems": True,
                        "items": {"enum": list(RIGHTS)},
                    },
                },
            },
        }
    },
}
"""Of the file of tokens, in YAML."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token: whose it is, and what it is good for."""

    name: str
    digest: bytes = field(repr=False)
    rights: frozenset[str] = frozenset(RIGHTS)


class Tokens:
    """All tokens that are known."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._tokens)

    def find(self, presented: str) -> Token | None:
        """Find the token that is presented, in a time that tells nothing of those that are known."""
        digest = _digest(presented)
        found = [token for token in self._tokens if hmac.compare_digest(token.digest, digest)]
        return found[0] if found else None


def load(settings: Settings) -> Tokens:
    """Give the tokens that the settings name. Raises SettingError, which never tells a token."""
    alone = (Token(ALONE, _digest(settings.token)),) if settings.token else ()
    if settings.token and not all("!" <= character <= "~" for character in settings.token):
        raise SettingError("token must be of visible ASCII characters, without a space")
    listed = _listed(Path(settings.tokens)) if settings.tokens else ()
    for what, values in (("name", [token.name for token in listed]), ("token", [t.digest for t in (*alone, *listed)])):
        if len(set(values)) < len(values):
            raise SettingError(f"{settings.tokens}: a {what} stands twice; give each once")
    return Tokens((*alone, *listed))


def _listed(path: Path) -> tuple[Token, ...]:
    import jsonschema
    import yaml

    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: can't be read ({error}); name a file of tokens in YAML") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingError(f"{path}, line {line}: is no YAML ({error.problem})") from None
    wrong = next(jsonschema.Draft202012Validator(_SCHEMA).iter_errors(said), None)
    if wrong is not None:
        # The validator's own message would show the token.
        where = "/".join(str(step) for step in wrong.absolute_path) or "the file"
        raise SettingError(
            f"{path}: {where} is not as it should be ({wrong.validator}); each of `tokens` has a name of letters, "
            f"digits, dots and dashes, a token or its sha256 in lower case, and rights among {', '.join(RIGHTS)}"
        )
    return tuple(
        Token(
            row["name"],
            bytes.fromhex(row["sha256"]) if "sha256" in row else _digest(row["token"]),
            frozenset(row["rights"]),
        )
        for row in said["tokens"]
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
