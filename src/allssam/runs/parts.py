"""A month's part: what one month recorded, in one file that is whole or is known not to be.

The tables stand one after the other as Arrow streams, each behind its length; a digest of it all ends the file.
"""

import hashlib
import os
import struct
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from allssam.runs.records import MONTHLY

MARK = b"allssam month 1\n"
LENGTH = struct.Struct("<q")
DIGEST = 16
OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)


class DamagedPart(Exception):
    """A part that is missing, cut short or changed."""


def write(path: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write a month's tables under another name, then give the file its own.  Raises OSError."""
    coming = path.with_name(f"{path.name}.coming")
    digest = hashlib.blake2b(MARK, digest_size=DIGEST)
    try:
        with open(coming, "wb") as file:
            file.write(MARK)
            for made in MONTHLY:
                sink = pa.BufferOutputStream()
                with pa.ipc.new_stream(sink, made.schema, options=OPTIONS) as stream:
                    stream.write_table(tables[made.name])
                body = sink.getvalue()
                head = LENGTH.pack(body.size)
                for piece in (head, memoryview(body)):
                    digest.update(piece)
                    file.write(piece)
            file.write(digest.digest())
        os.replace(coming, path)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise


def read(path: Path) -> dict[str, pa.Table]:
    """A month's tables by name.  Raises DamagedPart."""
    try:
        raw = memoryview(path.read_bytes())
    except OSError as error:
        raise DamagedPart(f"{path.name} cannot be read ({error.strerror})") from None
    if raw[: len(MARK)] != MARK or hashlib.blake2b(raw[:-DIGEST], digest_size=DIGEST).digest() != raw[-DIGEST:]:
        raise DamagedPart(f"{path.name} was cut short or changed")
    tables: dict[str, pa.Table] = {}
    place = len(MARK)
    for made in MONTHLY:
        (length,) = LENGTH.unpack(raw[place : place + LENGTH.size])
        place += LENGTH.size
        tables[made.name] = pa.ipc.open_stream(pa.py_buffer(raw[place : place + length])).read_all()
        place += length
    return tables
