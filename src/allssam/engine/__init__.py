"""The engine: tables, dice, money, journal, steps.  It knows nothing of Korea and is the only place that imports numba."""

from allssam.engine.calendar import Month, calendar_month, month_number, month_text
from allssam.engine.compiling import PLAIN, cache_root, compiled
from allssam.engine.dice import bell, chance, die, one_of, pair, throw, uniform, uniforms
from allssam.engine.errors import (
    AccountsError,
    AllssamError,
    CapacityError,
    DeclarationError,
    InputError,
    RunError,
    RunFolderError,
    ScenarioError,
    StorageError,
)
from allssam.engine.fetching import fetch
from allssam.engine.journal import Journal, Kind, event, record
from allssam.engine.ledger import Purpose, Purse, Sector, pay
from allssam.engine.maths import exponential, logarithm, logistic, power, ratio, within, won
from allssam.engine.parameters import (
    ByPlace,
    Count,
    Dated,
    Money,
    Number,
    Parameters,
    ParameterSpec,
    Share,
    Switch,
    nearest,
    param,
    usd,
)
from allssam.engine.pipeline import Pipeline, Schema, citation_faults
from allssam.engine.state import Told, World
from allssam.engine.steps import RULES, STEPS, Rule, Step, rule, step
from allssam.engine.tables import (
    NOBODY,
    Array,
    Column,
    Index,
    Reuse,
    Table,
    TableState,
    close,
    column,
    found,
    index,
    ref,
    span,
)

__all__ = [
    "NOBODY", "PLAIN", "RULES", "STEPS",
    "AccountsError", "AllssamError", "Array", "ByPlace", "CapacityError", "Column", "Count", "Dated", "DeclarationError",
    "Index", "InputError", "Journal", "Kind", "Money", "Month", "Number", "Parameters", "ParameterSpec", "Pipeline",
    "Purpose", "Purse", "Reuse", "Rule", "RunError", "RunFolderError", "ScenarioError", "Schema", "Sector", "Share", "Step",
    "StorageError", "Switch", "Table", "TableState", "Told", "World",
    "bell", "cache_root", "calendar_month", "chance", "citation_faults", "close", "column", "compiled", "die", "event",
    "exponential", "fetch", "found", "index", "logarithm", "logistic", "month_number", "month_text", "nearest", "one_of", "pair",
    "param", "pay", "power", "ratio", "record", "ref", "rule", "span", "step", "throw", "uniform", "uniforms", "usd",
    "within", "won",
]  # fmt: skip
