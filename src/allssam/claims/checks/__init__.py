"""The checks, by subsystem.  Importing this package declares them."""

from allssam.claims.checks import (
    disputes,
    flight,
    households,
    justice,
    leases,
    loops,
    membership,
    party_life,
    rivalry,
    ruler,
    sea_and_border,
    ssam,
)  # fmt: skip

__all__ = [
    "disputes", "flight", "households", "justice", "leases", "loops", "membership", "party_life", "rivalry", "ruler",
    "sea_and_border", "ssam",
]  # fmt: skip
