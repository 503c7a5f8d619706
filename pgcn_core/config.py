"""Settings of every room: frozen values, each default with its source.

``Settings.paper()`` follows the ICCV 2019 paper, ``Settings.official()`` the released code; both
run on the same code.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from pgcn_core.errors import SettingsError

Stream = Literal["rgb", "flow"]
# "tag" and "sliding" see only whether something happens; "labels" also which Kinetics label; "bsn"
# is trained.
ProposalMaker = Literal["tag", "sliding", "labels", "bsn"]

# What stands in for a graph convolutional network.
BranchNetwork = Literal["gcn", "mlp", "mean"]

# Ranges are checked where settings are read from a file.
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
AtLeastZero = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]
# What the released code's generator takes.
Seed = Annotated[int, Field(ge=0, lt=2**32)]
_NO_OTHER_KEYS = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class FlowSettings:
    """Optical flow between consecutive sampled frames."""

    __pydantic_config__ = _NO_OTHER_KEYS

    method: Literal["tvl1", "dis"] = "tvl1"
    # Kinetics recipe: truncate to [-20, 20] px, then scale to [-1, 1].
    clamp_px: Positive = 20.0
    # Flow is computed at this short side, then cropped to the network's input.
    short_side_px: Count = 256


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """How a video becomes a sequence of I3D features."""

    __pydantic_config__ = _NO_OTHER_KEYS

    # "dense": one convolutional pass, a vector per 8 frames. "clips": the official 64-frame clips.
    mode: Literal["dense", "clips"] = "dense"
    window_frames: Count = 64  # clips mode: frames per snippet (P-GCN issue 33)
    stride_frames: Count = 8  # frames between snippets, both modes; dense allows only 8
    fps: Positive | None = 25.0  # Kinetics I3D was trained at 25; None keeps the video's own frames
    short_side_px: Count = 256  # DeepMind recipe: resize the short side to 256 ...
    crop_px: Count = 224  # ... and crop the centre
    streams: Annotated[tuple[Stream, ...], Field(min_length=1)] = ("rgb", "flow")
    flow: FlowSettings = field(default_factory=FlowSettings)
    backend: Literal["auto", "torch", "openvino"] = "auto"


@dataclass(frozen=True, slots=True)
class ProposalSettings:
    """Which segments are proposed."""

    __pydantic_config__ = _NO_OTHER_KEYS

    makers: Annotated[tuple[ProposalMaker, ...], Field(min_length=1)] = (
        "tag",
        "sliding",
    )
    bsn_checkpoint: str | None = None  # folder that "bsn" was trained into
    # Proposals of this file or folder instead of the makers'; see docs/formats.md.
    list_file: str | None = None
    max_proposals: Count = 600  # paper section 4.2: 600 per THUMOS14 video
    nms_tiou: Share = 0.9  # near-duplicates only; the graph wants overlapping proposals
    # "soft" lowers the scores of overlapping proposals instead of dropping them, as BSN does; its
    # values for THUMOS14 (ActivityNet: tIoU 0.8).
    suppression: Literal["nms", "soft_nms"] = "nms"
    soft_nms_sigma: Positive = 0.75
    soft_nms_tiou: Share = 0.65
    min_duration_s: AtLeastZero = 0.4
    # TAG (Zhao et al. 2017): watershed at these water levels, groups joined up to these ratios.
    tag_levels: tuple[Share, ...] = tuple(round(0.05 * i, 2) for i in range(1, 20))
    tag_ratios: tuple[Share, ...] = tuple(round(0.05 * i, 2) for i in range(6, 20))
    # Sliding windows: durations in seconds, each shifted by a share of its duration.
    sliding_durations_s: tuple[Positive, ...] = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
    sliding_overlap: Annotated[float, Field(ge=0, lt=1)] = 0.5
    context_ratio: AtLeastZero = (
        0.5  # the completeness feature looks this many lengths to each side
    )
    # "paper": snippets whose centre lies inside, seconds. "official": the released code's units
    # of 8 frames (I3D_Pooling.py). "official_rescaled": its 100-unit ActivityNet variant. "mean":
    # the mean of the paper's snippets instead of their maximum; a classifier of snippets reads it.
    pooling: Literal["paper", "official", "official_rescaled", "mean"] = "paper"


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """Which proposals are neighbours (paper section 3.2)."""

    __pydantic_config__ = _NO_OTHER_KEYS

    mode: Literal["paper", "official"] = "paper"
    contextual_tiou: Share = 0.7  # theta_ctx: contextual when tIoU is above
    surrounding_distance: AtLeastZero = 1.0  # theta_sur: surrounding when tIoU is 0 and d is below
    contextual: bool = True
    surrounding: bool = True
    # official mode only: slots per proposal, filled cyclically (pgcn_test.py:51-95)
    contextual_slots: Annotated[int, Field(ge=0)] = 8
    surrounding_slots: Annotated[int, Field(ge=0)] = 2
    # official mode: draw this many of the ten slots with the seed; None uses all ten (no sampling)
    sampled_slots: Count | None = None
    seed: Seed = 777


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Shape and arithmetic of one stream's network."""

    __pydantic_config__ = _NO_OTHER_KEYS

    n_labels: Count = 20
    feature_dim: Count = 1024
    hidden_dim: Count = 512  # pgcn_models.py; the paper does not say
    edge_relu: bool = False  # official mode: ReLU(cosine)
    # Paper Tables 3 and 4: "mlp" sees each proposal alone; "mean" is that MLP followed by the mean
    # over adjacent proposals.
    activity_network: BranchNetwork = "gcn"
    completeness_network: BranchNetwork = "gcn"
    # Table 5: "embedded" takes the cosine after a learned linear map.
    edge_function: Literal["cosine", "embedded"] = "cosine"
    self_addition: bool = True  # Table 5: whether a proposal adds its own feature (Eq. 10)
    # "mean" divides by the neighbours, as Eq. 10 does with N_s; "sum" takes the graph's own shares.
    aggregation: Literal["sum", "mean"] = "sum"
    depth: Annotated[int, Field(ge=1, le=6)] = 2  # graph convolutions, K of section 3.3
    activity_dropout: Share = 0.8
    gcn_dropout: Share = 0.7


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """How the streams are added: weighted mean of raw scores."""

    __pydantic_config__ = _NO_OTHER_KEYS

    rgb_weight: AtLeastZero = 2.0  # paper section 4.2: RGB : flow = 2 : 3
    flow_weight: AtLeastZero = 3.0


@dataclass(frozen=True, slots=True)
class DetectionSettings:
    """From scores to detections."""

    __pydantic_config__ = _NO_OTHER_KEYS

    top_k: Count = 2000  # (proposal, label) pairs kept per video
    nms_tiou: Share = 0.35
    # A detection that shares more than this part of the shorter one's time with a better one of
    # its label is dropped as well; 1 is off, as in the paper and the released code.
    max_shared: Share = 1.0
    nms_before_regression: bool = False  # official mode: NMS on the proposals, then regress
    min_score: AtLeastZero = 0.0
    # what completeness passes through before it multiplies the softmax of activity
    completeness: Literal["exp", "sigmoid"] = "exp"
    # P-GCN*: the best labels of the whole video are given to every proposal. A file
    # (docs/formats.md) or "kinetics", the feature network's own; None is off.
    video_labels: str | None = None
    video_label_names: str | None = None  # label names of a .npy file, one a line
    top_labels: Count = 2  # paper section 4.3: two per video
    # What is multiplied by the video's score: "proposal", whether anything happens there (one
    # minus background), or "label", how likely it is that label; both times its completeness.
    video_label_score: Literal["proposal", "label"] = "proposal"


@dataclass(frozen=True, slots=True)
class ColdStartSettings:
    """What differs while no trained P-GCN scores the proposals."""

    __pydantic_config__ = _NO_OTHER_KEYS

    # A two-stream I3D adds both streams alike (Carreira and Zisserman, CVPR 2017).
    flow_weight: AtLeastZero = 1.0
    # Until trained flow weights are imported, RGB weights stand in. What that is worth is in
    # docs/benchmarks.md: nothing, so the cold start leaves such a flow out, unless a person asks
    # for a flow by name. Then it counts this much.
    leaves_out_stand_in: bool = True
    inflated_flow_weight: AtLeastZero = 0.2
    makers: Annotated[tuple[ProposalMaker, ...], Field(min_length=1)] = (
        "tag",
        "sliding",
        "labels",
    )
    # Where footage without any action begins to give suggestions; see docs/benchmarks.md.
    min_score: AtLeastZero = 0.2
    nms_tiou: Share = 0.2  # nothing regresses: overlapping pieces of one action are repeats
    max_shared: Share = 0.5  # and so are pieces inside the whole
    top_k: Count = 2000


@dataclass(frozen=True, slots=True)
class UncertaintySettings:
    """How the doubt of a trained network is measured; no detection is another by it."""

    __pydantic_config__ = _NO_OTHER_KEYS

    draws: Annotated[int, Field(ge=0)] = 8  # sampled neighbourhoods; below 2 there is no spread
    neighbours: Count = 4  # N_s of Eq. 10, Table 7
    seed: Seed = 777


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that shapes a result; hashed into every run."""

    __pydantic_config__ = _NO_OTHER_KEYS

    features: FeatureSettings = field(default_factory=FeatureSettings)
    proposals: ProposalSettings = field(default_factory=ProposalSettings)
    graph: GraphSettings = field(default_factory=GraphSettings)
    model: ModelSettings = field(default_factory=ModelSettings)
    fusion: FusionSettings = field(default_factory=FusionSettings)
    detections: DetectionSettings = field(default_factory=DetectionSettings)
    coldstart: ColdStartSettings = field(default_factory=ColdStartSettings)
    uncertainty: UncertaintySettings = field(default_factory=UncertaintySettings)

    @classmethod
    def paper(cls) -> Settings:
        """Return the settings of the paper."""
        return cls()

    @classmethod
    def official(cls) -> Settings:
        """Return the settings of the released code, all ten slots, no sampling."""
        return cls(
            features=FeatureSettings(mode="clips"),
            proposals=ProposalSettings(pooling="official"),
            graph=GraphSettings(mode="official"),
            model=ModelSettings(edge_relu=True),
            fusion=FusionSettings(rgb_weight=1.0, flow_weight=1.2),
            detections=DetectionSettings(nms_tiou=0.32, nms_before_regression=True),
        )

    def with_files(
        self,
        *,
        bsn: str | None = None,
        proposals: str | None = None,
        video_labels: str | None = None,
        video_label_names: str | None = None,
        top_labels: int | None = None,
    ) -> Settings:
        """Return the same settings with what was named; None leaves a setting as it is.

        Args:
            bsn: Folder of a trained BSN; it becomes the only maker, also in the cold start.
            proposals: File or folder of proposals instead of the makers'.
            video_labels: File of the labels of whole videos, or ``kinetics``.
            video_label_names: Label names of a .npy file.
            top_labels: How many labels every proposal of a video is given.
        """
        made: dict[str, Any] = {"list_file": proposals} if proposals else {}
        cold = self.coldstart
        if bsn:
            made |= {"makers": ("bsn",), "bsn_checkpoint": bsn, "suppression": "soft_nms"}
            cold = dataclasses.replace(cold, makers=("bsn",))
        found: dict[str, Any] = {"video_labels": video_labels} if video_labels else {}
        found |= {"video_label_names": video_label_names} if video_label_names else {}
        found |= {"top_labels": top_labels} if top_labels else {}
        return dataclasses.replace(
            self,
            proposals=dataclasses.replace(self.proposals, **made),
            detections=dataclasses.replace(self.detections, **found),
            coldstart=cold,
        )

    def with_makers(self, makers: tuple[ProposalMaker, ...]) -> Settings:
        """Return the same settings with other makers of proposals, also in the cold start.

        With "bsn" among them proposals are thinned as BSN thins its own.
        """
        thinning: dict[str, Any] = {"suppression": "soft_nms"} if "bsn" in makers else {}
        return dataclasses.replace(
            self,
            proposals=dataclasses.replace(self.proposals, makers=makers, **thinning),
            coldstart=dataclasses.replace(self.coldstart, makers=makers),
        )

    def with_flow(
        self, method: Literal["tvl1", "dis", "none"], *, by_name: bool = True
    ) -> Settings:
        """Return the same settings with another optical flow; ``none`` uses RGB alone.

        Args:
            method: How flow is computed.
            by_name: Whether a person named it; then the cold start computes it in any case.
        """
        if method == "none":
            features = dataclasses.replace(self.features, streams=("rgb",))
        else:
            flow = dataclasses.replace(self.features.flow, method=method)
            features = dataclasses.replace(self.features, flow=flow)
        cold = dataclasses.replace(self.coldstart, leaves_out_stand_in=not by_name)
        return dataclasses.replace(self, features=features, coldstart=cold)

    def for_coldstart(self, *, inflated_flow: bool = False) -> Settings:
        """Return the settings with proposals, fusion and detections as the cold start needs.

        Args:
            inflated_flow: Whether RGB weights stand in for the flow network's.
        """
        cold = self.coldstart
        flow_weight = cold.inflated_flow_weight if inflated_flow else cold.flow_weight
        return dataclasses.replace(
            self,
            fusion=FusionSettings(rgb_weight=1.0, flow_weight=flow_weight),
            proposals=dataclasses.replace(self.proposals, makers=cold.makers),
            detections=dataclasses.replace(
                self.detections,
                min_score=cold.min_score,
                nms_tiou=cold.nms_tiou,
                max_shared=cold.max_shared,
                top_k=cold.top_k,
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain nested dicts for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Settings:
        """Read what ``to_dict`` wrote; missing keys take their default.

        Raises:
            SettingsError: a value is of the wrong type, or a key is unknown.
        """
        try:
            return TypeAdapter(cls).validate_python(values)
        except ValidationError as error:
            raise _refused(error) from error


def _refused(error: ValidationError) -> SettingsError:
    """Return the first thing that is wrong, in words."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if not where:
        return SettingsError(
            "The settings are not a table of names and values.", "Write a JSON object: {...}."
        )
    if first["type"] == "unexpected_keyword_argument":
        return SettingsError(f"There is no setting {where!r}.", "Look for a slip in its name.")
    reason = "is empty" if first["type"] == "too_short" else first["msg"].removeprefix("Input ")
    return SettingsError(
        f"The setting {where!r} {reason}.", "Correct it, or remove it to use the default."
    )
