"""Ask: a prompt -> the model's answer, over HTTP, within limits of time, size and tries.

Only the address that the operator set is asked: redirects aren't followed, and neither proxies nor passwords are taken
from the environment. Of what comes back, only the fields of `completion.schema.json` are looked at.
"""

import asyncio
import functools
import json
import math
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from loaders.second.prompt import Prompt, load_schema
from loaders.second.settings import Settings, endpoint
from ontology.errors import PeelgraphError

MOST_TOKENS: Final = 100_000_000
"""No service counts more for one answer; what claims so isn't believed."""
TOO_MANY: Final = 429
FAULT: Final = 500
REMEDIES: Final = {
    400: "it may know another PEELGRAPH_READER_LIMIT_FIELD, or no structured output",
    401: "check PEELGRAPH_READER_KEY",
    403: "check PEELGRAPH_READER_KEY",
    404: "check PEELGRAPH_READER_URL and PEELGRAPH_READER_MODEL",
}


class AskError(PeelgraphError):
    """A passage that the model didn't answer: why, and the remedy. Holds nothing that the service said.

    `spent` tells whether it may have cost tokens, though nobody told how many.
    """

    def __init__(self, message: str, *, spent: bool = False) -> None:
        super().__init__(message)
        self.spent = spent


class AgainError(AskError):
    """An attempt that may succeed later, and the seconds after which the service said so (None: it didn't)."""

    def __init__(self, message: str, after: float | None = None, *, spent: bool = False) -> None:
        super().__init__(message, spent=spent)
        self.after = after


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote, and the tokens that the service counted (None: it didn't say, or nothing credible)."""

    content: str
    tokens_in: int | None
    tokens_out: int | None
    fault: str | None = None
    """Why it can't be used, though it came and was counted."""


def ask(settings: Settings, prompt: Prompt, lost: Callable[[], None]) -> Answer:
    """Give the model's answer to a prompt; `lost` is called for each try that may have cost tokens nobody counted.

    Asks again after status 429, 500 or more, or no answer in time, as often as the settings say. Raises AskError.
    """

    def tried() -> Answer:
        try:
            return _read(*asyncio.run(_post(settings, prompt)))
        except AskError as error:
            if error.spent:
                lost()
            raise

    def again(error: BaseException) -> bool:
        return isinstance(error, AgainError) and (error.after or 0) <= settings.longest_pause

    def pause(state: RetryCallState) -> float:
        error = state.outcome and state.outcome.exception()
        named = error.after if isinstance(error, AgainError) else None
        doubled = settings.pause * 2 ** (state.attempt_number - 1)
        return min(doubled if named is None else named, settings.longest_pause)

    stop = stop_after_attempt(settings.retries + 1)
    answer: Answer = Retrying(stop=stop, retry=retry_if_exception(again), wait=pause, reraise=True)(tried)
    return answer


def body_of(settings: Settings, prompt: Prompt) -> bytes:
    """Give the body of the request."""
    schema = {"name": "findings", "strict": True, "schema": prompt.schema}
    body: dict[str, Any] = {
        "model": settings.model,
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "response_format": {"type": "json_schema", "json_schema": schema},
        settings.limit_field: settings.answer_tokens,
    }
    if not math.isnan(settings.temperature):
        body["temperature"] = settings.temperature
    return json.dumps(body).encode("ascii")


async def _post(settings: Settings, prompt: Prompt) -> tuple[httpx.Response, bytes]:
    """Send the request; the whole exchange, its last byte included, has `settings.timeout` seconds."""
    # An answer that came packed could unpack to any size; none is asked for, and none is unpacked.
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
    if settings.key:
        headers["Authorization"] = f"Bearer {settings.key}"
    made = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=None, verify=_trusted())  # noqa: S113
    received = bytearray()
    try:
        async with asyncio.timeout(settings.timeout), made as client:
            address, content = endpoint(settings.url), body_of(settings, prompt)
            async with client.stream("POST", address, content=content, headers=headers) as response:
                async for chunk in response.aiter_raw():
                    received += chunk
                    if len(received) > settings.answer_bytes:
                        raise AskError(f"answered with more than {settings.answer_bytes:,} bytes", spent=True)
                return response, bytes(received)
    except TimeoutError:
        raise AgainError(f"didn't answer within {settings.timeout:g} seconds", spent=True) from None
    except httpx.HTTPError as error:
        raise AskError(f"can't be reached, or closed the connection ({type(error).__name__})") from None


@functools.cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _read(response: httpx.Response, body: bytes) -> Answer:
    status = response.status_code
    if status == TOO_MANY or status >= FAULT:
        raise AgainError(f"answered with status {status}", _after(response.headers.get("Retry-After", "")))
    if not response.is_success:
        kind = "a redirect, which isn't followed" if response.is_redirect else f"status {status}"
        remedy = REMEDIES.get(status)
        raise AskError(f"answered with {kind}{f'; {remedy}' if remedy else ''}")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise AskError("answered with something that is no JSON", spent=True) from None
    if not _completion().is_valid(told):
        raise AskError("answered in another form than chat completions have", spent=True)
    choice, usage = told["choices"][0], told.get("usage")
    counted = usage if isinstance(usage, dict) else {}
    content, fault = choice["message"]["content"], None
    if choice.get("finish_reason") == "length":
        fault = "needed more tokens than it may write; raise PEELGRAPH_READER_ANSWER_TOKENS"
    elif content is None:
        fault = "refused to answer"
    tokens_in, tokens_out = (_credible(counted.get(f"{kind}_tokens")) for kind in ("prompt", "completion"))
    return Answer(content or "", tokens_in, tokens_out, fault)


@functools.cache
def _completion() -> Any:  # noqa: ANN401 - jsonschema makes the class as it runs
    import jsonschema

    return jsonschema.Draft202012Validator(load_schema("completion"))


def _credible(number: object) -> int | None:
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    return number if 0 <= number <= MOST_TOKENS else None


def _after(word: str) -> float | None:
    """Read a Retry-After: seconds, or a date; None where there is none that can be read."""
    if word.strip().isascii() and word.strip().isdigit():
        return float(word.strip()[:9])
    try:
        when = parsedate_to_datetime(word)
    except ValueError:
        return None
    seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)) - datetime.now(UTC)
    return max(0.0, seconds.total_seconds())
