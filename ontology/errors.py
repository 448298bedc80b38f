"""The root of our exceptions."""


class PeelgraphError(Exception):
    """Something that the user can mend: the message says what is wrong, where, and what to do about it."""
