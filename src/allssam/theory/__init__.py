"""The textbook: what theory says where an exact answer is known.  Pure functions, no tables, no dice.

    contests      who prevails when two sides bring strength
    bargaining    what is paid so that an official looks away; what it is worth not to depend on luck
    tolls         what officials ask who can each stop, or each let pass, a business
    matching      who deals with whom; which ties nobody would change
    cascades      how far something spreads when people join because others have
    pricing       what a place goes for
    loyalty       what keeps a coalition, which one rules, what a blind purge costs

A public function checks what it is given (ValueError), says what it assumes, and calls the compiled function of the
same file; mechanisms call the compiled one, which trusts them.
"""
