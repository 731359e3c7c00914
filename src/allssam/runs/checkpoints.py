"""Checkpoints: the state of a world, column by column, so that a run can go on as if it had never stopped.

A checkpoint is a file of raw columns, one after the other, with an index of places, lengths and digests.  It is written beside
the others, synced to disk, and takes its place by being renamed; one that was cut short or damaged is never taken for whole.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from allssam.engine import Array, Schema, TableState, World, month_number, month_text

FORM = 1
INDEX, COLUMNS = "index.json", "columns.bin"
CHUNK = 1 << 24
ALIGNED = 64


class DamagedCheckpoint(Exception):
    """A checkpoint that is missing, cut short, changed since, or made by other rules."""


@dataclass(frozen=True)
class Header:
    """What a checkpoint says of itself: the month that comes next, and what wrote it."""

    month: int
    rules: str
    scenario_past: str
    events_told: int


def write(folder: Path, world: World, rules: str, scenario_past: str) -> None:
    """Write a world into a folder that does not exist yet, and sync it.  Raises OSError."""
    folder.mkdir(parents=True)
    columns: list[tuple[Array, dict[str, Any]]] = []
    tables: dict[str, Any] = {}
    offset = 0
    for name, table in world.tables.items():
        tables[name] = {"rows": table.count, "columns": {}}
        for key in table:
            values = np.ascontiguousarray(table[key])
            record = {"type": values.dtype.str, "offset": offset, "bytes": values.nbytes}
            tables[name]["columns"][key] = record
            columns.append((values, record))
            offset += -(-values.nbytes // ALIGNED) * ALIGNED

    with open(folder / COLUMNS, "wb") as file:
        file.truncate(offset)
        handle = file.fileno()
        with ThreadPoolExecutor(2) as pool:  # digesting and writing both let other threads run
            list(pool.map(lambda given: _write_column(handle, *given), columns))
        os.fsync(handle)
    index = {
        "form": FORM,
        "next_month": month_text(world.month),
        "rules": rules,
        "scenario": scenario_past,
        "seed": world.seed,
        "events_told": world.events_told,
        "tables": tables,
    }
    with open(folder / INDEX, "w", encoding="utf-8") as text:
        text.write(json.dumps({**index, "digest": _digest_of(index)}) + "\n")
        text.flush()
        os.fsync(text.fileno())
    sync_folder(folder)


def _raw(values: Array) -> memoryview:
    return memoryview(values.data).cast("B") if values.size else memoryview(bytearray())


def _write_column(handle: int, values: Array, record: dict[str, Any]) -> None:
    digest, raw, offset = hashlib.blake2b(digest_size=16), _raw(values), record["offset"]
    start = 0
    while start < len(raw):
        piece = raw[start : start + CHUNK]
        written = os.pwrite(handle, piece, offset + start)
        digest.update(piece[:written])
        start += written
    record["digest"] = digest.hexdigest()


def _digest_of(index: dict[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(index, sort_keys=True).encode(), digest_size=16).hexdigest()


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some file systems cannot; the files themselves are synced
    finally:
        os.close(handle)


def _index(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DamagedCheckpoint("it is not there" if not folder.is_dir() else "it was cut short") from None
    except (OSError, ValueError) as error:
        raise DamagedCheckpoint(f"its index cannot be read ({error})") from None
    if not isinstance(record, dict) or record.get("form") != FORM:
        raise DamagedCheckpoint("it has another form")
    digest = record.pop("digest", None)
    if digest != _digest_of(record):
        raise DamagedCheckpoint("its index has been changed or cut short")
    return record


def header(folder: Path) -> Header:
    """What a checkpoint says of itself.  Raises DamagedCheckpoint."""
    record = _index(folder)
    return Header(month_number(record["next_month"]), record["rules"], record["scenario"], record["events_told"])


def read(folder: Path, schema: Schema) -> World:
    """The world of a checkpoint, every column checked against its digest.  Raises DamagedCheckpoint."""
    record = _index(folder)
    tables: dict[str, TableState] = {}
    for name, declaration in schema.tables.items():
        kept = record["tables"].get(name)
        if kept is None or set(kept["columns"]) != set(declaration.columns):
            raise DamagedCheckpoint(f"the columns of {name} are others today")
        rows = kept["rows"]
        state = TableState(name, declaration, rows if declaration.lasting else rows + rows // 4 + 1024)
        state.count = rows
        tables[name] = state
    columns = [
        (tables[name][key], record["tables"][name]["columns"][key], f"{name}.{key}")
        for name in tables
        for key in tables[name]
    ]
    try:
        with open(folder / COLUMNS, "rb") as file, ThreadPoolExecutor(2) as pool:
            handle = file.fileno()
            list(pool.map(lambda given: _read_column(handle, *given), columns))
    except OSError as error:
        raise DamagedCheckpoint(f"{COLUMNS} cannot be read ({error.strerror})") from None
    for table in tables.values():
        table.changed()
    world = World(schema, tables, record["seed"], month_number(record["next_month"]))
    world.events_told = record["events_told"]
    return world


def _read_column(handle: int, into: Array, kept: dict[str, Any], name: str) -> None:
    if kept["type"] != into.dtype.str or kept["bytes"] != into.nbytes:
        raise DamagedCheckpoint(f"the column {name} has another type or length than its table")
    digest, raw = hashlib.blake2b(digest_size=16), _raw(into)
    start = 0
    while start < len(raw):
        piece = raw[start : start + CHUNK]
        got = os.preadv(handle, [piece], kept["offset"] + start)
        if not got:
            raise DamagedCheckpoint(f"it was cut short in the column {name}")
        digest.update(piece[:got])
        start += got
    if digest.hexdigest() != kept["digest"]:
        raise DamagedCheckpoint(f"the column {name} has been changed")


class Checkpoints:
    """The checkpoints of one run: the latest, and the one before it until the run is done."""

    def __init__(self, latest: Path, workshop: Path) -> None:
        self.latest = latest
        self.coming = workshop / "checkpoint-coming"
        self.before = workshop / "checkpoint-before"

    def write(self, world: World, rules: str, scenario_past: str) -> None:
        """Write the latest; the one before stays until the next is begun.  Raises OSError, the latest left as it was."""
        remove(self.before if self.latest.is_dir() else self.coming)
        remove(self.coming)
        try:
            write(self.coming, world, rules, scenario_past)
        except BaseException:
            remove(self.coming)
            raise
        if self.latest.is_dir():
            os.rename(self.latest, self.before)
        os.rename(self.coming, self.latest)
        sync_folder(self.latest.parent)

    def candidates(self, usable: Callable[[Header], str | None]) -> tuple[list[tuple[Path, Header]], list[str]]:
        """Checkpoints that may be used, the latest month first, and why others may not."""
        found: list[tuple[Path, Header]] = []
        said: list[str] = []
        for folder in (self.coming, self.latest, self.before):
            if not folder.is_dir():
                continue
            try:
                about = header(folder)
            except DamagedCheckpoint as error:
                if folder != self.coming:  # one that was being written when the run was cut off is no news
                    said.append(f"The checkpoint {folder} cannot be used: {error}.")
                continue
            fault = usable(about)
            if fault:
                said.append(f"The checkpoint {folder} cannot be used: {fault}.")
            else:
                found.append((folder, about))
        return sorted(found, key=lambda pair: -pair[1].month), said


def remove(folder: Path) -> None:
    """Take a folder away.  What cannot be removed stays."""
    shutil.rmtree(folder, ignore_errors=True)
