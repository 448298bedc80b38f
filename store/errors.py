"""What can go wrong with a store or a query; each message says whose limit or fault it was and what to do."""

from ontology.errors import PeelgraphError

CLOSING = "the service is shutting down"
"""What a StoreError says to whoever asks too late."""


class StoreError(PeelgraphError):
    """A store that can't be opened or used."""


class StoreLocked(StoreError):
    """A store that another process writes to."""


class QueryError(PeelgraphError):
    """A query that got no answer."""


class QuerySyntax(QueryError):
    """A text that is no SPARQL; `line` and `column` count from 1 where the engine tells them."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line, column)
        self.message, self.line, self.column = message, line, column

    def __str__(self) -> str:
        """Give the message with its place."""
        return f"line {self.line}, column {self.column}: {self.message}" if self.line else self.message


class RdfSyntax(QuerySyntax):
    """A text that is not RDF in the form it is said to be in."""


class NoSuchGraph(QueryError):
    """A graph that the store doesn't hold."""


class QueryRefused(QueryError):
    """A query that asks for what this service doesn't do."""


class HasChanged(QueryError):
    """A change that was to be made to another state of the store than it is in."""


class DatasetConflict(QueryError):
    """An update that names a dataset where the request names one too."""


class QueryTooLarge(QueryError):
    """A query over a limit of size or nesting, refused before it is parsed."""


class QueryTimeout(QueryError):
    """A query stopped at its time limit."""


class QueryMemory(QueryError):
    """A query whose process ended at its memory limit."""


class WorkerDied(QueryError):
    """A query that ended the process that answered it, otherwise than by memory: the engine's own fault."""


class ResultTooLarge(QueryError):
    """An answer over the limit of rows or bytes."""

    @classmethod
    def over(cls, most: int, what: str) -> "ResultTooLarge":
        """Say that it has more than `most` rows or bytes."""
        return cls(f"the answer has more than {most:,} {what}; ask for less, or in parts by LIMIT")


class NotAcceptable(QueryError):
    """No media type that the client accepts can carry the answer; `offered` lists those that can."""

    def __init__(self, message: str, offered: tuple[str, ...]) -> None:
        super().__init__(message, offered)
        self.message, self.offered = message, offered

    def __str__(self) -> str:
        """Give the message with what is offered."""
        return f"{self.message}; offered are {', '.join(self.offered)}"


class Busy(QueryError):
    """All workers answer other queries, and the wait for one has ended."""
