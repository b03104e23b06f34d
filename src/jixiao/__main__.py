"""`python -m jixiao`: the command line where the installed program is not on the path, as on many office desks."""

from jixiao.cli import main

if __name__ == "__main__":
    main()
