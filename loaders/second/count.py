"""Count: how many tokens a run may and did take, and what they cost where the operator gave prices."""

import math
from dataclasses import dataclass

from loaders.second.settings import Settings

CHARACTERS = 3.5
"""Characters of English in a token, few rather than many: an estimate should rather be too high. The service counts its
own way, which is what is told afterwards."""
MILLION = 1_000_000


def tokens_of(text: str) -> int:
    """Estimate the tokens of a text."""
    return math.ceil(len(text) / CHARACTERS)


@dataclass(frozen=True, slots=True)
class Cost:
    """What was, or would be, asked of the model."""

    asked: int = 0
    """Passages."""
    kept: int = 0
    """Passages whose answer was had before, which costs nothing."""
    tokens_in: int = 0
    tokens_out: int = 0
    guessed: bool = False
    """Whether any of the tokens are estimated, because no answer told them."""

    def __add__(self, other: "Cost") -> "Cost":
        """Give both together."""
        return Cost(
            self.asked + other.asked,
            self.kept + other.kept,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.guessed or other.guessed,
        )

    @property
    def tokens(self) -> int:
        """In and out together."""
        return self.tokens_in + self.tokens_out

    def money(self, settings: Settings) -> float | None:
        """Give the cost in the currency of the prices; None where a price is missing."""
        spent = (self.tokens_in * settings.price_in + self.tokens_out * settings.price_out) / MILLION
        return None if math.isnan(spent) else spent

    def tell(self, settings: Settings, *, before: bool) -> str:
        """Say it in words, `before` asking or after."""
        money = self.money(settings)
        price = "" if money is None else f"; {'at most ' if before else ''}{money:.4f} at the prices set"
        about, most = ("about ", "at most ") if before else ("about " if self.guessed else "", "")
        return (
            f"{settings.model}: {self.asked:,} passages {'to ask' if before else 'asked'}, "
            f"{self.kept:,} answered before; "
            f"{about}{self.tokens_in:,} tokens in, {most}{self.tokens_out:,} out{price}"
        )
