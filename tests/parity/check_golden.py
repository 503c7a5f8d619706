"""Check the engine against numbers printed by the official code.

    python tests/parity/check_golden.py DIR
    python -m tests.parity.check_golden DIR

DIR holds golden files and the ``recipe.py`` that makes their inputs. Every file of a known kind is
checked; the largest error and its tolerance are printed per case. Exit status: 0 when all are
within tolerance, 1 when one is not, 2 when there is nothing to check.
"""

import importlib.util
import math
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
if sys.path[0] != str(ROOT):
    sys.path.insert(0, str(ROOT))  # run as a script, only this folder would be searched

from tests.parity.findings import Finding  # noqa: E402
from tests.parity.golden_mini import check_mini  # noqa: E402
from tests.parity.golden_pgcn import check_pgcn_test, check_pooling_units  # noqa: E402
from tests.parity.golden_post import check_map_nms  # noqa: E402
from tests.parity.golden_training import check_training  # noqa: E402

Check = Callable[[], list[Finding]]


def main(arguments: list[str]) -> int:
    """Print every finding; return the exit status."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        checks = list(checks_of(Path(arguments[0])))
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not checks:
        sys.stderr.write(f"{arguments[0]} holds no golden file this tool knows.\n")
        return 2
    failed = 0
    for check in checks:
        for finding in check() or [Finding(f"{arguments[0]}: a file without cases", math.inf, 0)]:
            failed += not finding.passed
            sys.stdout.write(line_of(finding) + "\n")
    sys.stdout.write(f"{failed} beyond tolerance\n" if failed else "all within tolerance\n")
    return 1 if failed else 0


def line_of(finding: Finding) -> str:
    """One printed line."""
    verdict = "ok  " if finding.passed else "FAIL"
    text = f"{verdict} {finding.case}: error {finding.error:.3g}, tolerance {finding.tolerance:g}"
    return f"{text} ({finding.note})" if finding.note else text


def checks_of(folder: Path) -> Iterator[Check]:
    """Yield a check for every golden file in the folder.

    Raises:
        FileNotFoundError: a file needs ``recipe.py`` and it is not there.
    """
    if sorted(folder.glob("i3d*.npz")):
        yield partial(_check_i3d, folder)
    for path in sorted(folder.glob("pgcn_test_*.npz")):
        yield partial(check_pgcn_test, path, load_recipe(folder))
    for path in sorted(folder.glob("pooling*.json")):
        yield partial(check_pooling_units, path)
    for path in sorted(folder.glob("map_nms*.json")):
        yield partial(check_map_nms, path)
    for path in sorted(folder.glob("mini*/mini_info.json")):
        yield partial(check_mini, path.parent, load_recipe(folder))
    for path in sorted(folder.glob("mini*/train_proposals.txt")):
        yield partial(check_training, path.parent, load_recipe(folder))


def _check_i3d(folder: Path) -> list[Finding]:
    # Imported late: the backbone is large, and the other files do not need it.
    from tests.parity.golden_i3d import check_i3d  # noqa: PLC0415

    groups: dict[str, list[Finding]] = {}
    for case, error, tolerance in check_i3d(folder):
        match = re.match(r"(rgb|flow)(_t\d+\w*?(?=_| |$))?", case)
        groups.setdefault(match.group() if match else case, []).append(
            Finding(f"i3d {case}", error, tolerance)
        )
    return [line for group in groups.values() for line in worst_of(group)]


def worst_of(findings: list[Finding]) -> list[Finding]:
    """Hundreds of numbers of one clip: every one that fails, or else the worst."""
    failed = [finding for finding in findings if not finding.passed]
    worst = max(findings, key=lambda one: one.error / one.tolerance if one.tolerance else 0.0)
    return failed or [worst._replace(note=f"worst of {len(findings)}")]


def load_recipe(folder: Path) -> ModuleType:
    """Import the recipe that lies beside the golden files."""
    path = folder / "recipe.py"
    if not path.exists():
        raise FileNotFoundError(f"{folder} lacks recipe.py, which makes the inputs.")
    spec = importlib.util.spec_from_file_location("golden_recipe", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{path} cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
