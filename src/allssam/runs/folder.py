"""The run folder: exactly the files that are promised, whole or not at all.

While a run goes on there is one part a month in the hidden folder `.unfinished`; at the end, or at a stop, the parts are
merged in order, one row group a month.  Every file comes into being under another name and is then renamed, so that a run cut
off at any moment leaves nothing that looks whole and is not.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from allssam.engine import Array, RunFolderError, StorageError, World, month_number, month_text
from allssam.runs import checkpoints, parts, records
from allssam.runs.checkpoints import Checkpoints
from allssam.runs.parts import DamagedPart
from allssam.runs.records import FILES, MONTHLY, NOTE

MANIFEST, TIMING, SCENARIO, DICTIONARY, CHECKPOINT = (
    "manifest.json",
    "timing.json",
    "scenario.yaml",
    "dictionary.json",
    "checkpoint",
)
UNFINISHED = ".unfinished"
WHAT = "allssam run"
WHAT_ENSEMBLE = "allssam ensemble"
WHAT_TWIN = "allssam twin"
SAID = {WHAT: "a single run", WHAT_ENSEMBLE: "an ensemble of runs", WHAT_TWIN: "a twin of two worlds"}
LIES_IN_IT = {WHAT_ENSEMBLE: "; its runs lie in it, each in a folder", WHAT_TWIN: "; its first pair of runs lies in it as a and b"}
OWN_FILES = (TIMING, SCENARIO, DICTIONARY, *(file.path for file in FILES.values()))
PART = ".part"
MOST_WAITING = 4_000_000  # ids held before they are sorted out
ZSTD_LEVEL = 3


@contextmanager
def storage(path: Path) -> Iterator[None]:
    """Turns what the disk refuses into a StorageError that says what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        advice = "Choose another place with --out."
        if path.is_dir():
            advice = f"What was complete before is kept. Make room, then: allssam resume {path}"
        raise StorageError(f"{path} could not be written: {reason}. {advice}") from error


# ------------------------------------------------------------------------------------------------------ small files


def write_text(path: Path, text: str) -> None:
    """A text file, whole or not at all.  Raises OSError."""
    coming = path.with_name(f".{path.name}.coming")
    try:
        with open(coming, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(coming, path)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """A JSON file, whole or not at all.  Raises OSError."""
    write_text(path, json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def write_parquet(path: Path, table: pa.Table) -> None:
    """A table as one row group.  Raises OSError."""
    with parquet_writer(path, table.schema) as writer:
        write_group(writer, table)


@contextmanager
def parquet_writer(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet file with a fixed codec and nothing in it that differs between equal runs."""
    writer = pq.ParquetWriter(
        path,
        schema,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        store_schema=False,
    )
    try:
        writer.add_key_value_metadata({"note": NOTE})
        yield writer
    finally:
        writer.close()


def write_group(writer: pq.ParquetWriter, table: pa.Table) -> None:
    """One row group, whatever its length."""
    writer.write_table(table, row_group_size=max(1, table.num_rows))


# -------------------------------------------------------------------------------------------------------- manifests


def read_manifest(folder: Path, what: str = WHAT) -> dict[str, Any]:
    """The manifest of a run.  Raises RunFolderError where the folder is none."""
    if not folder.is_dir():
        said = "is a file, not a run folder" if folder.exists() else "does not exist"
        raise RunFolderError(f"{folder} {said}. Name the folder of a run, such as runs/demo.")
    try:
        record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunFolderError(f"{folder} is not a run folder: it has no {MANIFEST}.") from None
    except (OSError, ValueError) as error:
        raise RunFolderError(f"{folder / MANIFEST} cannot be read ({error}). It may have been cut short.") from None
    if not isinstance(record, dict) or record.get("what") not in SAID:
        raise RunFolderError(f"{folder} is not a run folder: its {MANIFEST} was written by something else.")
    if record["what"] != what:
        raise RunFolderError(f"{folder} is {SAID[record['what']]}{LIES_IN_IT.get(record['what'], '')}.")
    return record


def is_run(folder: Path, what: tuple[str, ...] = tuple(SAID)) -> bool:
    """Whether a folder is one of ours."""
    try:
        record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and record.get("what") in what


def check_free(out: Path, overwrite: bool, what: str = WHAT) -> None:
    """Raise RunFolderError unless a run may be written there."""
    if not out.exists() and not out.is_symlink():
        for parent in out.parents:
            if parent.exists():
                if not parent.is_dir():
                    raise RunFolderError(f"{out} cannot be made: {parent} is a file.")
                return
        return
    if not is_run(out):
        raise RunFolderError(f"{out} exists and is not a run; it is left as it is. Choose another folder with --out.")
    if not overwrite:
        raise RunFolderError(
            f"{out} exists already. Choose another folder with --out, or replace that run with --overwrite."
        )
    if not is_run(out, (what,)):
        held = next(other for other in SAID if is_run(out, (other,)))
        raise RunFolderError(f"{out} holds {SAID[held]}; it is left as it is. Choose another folder with --out.")


def clear(out: Path) -> None:
    """Take away what a run wrote, the manifest last; what others put there stays.  Raises OSError."""
    for name in (CHECKPOINT, UNFINISHED):
        checkpoints.remove(out / name)
    for name in OWN_FILES:
        (out / name).unlink(missing_ok=True)


# --------------------------------------------------------------------------------------------------- the run folder


class RunFolder:
    """A run folder that is being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.workshop = path / UNFINISHED
        self.checkpoints = Checkpoints(path / CHECKPOINT, self.workshop)
        self._lock: Any = None
        self._unsynced: list[Path] = []

    # ----------------------------------------------------------------------------------------- beginning and ending

    def begin(self, manifest: Mapping[str, Any], scenario: str, overwrite: bool) -> None:
        """Make the folder, or clear the run that may be replaced, and say in it what is being run."""
        check_free(self.path, overwrite)
        with storage(self.path):
            if self.path.exists():
                self.lock()
                clear(self.path)
            else:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                made = self.path.with_name(f".{self.path.name}.coming")
                checkpoints.remove(made)
                try:
                    made.mkdir()
                    write_json(made / MANIFEST, manifest)
                    os.rename(made, self.path)
                except BaseException:
                    checkpoints.remove(made)
                    raise
            self.lock()
            write_text(self.path / SCENARIO, scenario)
            write_json(self.path / MANIFEST, manifest)

    def lock(self) -> None:
        """Keep other runs out of the folder.  Raises RunFolderError where one is at work."""
        import fcntl

        if self._lock is not None:
            self._lock.close()
        with storage(self.path):
            self.workshop.mkdir(exist_ok=True)
            self._lock = open(self.workshop / "lock", "w")  # noqa: SIM115
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            raise RunFolderError(
                f"{self.path} is being written by another run. Wait for it, or choose another folder."
            ) from None
        except OSError:
            pass  # some file systems know no locks
        with storage(self.path):
            for left in self.path.glob(".*.coming"):  # by a run that was cut off while it wrote them
                left.unlink()

    def unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def say(self, manifest: Mapping[str, Any]) -> None:
        """Replace the manifest."""
        with storage(self.path):
            write_json(self.path / MANIFEST, manifest)

    def finish(self) -> None:
        """Take away what was only needed while the run went on."""
        self.unlock()
        checkpoints.remove(self.workshop)

    # -------------------------------------------------------------------------------------------------------- parts

    def part(self, month: int) -> Path:
        """The file of a month's part."""
        return self.workshop / f"{month_text(month)}{PART}"

    def parts(self) -> list[int]:
        """The months that have a part."""
        return [month_number(path.name.removesuffix(PART)) for path in sorted(self.workshop.glob(f"*{PART}"))]

    def write_part(self, month: int, tables: Mapping[str, pa.Table]) -> None:
        """Keep what a month recorded, all of it or nothing."""
        with storage(self.path):
            self.workshop.mkdir(exist_ok=True)
            parts.write(self.part(month), tables)
        self._unsynced.append(self.part(month))

    def drop_parts(self, after: int) -> None:
        """Take away parts later than a month, and what was left half-made."""
        with storage(self.path):
            for month in self.parts():
                if month > after:
                    self.part(month).unlink()
            for item in self.workshop.glob(f"*{PART}.coming"):
                item.unlink()

    def take_parts(self, source: "RunFolder", first: int, last: int) -> bool:
        """Have the parts of some months, from what lies here or in another run; false where they are not whole."""
        if source is self and self._whole(first, last):
            return True
        if source is not self and source._whole(first, last):
            with storage(self.path):
                for month in range(first, last + 1):
                    shutil.copyfile(source.part(month), self.part(month))
                    self._unsynced.append(self.part(month))
            return True
        return self._split(source.path, first, last)

    def _whole(self, first: int, last: int) -> bool:
        try:
            for month in range(first, last + 1):
                parts.read(self.part(month))
        except DamagedPart:
            return False
        return True

    def _split(self, source: Path, first: int, last: int) -> bool:
        """Make parts again out of merged files; false where these do not reach so far."""
        with ExitStack() as open_files:
            merged: dict[str, pq.ParquetFile] = {}
            try:
                for file in MONTHLY:
                    merged[file.name] = open_files.enter_context(pq.ParquetFile(source / file.path))
                    if merged[file.name].num_row_groups < last - first + 1 or not merged[file.name].schema_arrow.equals(
                        file.schema
                    ):
                        return False
                for number, month in enumerate(range(first, last + 1)):
                    self.write_part(month, {name: each.read_row_group(number) for name, each in merged.items()})
            except (FileNotFoundError, pa.ArrowException):
                return False
        return True

    # -------------------------------------------------------------------------------------- checkpoints and merging

    def write_checkpoint(self, world: World, rules: str, scenario_past: str) -> None:
        """Sync the parts so far, then keep the state of the world."""
        with storage(self.path):
            for part in self._unsynced:
                _sync(part)
            self._unsynced = []
            checkpoints.sync_folder(self.workshop)
            self.checkpoints.write(world, rules, scenario_past)

    def drop_merged(self) -> None:
        """Take away what was merged before, since it is about to grow.  The parts hold the same."""
        with storage(self.path):
            for file in FILES.values():
                (self.path / file.path).unlink(missing_ok=True)

    def merge(self, first: int, last: int, world: World | None) -> None:
        """The parts of all months in order, one row group a month, and the people and ties as they stand."""
        whole = self.workshop / "whole.coming"
        with storage(self.path):
            checkpoints.remove(whole)
            whole.mkdir(parents=True)
            try:
                met = self._merge_months(whole, first, last, world)
                if world is not None:
                    write_parquet(whole / records.PEOPLE.path, records.people_table(world, met))
                for item in sorted(whole.iterdir()):
                    _sync(item)
                for item in sorted(whole.iterdir()):
                    os.replace(item, self.path / item.name)
                checkpoints.sync_folder(self.path)
            except DamagedPart as error:
                raise StorageError(
                    f"{self.path}: {error} since it was written. Go on with: allssam resume {self.path}"
                ) from None
            finally:
                checkpoints.remove(whole)

    def _merge_months(self, whole: Path, first: int, last: int, world: World | None) -> Array:
        """Write the monthly files; returns the sorted ids of everybody who appears in an event."""
        met = np.zeros(0, np.int64)
        gathered: list[Array] = []
        with ExitStack() as open_files:
            writers = {
                file.name: open_files.enter_context(parquet_writer(whole / file.path, file.schema)) for file in MONTHLY
            }
            for month in range(first, last + 1):
                tables = parts.read(self.part(month))
                for name, table in tables.items():
                    write_group(writers[name], table)
                gathered += [
                    column.drop_null().to_numpy() for column in tables["events"].select(["who", "whom"]).columns
                ]
                if month == last or sum(map(len, gathered)) > MOST_WAITING:
                    met, gathered = np.unique(np.concatenate([met, *gathered])), []
            if world is not None:
                write_group(writers["ties"], records.open_ties(world))
        return met


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
