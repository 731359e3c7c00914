"""Ends a run at the n-th time it touches the disk, as kill -9 would, and goes on with it: every n in turn.

Each run and each resumption is a child of its own, forked before any thread was started.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allssam.engine import AllssamError
from allssam.runs import resolving, simulate
from toys import country

TOUCHES = ("fsync", "replace", "rename", "unlink", "pwrite", "mkdir", "rmdir")


def in_child(work):
    """Do something in a child; its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
    except AllssamError as error:
        print(error, file=sys.stderr)
        os._exit(2)
    except BaseException as error:
        print(repr(error), file=sys.stderr)
        os._exit(3)
    os._exit(0)


def cut_off_at(number):
    """From now on, the n-th touch of the disk is the last thing this process does."""
    left = [number]

    def watched(real):
        def touch(*given, **named):
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            return real(*given, **named)

        return touch

    for name in TOUCHES:
        setattr(os, name, watched(getattr(os, name)))


def main(folder, numbers):
    country.install()
    country.warm()
    made = resolving.resolve("baseline", last="2010-02")

    def begin(out, number):
        cut_off_at(number)
        simulate.run(made, out)

    def go_on(out, number):
        if number:
            cut_off_at(number)
        if (out / "scenario.yaml").exists():
            simulate.resume(out)
        else:
            simulate.run(made, out, overwrite=out.exists())

    assert in_child(lambda: simulate.run(made, folder / "whole")) == 0
    for number in numbers:
        out = folder / str(number)
        first = in_child(lambda out=out, number=number: begin(out, number))
        second = in_child(lambda out=out, number=number: go_on(out, 1 + number // 3))
        last = in_child(lambda out=out: go_on(out, 0))
        print(number, first, second, last, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])
