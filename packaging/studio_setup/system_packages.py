"""Qt's system libraries and the virtual screen: which are missing, and installing them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studio_setup.machine import Machine, has_library
from studio_setup.report import Report, SetupError
from studio_setup.shell import Shell

# Debian's package -> the shared library whose absence calls for it.
QT_ALWAYS = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
}
QT_ON_X11 = {
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libx11-xcb1": "libX11-xcb.so.1",
}
VIRTUAL_SCREEN = "xvfb"


@dataclass(frozen=True)
class Screens:
    """What a window can be shown on: whether a virtual X screen can be started."""

    virtual: bool


def missing(
    libraries: dict[str, str], loads: Callable[[str], bool] = has_library
) -> tuple[str, ...]:
    """Return the packages whose library the loader does not find."""
    return tuple(package for package, soname in libraries.items() if not loads(soname))


def prepare(machine: Machine, shell: Shell, *, may_install: bool = True) -> Screens:
    """Install what Qt lacks where that is ours to do; otherwise say exactly what is missing.

    Raises:
        SetupError: a library is missing without which Qt does not start even without a screen.
    """
    wanted = [*missing(QT_ALWAYS), *missing(QT_ON_X11)]
    if machine.display is None and shutil.which("Xvfb") is None:
        wanted.append(VIRTUAL_SCREEN)
    if wanted and may_install and machine.apt is not None:
        shell.report.say(f"Installing system packages: {' '.join(wanted)}")
        install(machine.apt, wanted, shell)
    return _verdict(machine, shell.report)


def install(apt: Sequence[str], packages: Sequence[str], shell: Shell) -> bool:
    """Install Debian packages; returns whether apt said it went well."""
    # An index of somebody else's that does not answer must not stop us: install decides.
    shell.run([*apt, "update"])
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return shell.run(command, {"DEBIAN_FRONTEND": "noninteractive"}).ok


def _verdict(machine: Machine, report: Report) -> Screens:
    always, on_x11 = missing(QT_ALWAYS), missing(QT_ON_X11)
    if always:
        raise SetupError(
            f"Qt cannot start: these system libraries are missing: {_names(QT_ALWAYS, always)}.",
            f"Install them (Debian, Ubuntu: sudo apt-get install {' '.join((*always, *on_x11))}) "
            "and run the same command again.",
        )
    if on_x11 and machine.display == "x11":
        raise SetupError(
            f"Qt cannot open a window on this screen: missing {_names(QT_ON_X11, on_x11)}.",
            f"Install them (Debian, Ubuntu: sudo apt-get install {' '.join(on_x11)}) "
            "and run the same command again.",
        )
    virtual = shutil.which("Xvfb") is not None and not on_x11
    if machine.display is None and not virtual:
        lacking = (*on_x11, *(() if shutil.which("Xvfb") else (VIRTUAL_SCREEN,)))
        report.say(f"No virtual screen (missing: {' '.join(lacking)}); Qt paints offscreen.")
    return Screens(virtual=virtual)


def _names(libraries: dict[str, str], packages: Sequence[str]) -> str:
    return ", ".join(libraries[package] for package in packages)
