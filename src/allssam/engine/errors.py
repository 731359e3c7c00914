"""The one tree of errors.

AllssamError                 anything a person can put right; printed as a message, never as a traceback
├── InputError               a command, scenario, parameter or file that cannot be used (exit 2)
│   ├── ScenarioError        faults in a scenario or its parameters, all of them at once
│   └── RunFolderError       a run folder that is missing, taken, cut short or made by other rules
├── DeclarationError         a mechanism says one thing and does another: undeclared writes, unknown names, no claim
└── RunError                 a run that had to stop
    ├── AccountsError        the books of a month do not close
    ├── CapacityError        a buffer or table is full; nothing is dropped, the run stops
    └── StorageError         the disk is full or read-only
"""


class AllssamError(Exception):
    """Anything a person can put right.  `faults` holds one sentence for each thing found."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class InputError(AllssamError):
    """A command, scenario, parameter or file that cannot be used."""


class ScenarioError(InputError):
    """Faults in a scenario or its parameters, all of them at once."""


class RunFolderError(InputError):
    """A run folder that is missing, taken, cut short or made by other rules."""


class DeclarationError(AllssamError):
    """A mechanism that says one thing and does another."""


class RunError(AllssamError):
    """A run that had to stop."""


class AccountsError(RunError):
    """The books of a month do not close."""


class CapacityError(RunError):
    """A buffer or table is full.  Nothing is dropped: the run stops."""


class StorageError(RunError):
    """The disk is full or read-only."""
