"""Runs: a scenario is resolved and checked, carried out month by month, kept in a folder, gone on with, read.

`resolving.resolve` makes a scenario; `simulate` has run, resume, rerun and branch; `results.Results` reads a folder;
`register` holds rules against claims.
"""
