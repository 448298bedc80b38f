"""Action: what a finding says should be done, and by when."""

import re

from loaders.model import Kind

ACTION = re.compile(
    r"\b(?:should|must|needs? to|has to|have to|ought to|could|would like (?:it|the force|the constabulary) to)\s+"
    r"(?:(?:also|now|still|therefore|then|always)\s+)?(?P<action>.+)",
    re.IGNORECASE | re.DOTALL,
)
PURPOSE = re.compile(
    r"(,? so that\b|,? in order to\b|\. This (is|will)\b|, which would\b|, because\b|, as\b|, since\b).*",
    re.IGNORECASE | re.DOTALL,
)
PASSIVE = re.compile(r"^(be|have been|not)\b", re.IGNORECASE)
DEADLINE = re.compile(
    r"\b(immediately|(?:within|by) (?:\w+ ){0,2}(?:months?|weeks?|days?|years?|20\d\d))\b", re.IGNORECASE
)
LEAD_VERB = re.compile(
    r"\b(should|must|needs? to|recommend\w*|required to|improvements?)\b[^.]*:$|\b(should|needs to|must):?$",
    re.IGNORECASE,
)
COULD = ("do ", "use ", "make ")


def action(text: str, kind: Kind, lead: str | None) -> str | None:
    """Give the verb phrase after should, must, needs to …, without its purpose; or a bullet whose lead-in has it."""
    if kind not in ("improvement", "concern"):
        return None
    match = ACTION.search(text)
    if match and not (match.group().lower().startswith("could ") and not match["action"].lower().startswith(COULD)):
        told = PURPOSE.sub("", match["action"]).rstrip(" ,.;:")
        return told if len(told.split()) >= 2 and not PASSIVE.match(told) else None
    if lead and LEAD_VERB.search(lead) and kind == "improvement":
        return PURPOSE.sub("", text).rstrip(" ,.;:")
    return None


def deadline(text: str, lead: str | None) -> str | None:
    """Give the words that set a time, in the finding or in its lead-in."""
    match = DEADLINE.search(text) or (DEADLINE.search(lead) if lead else None)
    return match.group() if match else None
