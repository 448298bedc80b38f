"""peelgraph for notebooks."""
