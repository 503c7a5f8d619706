"""Import every module of the engine with the window and the database refused."""

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

REFUSED = {"PySide6", "shiboken6", "pyqtgraph", "sqlalchemy", "alembic", "app"}


class Refuse:
    """A finder that has none of them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse by name; leave all else to the other finders."""
        if name.partition(".")[0] in REFUSED:
            raise ModuleNotFoundError(f"refused: {name}", name=name)
        return None


def modules(package: ModuleType) -> list[str]:
    """Return the names of all modules below a package, imported one by one."""
    found = pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    return [module.name for module in found]


if __name__ == "__main__":
    sys.meta_path.insert(0, Refuse())
    names = modules(importlib.import_module("pgcn_core"))
    for each in names:
        importlib.import_module(each)
    sys.stdout.write(str(len(names)))
