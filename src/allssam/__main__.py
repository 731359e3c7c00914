"""`python -m allssam` is the command `allssam`."""

from allssam.cli import main

if __name__ == "__main__":
    main()
