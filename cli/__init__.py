"""How a person at a terminal asks: one file a command, assembled in `main`.

Data goes to stdout, everything else to stderr. Exit codes: 0 done, 1 something was refused, 2 wrong usage.
"""
