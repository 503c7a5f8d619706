"""The trained models on this machine, and which of them the engine uses."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.config.settings import Settings, save_settings
from app.engine.explainer import CARD_NAME, EngineExplainer
from app.engine.fine_tuner import EngineFineTuner
from app.engine.kept_request import is_unfinished
from app.engine.localizer import EngineLocalizer
from app.engine.process import ProcessExplainer, ProcessLocalizer
from app.engine.tuning_process import ProcessFineTuner
from app.services.explaining import Cancel, ModelFacts

BUNDLED = Path(__file__).parents[2] / "resources" / "models"


class EngineModels:
    """The ``ModelShelf`` of the program, with the processes that use and make models.

    Args:
        settings: As found at the start.
        settings_file: Where the choice is remembered.
        cache: Folder of the feature cache.
        checkpoints: Folder of checkpoints, which may not be there.
        bundled: Folder of the models that come with the program, which may not be there.
    """

    def __init__(
        self,
        settings: Settings,
        settings_file: Path,
        cache: Path,
        checkpoints: Path,
        bundled: Path = BUNDLED,
    ) -> None:
        self._settings = settings
        self._settings_file = settings_file
        self._cache = cache
        self._checkpoints = checkpoints
        self._bundled = bundled
        self.localizer = ProcessLocalizer(self._make_localizer())
        self.explainer = ProcessExplainer(self._make_explainer())
        self.fine_tuner = ProcessFineTuner(
            partial(EngineFineTuner, cache, device=settings.device, flow=settings.flow)
        )

    @property
    def chosen(self) -> Path | None:
        """Folder of the P-GCN in use, or None for the cold start."""
        return self._settings.checkpoint

    def known(self) -> list[Path]:
        """Return the folders of finished models: those the program keeps, those it came with.

        Each by name; at the end the one in use where it lies elsewhere.
        """
        mine = sorted(path.parent for path in self._checkpoints.glob(f"[!.]*/{CARD_NAME}"))
        theirs = sorted(path.parent for path in self._bundled.glob(f"*/{CARD_NAME}"))
        known = [folder for folder in (*mine, *theirs) if not is_unfinished(folder)]
        if self.chosen is not None and self.chosen not in known:
            known += [self.chosen] if (self.chosen / CARD_NAME).exists() else []
        return known

    def is_default(self, folder: Path) -> bool:
        """Say whether a model came with the program."""
        return folder.parent == self._bundled

    def check(self, folder: Path, cancel: Cancel) -> ModelFacts:
        """Return what a folder holds.

        Raises:
            EngineError: it holds no P-GCN that can be used.
        """
        return self.explainer.check(folder, cancel)

    def choose(self, folder: Path | None) -> None:
        """Use a P-GCN, or the cold start, from the next run on, and remember it.

        Raises:
            OSError: it cannot be remembered; it is used all the same.
        """
        if folder == self._settings.checkpoint:
            return
        self._settings = self._settings.model_copy(update={"checkpoint": folder})
        self.localizer.renew(self._make_localizer())
        self.explainer.renew(self._make_explainer())
        save_settings(self._settings, self._settings_file)

    def _make_localizer(self) -> partial[EngineLocalizer]:
        chosen = self._settings
        return partial(
            EngineLocalizer,
            self._cache,
            device=chosen.device,
            flow=chosen.flow,
            checkpoint=chosen.checkpoint,
        )

    def _make_explainer(self) -> partial[EngineExplainer]:
        return partial(EngineExplainer, self._cache, self._settings.checkpoint)
