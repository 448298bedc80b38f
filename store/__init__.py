"""Where the graph lives: an embedded Oxigraph store in a folder, or any SPARQL 1.1 service (`remote`).

What comes in: a location, named graphs, SPARQL as text. What goes out: tables, truth values, triples, bytes.
In the order of their work: `opening` finds or makes the store (`generations` keeps its files by `put`, `hold` those
that are read, `seed` gives it the ontology and the reference data), `write` replaces and withdraws named graphs and
publishes generations (`withdrawn` remembers what is gone), `rollback` goes back to one, `listing` lists and prunes
them; `guard` refuses what would harm, `read` asks one generation, `media` and `result` say what an answer is,
`survey` counts for descriptions, `answering` is what the doors need of who answers: `workers` (and `pool`, for
threads) have queries answered in processes that can be killed: `keeping` starts the `keeper`, which forks each
`worker`, from memory where `memory` has room; `line` and `wire` carry what they say, `spool` a long answer. What
others may `change` (an update, its dataset written in by `using`; a graph) is carried out by a `scribe`, a process as
well, for who has it by `submit`. `export` writes the whole as a file, `dump` packed, to be downloaded.
"""

from store.opening import base, exists
from store.opening import open_store as open  # noqa: A004 - the name that the design fixes: store.open
from store.read import Reader
from store.result import Answer, Statistics, Table
from store.write import Writer

__all__ = ["Answer", "Reader", "Statistics", "Table", "Writer", "base", "exists", "open"]
