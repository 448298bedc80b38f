"""Cut the statements of a graph into requests that a server takes, blank nodes staying with what they are tied to."""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Quad

from store.errors import StoreError


def batches(quads: Sequence[Quad], most: int) -> Iterator[list[Quad]]:
    """Give the statements in lists of at most `most`; a blank node never stands in two, since it has no name to go by.

    Raises StoreError where one net of blank nodes is larger than that. Linear in the statements.
    """
    batch: list[Quad] = []
    for net in _nets(quads):
        if len(net) > most:
            raise StoreError(
                f"{net[0].graph_name}: {len(net):,} statements hang together by blank nodes, more than the {most:,} "
                "that this server takes at once; load it with the server's own tools"
            )
        if len(batch) + len(net) > most:
            yield batch
            batch = []
        batch = batch + net if batch else net
    if batch:
        yield batch


def _nets(quads: Sequence[Quad]) -> Iterable[list[Quad]]:
    """Group the statements that share blank nodes, directly or by others; one without any is a group of its own."""
    import networkx

    ties = networkx.Graph()
    for number, quad in enumerate(quads):
        ties.add_node(number)
        ties.add_edges_from((number, node) for node in (quad.subject, quad.object) if isinstance(node, BlankNode))
    for net in networkx.connected_components(ties):
        yield [quads[number] for number in sorted(node for node in net if isinstance(node, int))]
