"""Runs a program's ``main`` in this process, as a shell would start it."""

import contextlib
import io
import sys

import pytest


def run_main(main, name, *args):
    """Return the exit code, and what went to stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [name, *map(str, args)])
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()
