"""The stages that a GPU runs, on any device: what ``pgcn bench --device cuda`` measures.

On a CPU the same code runs, which is how it is tested; its numbers mean little there.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from pgcn_core.config import FlowSettings, GraphSettings
from pgcn_core.errors import WeightsError
from pgcn_core.features.backbone import network_of as i3d_of
from pgcn_core.features.flow import compute_flow
from pgcn_core.features.i3d import InceptionI3d
from pgcn_core.features.weights import find_weights, load_state
from pgcn_core.graph import build_graph
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.streams import run_stream
from tests.bench.crowds import features_of, proposals_of
from tests.bench.networks import network_of

Numbers = dict[str, float | int | str]


@dataclass(frozen=True)
class Sizes:
    """How much is measured; the defaults are for a GPU."""

    clips: int = 8
    n_frames: int = 64
    pairs: int = 64
    flow_px: tuple[int, int] = (256, 340)
    proposals: int = 600
    product: int = 8192
    turns: int = 5


def measure_device(device: torch.device, sizes: Sizes | None = None) -> Numbers:
    """Frames, pairs and videos per second, the share of the device's peak, and bfloat16's cosine.

    The peak is the rate of one large float32 product without TF32, measured here: what the
    features could reach at most. Copies to the device and back are part of every time.
    """
    sizes = sizes or Sizes()
    with torch.backends.cudnn.flags(allow_tf32=False):
        network, source = _i3d(device)
        return {
            "device": _name(device),
            "weights": source,
            **_features(network, device, sizes),
            **_flow(device, sizes),
            **_pgcn(device, sizes),
        }


def _i3d(device: torch.device) -> tuple[nn.Module, str]:
    """The installed RGB network, or one of no training."""
    try:
        installed = find_weights("rgb")
    except WeightsError:
        torch.manual_seed(0)
        return InceptionI3d(3, 400).eval().requires_grad_(False).to(device), "random"
    return i3d_of(load_state(installed)).to(device), installed.name


def _features(network: nn.Module, device: torch.device, sizes: Sizes) -> Numbers:
    shape = (sizes.clips, 3, sizes.n_frames, 224, 224)
    clips = torch.from_numpy(np.random.default_rng(0).uniform(-1, 1, shape).astype(np.float32))

    @torch.inference_mode()
    def run() -> Tensor:
        return network.features(clips.to(device)).mean((3, 4)).transpose(1, 2).float().cpu()

    @torch.inference_mode()
    def run_half() -> Tensor:
        kept = clips.to(device, memory_format=torch.channels_last_3d)
        with torch.autocast(device.type, torch.bfloat16):
            cells = network.features(kept)
        return cells.float().mean((3, 4)).transpose(1, 2).cpu()

    exact, flops = _counted(run, network)
    rough = run_half()
    exact_s, rough_s = _median_s(run, device, sizes), _median_s(run_half, device, sizes)
    n_frames = sizes.clips * sizes.n_frames
    cosines = nn.functional.cosine_similarity(exact, rough, dim=-1)
    peak = _peak_flops(device, sizes)
    return {
        "features_frames_per_s": n_frames / exact_s,
        "features_bf16_frames_per_s": n_frames / rough_s,
        "features_flops": flops,
        "peak_float32_flops_per_s": peak,
        "features_share_of_peak": flops / exact_s / peak,
        "bf16_least_cosine": float(cosines.min()),
    }


def _counted(run: Callable[[], Tensor], network: nn.Module) -> tuple[Tensor, int]:
    """What a call gives, and how many multiplications and additions its convolutions take."""
    total = 0

    def count(module: nn.Conv3d, _inputs: object, out: Tensor) -> None:
        nonlocal total
        total += 2 * out.numel() * module.weight[0].numel()

    convolutions = [one for one in network.modules() if isinstance(one, nn.Conv3d)]
    hooks = [one.register_forward_hook(count) for one in convolutions]
    found = run()
    for hook in hooks:
        hook.remove()
    return found, total


def _peak_flops(device: torch.device, sizes: Sizes) -> float:
    n = sizes.product
    matrix = torch.ones(n, n, device=device)
    allowed = torch.backends.cuda.matmul.allow_tf32
    torch.backends.cuda.matmul.allow_tf32 = False
    try:
        return 2 * n**3 / _median_s(lambda: matrix @ matrix, device, sizes)
    finally:
        torch.backends.cuda.matmul.allow_tf32 = allowed


def _flow(device: torch.device, sizes: Sizes) -> Numbers:
    rng = np.random.default_rng(1)
    height, width = sizes.flow_px
    coarse = rng.integers(0, 255, (height // 8 + 2, width // 8 + 2)).astype(np.float32)
    field = nn.functional.interpolate(
        torch.from_numpy(coarse)[None, None], size=(height, width + sizes.pairs), mode="bicubic"
    )
    picture = field[0, 0].clamp(0, 255).byte().numpy()
    moving = np.stack([picture[:, at : at + width] for at in range(sizes.pairs + 1)])
    settings = FlowSettings(method="tvl1")
    seconds = _median_s(lambda: compute_flow(moving, settings, device=device), device, sizes)
    found = compute_flow(moving[:2], settings, device=device)
    return {
        "tvl1_pairs_per_s": sizes.pairs / seconds,
        # A picture that moves one pixel to the left.
        "tvl1_median_shift_px": float(np.median(found[0, ..., 0])),
    }


def _pgcn(device: torch.device, sizes: Sizes) -> Numbers:
    segments = proposals_of(sizes.proposals, 240.0)
    graph = build_graph(segments, GraphSettings())
    rows = ProposalFeatures(*(features_of(sizes.proposals, dim) for dim in (1024, 3072)))
    networks = [network_of(edge_relu=False) for _ in ("rgb", "flow")]
    seconds = _median_s(
        lambda: [run_stream(one, rows, graph, device) for one in networks], device, sizes
    )
    here, there = (run_stream(networks[0], rows, graph, one) for one in ("cpu", device))
    scale = np.abs(here.activity_logits).max()
    return {
        "pgcn_videos_per_s": 1 / seconds,
        "pgcn_video_s": seconds,
        "pgcn_difference_to_cpu": float(
            np.abs(here.activity_logits - there.activity_logits).max() / scale
        ),
    }


def _median_s(act: Callable[[], object], device: torch.device, sizes: Sizes) -> float:
    """The median time of a call, everything that was queued on the device done."""
    act()
    times = []
    for _ in range(sizes.turns):
        _wait(device)
        began = time.perf_counter()
        act()
        _wait(device)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _name(device: torch.device) -> str:
    return torch.cuda.get_device_name(device) if device.type == "cuda" else device.type
