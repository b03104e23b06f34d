"""The command line: `jixiao read | score | audit | explain | list | doctor`."""

from jixiao.cli.commands import jixiao
from jixiao.cli.output import speak_utf8

__all__ = ["jixiao", "main"]


def main() -> None:
    """Run the command line of this process; the entry point of the installed program."""
    speak_utf8()
    jixiao(prog_name="jixiao")
