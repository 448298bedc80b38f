"""What one asks of the graph: research queries in SPARQL, and patterns across forces over networkx.

What comes in: a reader of the graph (a store's Reader, Writer or Pool), a name, parameters as words. What goes out: a
table, or a pattern with its findings. In the order of their work: `catalogue` reads and checks the files of
`research/`, `parameters` turns words into terms of the graph, `bind` puts them into a query, `run` asks it, `plain`
gives the answer's terms as plain values. `naming` finds the one thing that a word means, `reviewing` lists what a
person should look at (`reviews/`). `project` makes networks of the graph, in which `patterns` finds what no single
report shows; `multigraph` makes one of all of it.
"""
