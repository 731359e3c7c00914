"""Compiled or plain: the same functions, either way.

With ALLSSAM_PLAIN=1 in the environment nothing is compiled, which is the debugger's mode and some thousand times
slower; both must give the same events.  Compiled code is kept between runs in a cache folder for each source file.
The folder's name is a digest of the floors every rule stands on (engine, theory, world) and of the file itself: numba's own key
misses edits in other files and would return the old result.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core.caching import IndexDataCacheFile

PLAIN = os.environ.get("ALLSSAM_PLAIN", "") not in ("", "0")

PACKAGE = Path(__file__).resolve().parents[1]
SHARED_FLOORS = ("engine", "theory", "world")

Function = TypeVar("Function", bound=Callable[..., Any])


def cache_root() -> Path:
    """Where compiled code is kept: $XDG_CACHE_HOME/allssam, or ~/.cache/allssam."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "allssam"


@cache
def digest_of_files(*paths: Path) -> str:
    """A short digest of the text of some files, in the order of their names."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def shared_digest() -> str:
    """The digest of everything a compiled rule may stand on, and of what compiles it."""
    files = [path for floor in SHARED_FLOORS for path in (PACKAGE / floor).rglob("*.py")]
    versions = f"{numba.__version__} {sys.version_info[:3]}".encode()
    return hashlib.blake2b(digest_of_files(*files).encode() + versions, digest_size=8).hexdigest()


@cache
def cache_folder(source: Path) -> Path:
    """The cache folder of one source file."""
    own = hashlib.blake2b(source.read_bytes() + shared_digest().encode(), digest_size=8).hexdigest()
    return cache_root() / f"{source.stem}-{own}"


class CacheFiles(IndexDataCacheFile):  # type: ignore[misc]
    """One file for each compiled signature, named by what the signature says.

    numba's own cache keeps an index of signatures beside them, which cannot be read where one of their types is not at hand (a user's own
    mechanism, a test) and loses entries when two processes write at once.  Freshness is the folder's business: see `cache_folder`.
    """

    def _path(self, key: Any) -> str:
        signature, *rest = key
        text = f"{[_described(kind) for kind in signature]} {rest}"
        digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        return f"{Path(self._index_path).stem[:80]}.{digest}.nbc"

    def save(self, key: Any, data: Any) -> None:
        self._save_data(self._path(key), data)

    def load(self, key: Any) -> Any:
        try:
            return self._load_data(self._path(key))
        except (OSError, EOFError, pickle.UnpicklingError):
            return None  # not there, or cut short: it is compiled again


def _described(kind: Any) -> str:
    if isinstance(kind, numba.types.BaseNamedTuple):
        home = kind.instance_class
        fields = zip(kind.fields, kind, strict=True)
        return f"{home.__module__}.{home.__qualname__}({', '.join(f'{name}: {_described(item)}' for name, item in fields)})"
    home = getattr(kind, "instance_class", None)
    return f"{home.__module__}.{home.__qualname__} {kind}" if home is not None else str(kind)


def compiled(function: Function) -> Function:
    """Compile a function of numbers and columns, or leave it as it is in plain mode.  It must stand at module level."""
    if PLAIN:
        return function
    source = Path(function.__code__.co_filename)
    if not source.is_file() or PACKAGE not in source.resolve().parents:
        return numba.njit(nogil=True)(function)  # a file outside the package cannot be found again by import
    numba.config.CACHE_DIR = str(cache_folder(source))
    made = numba.njit(nogil=True, cache=True)(function)
    files = made._cache._cache_file
    files.__class__ = CacheFiles
    return made
