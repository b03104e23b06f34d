"""The command line: what `jixiao` and `python -m jixiao` run."""

import signal

from jixiao.cli.output import speak_utf8
from jixiao.cli.program import jixiao

__all__ = ["jixiao", "main"]


def main() -> None:
    """Run the command line of this process; the entry point of the installed program."""
    speak_utf8()
    _end_in_order()
    jixiao(prog_name="jixiao")


def _end_in_order() -> None:
    """Take being told to end, or losing the terminal, like Ctrl-C: workers are ended and what was put aside is deleted first."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no terminal that hangs up
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, signal.default_int_handler)
