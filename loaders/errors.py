"""What can go wrong between a file and its findings."""

from ontology.errors import PeelgraphError


class ReadError(PeelgraphError):
    """A document that can't be read, or says too little to be loaded: which one, why, and the remedy."""


class RuleError(PeelgraphError):
    """A rules file that isn't in order: which file and entry, and what is wrong with it."""


class ManifestError(PeelgraphError):
    """A file that is no manifest: which one, and what a manifest needs."""


class LoadError(PeelgraphError):
    """An assessment that can't take its place in the graph: which one, what is missing, and the remedy."""
