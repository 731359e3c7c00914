"""The command line over the toy country, for tests in a process of their own."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allssam.cli import main
from allssam.runs import warming
from toys import country

if __name__ == "__main__":
    country.install()
    warming.is_warm = lambda: True
    main()
