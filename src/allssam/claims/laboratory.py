"""The laboratory: the worlds claims are put to, each lived through once and kept until a rule changes.

A world is the baseline with other people, months, seed, or one thing changed.  Worlds that differ in one thing share people, seed and dice.
"""

import hashlib
import pickle
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from allssam.claims import pasts
from allssam.claims.pasts import Past
from allssam.engine import StorageError, cache_root
from allssam.runs import composition, estimates
from allssam.runs.resolving import resolve
from allssam.runs.scenario import Scenario
from allssam.runs.workers import give_up, pool_of, undisturbed

Tell = Callable[[int, int], None]
"""Told how many worlds are lived through, and how many there are."""


@dataclass(frozen=True)
class Setting:
    """A world of the laboratory: the baseline, and in what it differs."""

    people: int
    last: str
    seed: int = 1
    settle: int = 36
    changes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def lesioned(self, lesion: Sequence[str]) -> "Setting":
        """The same world with something left out or set otherwise."""
        changes = tuple(item for item in lesion if "=" in item)
        without = tuple(item for item in lesion if "=" not in item)
        return replace(self, changes=self.changes + changes, without=self.without + without)

    @property
    def scenario(self) -> Scenario:
        """The scenario to run.  Raises ScenarioError."""
        made = resolve(
            "baseline", people=self.people, last=self.last, seed=self.seed, changes=self.changes, without=self.without
        )
        return replace(made, settle=self.settle)


TWIN = Setting(people=150_000, last="2014-12", seed=2, settle=24, changes=("ruler.tolerance=0.5",))
"""What worlds that are compared with one another have in common: people, seed, dice, and a market let be half-way throughout."""


def twin(*changes: str) -> Setting:
    """A world that differs in something from `usual`."""
    return replace(TWIN, changes=(*TWIN.changes, *changes))


WORLDS = {
    "past": Setting(people=600_000, last="2016-12"),
    "usual": TWIN,
    "strict": twin("ruler.tolerance=0.25"),
    "lax": twin("ruler.tolerance=0.75"),
    "unlinked": twin("ruler.tolerance=0.75", "rivalry.card_link=false"),
    "no_purges": twin("ruler.purge_intensity=0"),
    "terror": twin("ruler.purge_intensity=4"),
    "no_exits": replace(twin("ruler.purge_intensity=4"), without=("flight.defect",)),
    "watched": twin("ruler.surveillance=0.95"),
    "army_first": twin("ruler.purge_intensity=4", "ruler.army_weight=0.95"),
    "party_first": twin("ruler.purge_intensity=4", "ruler.army_weight=0.05"),
    "litigious": Setting(
        people=700_000,
        last="2013-12",
        seed=3,
        changes=("ruler.tolerance=0.5", "disputes.diligence=1.0", "justice.probes=1.5"),
    ),
    "hunted": Setting(people=800_000, last="2014-12", seed=4, changes=("ruler.tolerance=0.5", "ruler.campaign=1.0")),
}
"""`past` is the baseline.  In `unlinked` Party secretaries look at donju money alone when they compare incomes; `no_exits` is
`terror` without cadres who flee.  In `litigious`
ill will is put on paper at once and investigators look for many cases, in `hunted` an inspection campaign is on everywhere, so
that what is rare can be counted."""

BRIEF = {
    "past": Setting(people=120_000, last="2011-12", settle=12, changes=("ruler.tolerance=0.5",)),
    "strict": replace(WORLDS["strict"], people=60_000, last="2011-12", settle=12),
    "lax": replace(WORLDS["lax"], people=60_000, last="2011-12", settle=12),
}
"""Smaller and shorter ones, for a glance; with a market let be half-way, since in 2009-11 hardly a man outside the Party traded either."""


class Laboratory:
    """Worlds by name, lived through when they are first asked for."""

    def __init__(
        self,
        lesion: Sequence[str] = (),
        settings: dict[str, Setting] | None = None,
        store: Path | None = None,
        keep: bool = True,
    ) -> None:
        self.lesion, self.keep = tuple(lesion), keep
        self.settings = settings or WORLDS
        self.store = store or cache_root() / "claims"
        self.pasts: dict[str, Past] = {}

    def setting(self, name: str) -> Setting:
        """A world as it is run here, with the lesion of this laboratory."""
        return self.settings[name].lesioned(self.lesion)

    def worlds(
        self, names: Iterable[str], workers: int | None = None, tell: Tell = lambda done, of: None
    ) -> dict[str, Past]:
        """Some worlds; those not lived through yet are run side by side."""
        wanted = list(dict.fromkeys(names))
        for name in wanted:
            if name not in self.pasts:
                kept = self._kept(name)
                if kept is not None:
                    self.pasts[name] = kept
        missing = sorted(
            (name for name in wanted if name not in self.pasts), key=lambda name: -self.setting(name).people
        )
        tell(len(wanted) - len(missing), len(wanted))
        workers = min(workers or estimates.cores(), max(1, len(missing)))
        if workers == 1:
            for name in missing:
                self.pasts[name] = live_and_keep(self.setting(name).scenario, self._place(name)) or self._found(name)
                tell(sum(item in self.pasts for item in wanted), len(wanted))
        elif missing:
            with pool_of(workers) as pool:
                with undisturbed():
                    waiting = {
                        pool.submit(live_and_keep, self.setting(name).scenario, self._place(name)): name for name in missing
                    }
                try:
                    for future in as_completed(waiting):
                        self.pasts[waiting[future]] = future.result() or self._found(waiting[future])
                        tell(sum(item in self.pasts for item in wanted), len(wanted))
                except BaseException:
                    give_up(pool)
                    raise
        return {name: self.pasts[name] for name in wanted}

    def _place(self, name: str) -> Path | None:
        """Where a world is to be kept; what other rules made is taken away."""
        if not self.keep:
            return None
        path = self._path(name)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            for old in self.store.iterdir():
                if old != path.parent and old.is_dir():
                    shutil.rmtree(old, ignore_errors=True)
        return path

    def _kept(self, name: str) -> Past | None:
        return read(self._path(name)) if self.keep else None

    def _found(self, name: str) -> Past:
        """A world that has just been kept.  Raises StorageError where it cannot be read."""
        found = read(self._path(name))
        if found is None:
            raise StorageError(f"{self._path(name)} was written and cannot be read. Make room there, and try again.")
        return found

    def _path(self, name: str) -> Path:
        scenario = self.setting(name).scenario
        own = hashlib.blake2b(Path(pasts.__file__).read_bytes(), digest_size=6).hexdigest()
        return self.store / f"{composition.rules_digest()}-{own}" / f"{name}-{scenario.digest}"


def live_and_keep(scenario: Scenario, path: Path | None) -> Past | None:
    """Live through a world.  It is returned, unless it could be kept in a file."""
    past = pasts.live(scenario)
    if path is None:
        return past
    coming = path.with_name(f"{path.name}.coming")
    try:
        with pa.CompressedOutputStream(str(coming), "zstd") as file:
            pickle.dump(past, file, protocol=5)
        coming.replace(path)
    except OSError:  # without a place to keep it, it is lived through again the next time
        coming.unlink(missing_ok=True)
        return past
    return None


def read(path: Path) -> Past | None:
    """A world that was kept; none where there is none, or it was cut short."""
    try:
        with pa.CompressedInputStream(str(path), "zstd") as file:
            found: Past = pickle.load(file)
            return found
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, pa.ArrowInvalid):
        return None
