"""Reading a run: measures as arrays, questions in SQL; whatever rules made the folder, and however far it got."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from allssam.engine import Array, InputError, RunFolderError, nearest
from allssam.runs import parts
from allssam.runs.folder import PART, UNFINISHED, read_manifest
from allssam.runs.records import FILES, MONTHLY


@dataclass(frozen=True)
class Series:
    """A measure by month.  Unpacks into months (datetime64) and values."""

    name: str
    place: str
    group: str
    unit: str
    months: Array = field(repr=False)
    values: Array

    def __iter__(self) -> Iterator[Array]:
        return iter((self.months, self.values))

    def __len__(self) -> int:
        return 2

    def __getitem__(self, part: int) -> Array:
        return (self.months, self.values)[part]

    def to_pandas(self) -> Any:
        """A pandas Series by month.  Raises InputError where pandas is not installed."""
        try:
            import pandas as pd  # type: ignore[import-untyped]
        except ImportError:
            raise InputError(
                "pandas is not installed. Install it (pip install pandas), or take months and values as they are."
            ) from None
        index = pd.DatetimeIndex(self.months.astype("datetime64[ns]"), name="month")
        return pd.Series(self.values, index=index, name=self.name)

    def to_polars(self) -> Any:
        """A polars DataFrame of month and value.  Raises InputError where polars is not installed."""
        try:
            import polars as pl  # type: ignore[import-not-found]
        except ImportError:
            raise InputError(
                "polars is not installed. Install it (pip install polars), or take months and values as they are."
            ) from None
        return pl.DataFrame({"month": self.months.astype("datetime64[D]"), self.name: self.values})


class Results:
    """What a run recorded, read only."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.manifest: dict[str, Any] = read_manifest(self.folder)

    @cached_property
    def database(self) -> Any:
        """A connection with a view for each file: measures, events, flows, balances, people, ties."""
        connection = duckdb.connect()
        for name in self.tables:
            path = self.folder / FILES[name].path
            if path.is_file():
                quoted = str(path).replace("'", "''")
                connection.execute(f"create view {name} as select * from read_parquet('{quoted}')")
            else:
                connection.register(name, self._unfinished[name])
        return connection

    @cached_property
    def _unfinished(self) -> dict[str, pa.Table]:
        """What the monthly parts of a run that is not merged hold."""
        found = []
        for path in sorted((self.folder / UNFINISHED).glob(f"*{PART}")):
            try:
                found.append(parts.read(path))
            except parts.DamagedPart:
                break
        return (
            {file.name: pa.concat_tables([tables[file.name] for tables in found]) for file in MONTHLY} if found else {}
        )

    @cached_property
    def tables(self) -> list[str]:
        """The tables there are to ask."""
        return [name for name, file in FILES.items() if (self.folder / file.path).is_file() or name in self._unfinished]

    def sql(self, question: str, values: Any = None) -> Any:
        """The answer to a question in SQL, as a duckdb relation (.fetchall(), .df(), .arrow()).  Raises InputError."""
        try:
            return self.database.sql(question, params=values) if values is not None else self.database.sql(question)
        except duckdb.Error as error:
            raise InputError(f"The question could not be answered: {error} Tables: {', '.join(self.tables)}.") from None

    @cached_property
    def measures(self) -> list[str]:
        """Names of the measures in this run."""
        return [row[0] for row in self._ask("select distinct measure from measures order by measure")]

    def _ask(self, question: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        if "measures" not in self.tables:
            raise RunFolderError(f"{self.folder} holds no measures yet; its status is {self.manifest.get('status')}.")
        try:
            rows: list[tuple[Any, ...]] = self.database.execute(question, list(values)).fetchall()
        except duckdb.Error as error:
            raise RunFolderError(f"{self.folder} cannot be read: {error}") from None
        return rows

    def measure(self, name: str, place: str = "country", group: str = "all") -> Series:
        """A measure by month.  Raises InputError where there is none of that name, place and group."""
        rows = self._ask(
            'select month, value, unit from measures where measure = ? and place = ? and "group" = ? order by month',
            (name, place, group),
        )
        if not rows:
            if name not in self.measures:
                raise InputError(f"{name} is not a measure of this run.{nearest(name, self.measures)} See run.measures")
            known = self._ask('select distinct place, "group" from measures where measure = ? order by 1, 2', (name,))
            raise InputError(
                f"{name} has nothing for {place}, {group}. It has: {'; '.join(f'{a}, {b}' for a, b in known[:20])}."
            )
        months = np.array([row[0] for row in rows], "datetime64[M]")
        return Series(name, place, group, rows[0][2], months, np.array([row[1] for row in rows], np.float64))
