"""The evidence: what the sources say, what is known in numbers, what was observed.  Data, loaded only here."""

from allssam.evidence.checking import check_register
from allssam.evidence.coverage import Coverage, coverage
from allssam.evidence.records import Amount, Band, Claim, Fact, Pattern, PricePoint, Reference, Remarks, Source
from allssam.evidence.register import (
    band,
    bibliography,
    claim,
    claims,
    fact,
    fact_range,
    fact_table,
    fact_value,
    facts,
    pattern,
    patterns,
    price_points,
    reference,
    remarks,
    source,
    sources,
)

__all__ = [
    "Amount",
    "Band",
    "Claim",
    "Coverage",
    "Fact",
    "Pattern",
    "PricePoint",
    "Reference",
    "Remarks",
    "Source",
    "band",
    "bibliography",
    "check_register",
    "claim",
    "claims",
    "coverage",
    "fact",
    "fact_range",
    "fact_table",
    "fact_value",
    "facts",
    "pattern",
    "patterns",
    "price_points",
    "reference",
    "remarks",
    "source",
    "sources",
]
