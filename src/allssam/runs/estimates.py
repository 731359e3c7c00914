"""What a run will take of time, memory and disk, said before anything is allocated."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from allssam.runs import composition

# Rows a table has for each person, in a country that is large enough for its offices not to matter.
ROWS_PER_PERSON = {"people": 1.0, "households": 0.26, "accounts": 0.28}
OTHER_BYTES_PER_PERSON = 6.0  # records that come and go, posts, indexes
WORKING_BYTES_PER_PERSON = 16.0  # county order of people and households, journals and queues of slices
PROGRAM_BYTES = 400_000_000  # interpreter, compiled rules, Arrow, the Centre
SECONDS_TO_START = 3.0
SECONDS_PER_MONTH = 0.06
NS_PER_PERSON_MONTH = 100.0  # on one core
EVENTS_PER_PERSON_MONTH = 0.004
EVENT_BYTES = 14.0
MONTH_BYTES = 60_000.0


@dataclass(frozen=True)
class Estimate:
    """What a run will take."""

    people: int
    months: int
    threads: int
    memory_bytes: int
    disk_bytes: int
    seconds: float

    def sentence(self) -> str:
        return (
            f"{self.people:,} people over {self.months:,} months take about {spelled_bytes(self.memory_bytes)} of memory, "
            f"{spelled_bytes(self.disk_bytes)} of disk and {spelled_seconds(self.seconds)} on {self.threads} "
            f"thread{'s' if self.threads != 1 else ''}, once the rules are compiled."
        )


def state_bytes(people: int) -> int:
    """What the tables of a country take, bytes: the size of a checkpoint."""
    tables = composition.base().schema.tables
    per_person = OTHER_BYTES_PER_PERSON
    for name, rows in ROWS_PER_PERSON.items():
        if name in tables:
            per_person += rows * sum(spec.dtype.itemsize for spec in tables[name].columns.values())
    return int(people * per_person) + 5_000_000


def memory_needed(people: int) -> int:
    """Memory a run needs at its peak, bytes."""
    return PROGRAM_BYTES + max(
        composition.base().memory(people), state_bytes(people) + int(people * WORKING_BYTES_PER_PERSON)
    )


def memory_available() -> int | None:
    """Memory this process could still take, bytes; None where the system does not say."""
    found: list[int] = []
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.strip()}
        found.append(sizes["MemAvailable"])
    except (OSError, KeyError, ValueError, IndexError):
        with suppress(ValueError, OSError, AttributeError):
            found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    try:  # a container's own limit
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        used = int(Path("/sys/fs/cgroup/memory.current").read_text())
        if limit != "max":
            found.append(int(limit) - used)
    except (OSError, ValueError):
        pass
    try:
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_AS)
        if soft != resource.RLIM_INFINITY:
            found.append(soft)
    except (ImportError, OSError, ValueError):
        pass
    return min(found) if found else None


def memory_fault(people: int) -> str | None:
    """A sentence where a country of this size does not fit into memory."""
    needed, available = memory_needed(people), memory_available()
    if available is None or needed <= available:
        return None
    most = int(people * (available - PROGRAM_BYTES) / (needed - PROGRAM_BYTES))
    advice = f"Ask for at most about {most:,}, or use a larger machine." if most > 0 else "Use a larger machine."
    return f"people is {people:,}, which needs about {spelled_bytes(needed)} of memory; {spelled_bytes(available)} are free here. {advice}"


def estimate(people: int, months: int, threads: int, settle: int = 0) -> Estimate:
    """What a run will take."""
    seconds = SECONDS_TO_START + (months + settle) * (
        SECONDS_PER_MONTH + people * NS_PER_PERSON_MONTH * 1e-9 / max(1, min(threads, 16))
    )
    records = months * (MONTH_BYTES + people * EVENTS_PER_PERSON_MONTH * EVENT_BYTES)
    return Estimate(
        people=people,
        months=months,
        threads=threads,
        memory_bytes=memory_needed(people),
        # two checkpoints and two copies of what is recorded lie side by side for a while
        disk_bytes=int(2 * state_bytes(people) + 2 * records),
        seconds=seconds,
    )


def as_record(made: Estimate) -> Mapping[str, float]:
    return {
        "people": made.people,
        "months": made.months,
        "threads": made.threads,
        "memory_bytes": made.memory_bytes,
        "disk_bytes": made.disk_bytes,
        "seconds": round(made.seconds, 1),
    }


def cores() -> int:
    """Cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def spelled_bytes(size: float) -> str:
    for unit, bytes_in in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if size >= bytes_in:
            return f"{size / bytes_in:,.1f} {unit}"
    return f"{max(0, size) / 1e3:,.0f} kB"


def spelled_seconds(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 5_400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"
