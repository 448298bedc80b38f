"""Let in who may write: a bearer token (RFC 6750) with the right that a route asks for."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.errors import MissingRight, Unauthorised
from api.tokens import Right, Token, Tokens

_BEARER: Final = HTTPBearer(auto_error=False, description="One of the operator's tokens")
_REMEDY: Final = "send one of the operator's tokens as Authorization: Bearer TOKEN"


def holder(right: Right) -> Callable[..., Awaitable[Token]]:
    """Give a dependency that finds whose token a request bears. Raises Unauthorised, and MissingRight."""

    async def find(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Token:
        if given is None:
            raise Unauthorised(f"a token is needed here; {_REMEDY}")
        tokens: Tokens = request.app.state.tokens
        token = tokens.find(given.credentials)
        if token is None:
            raise Unauthorised(f"the token is not known; {_REMEDY}", 'error="invalid_token"')
        if right not in token.rights:
            raise MissingRight(
                f"the token {token.name} lacks the right {right}; it has {', '.join(sorted(token.rights))}", right
            )
        return token

    return find


Updating = Annotated[Token, Depends(holder("update"))]
GraphsReading = Annotated[Token, Depends(holder("graphs-read"))]
GraphsWriting = Annotated[Token, Depends(holder("graphs-write"))]
"""Whose token it is, as a parameter of a route that takes no other."""
