"""A person drawn from joints: limbs as shaded capsules, seen by a camera."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from default_model.motion import JOINTS, Floats

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]

_AT = {name: number for number, name in enumerate(JOINTS)}
_SMALLEST_DEPTH_M = 0.3
# From joint, to joint, radius in metres, which colour.
_LIMBS: tuple[tuple[str, str, float, str], ...] = (
    ("right_hip", "right_knee", 0.085, "trousers"),
    ("right_knee", "right_ankle", 0.06, "trousers"),
    ("right_ankle", "right_toe", 0.045, "shoes"),
    ("left_hip", "left_knee", 0.085, "trousers"),
    ("left_knee", "left_ankle", 0.06, "trousers"),
    ("left_ankle", "left_toe", 0.045, "shoes"),
    ("right_shoulder", "right_elbow", 0.055, "shirt"),
    ("right_elbow", "right_hand", 0.042, "skin"),
    ("left_shoulder", "left_elbow", 0.055, "shirt"),
    ("left_elbow", "left_hand", 0.042, "skin"),
    ("root", "chest", 0.14, "shirt"),
    ("chest", "neck", 0.15, "shirt"),
    ("right_shoulder", "left_shoulder", 0.08, "shirt"),
    ("right_hip", "left_hip", 0.09, "trousers"),
    ("neck", "head", 0.06, "skin"),
)
_HEAD_M = 0.115


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera that looks at a point one metre above the ground.

    Attributes:
        azimuth: Radians around the scene.
        distance_m: From the point.
        height_m: Above the ground.
        focal: In picture heights.
    """

    azimuth: float
    distance_m: float
    height_m: float
    focal: float = 1.3

    def see(self, points: Floats, target: Floats, size_px: tuple[int, int]) -> Floats:
        """Return (P, 3): column and row in pixels, depth in metres, of (P, 3) points.

        Args:
            points: Metres, y up.
            target: (2,) x and z of what is looked at.
            size_px: Width and height of the picture.
        """
        aim = np.array([target[0], 1.0, target[1]])
        away = np.array([np.cos(self.azimuth), 0.0, np.sin(self.azimuth)]) * self.distance_m
        eye = aim + away
        eye[1] = self.height_m
        forward = (aim - eye) / np.linalg.norm(aim - eye)
        right = np.cross(forward, [0.0, 1.0, 0.0])
        right /= np.linalg.norm(right)
        rows = (points - eye) @ np.stack([right, np.cross(right, forward), forward]).T
        depth = np.maximum(rows[:, 2], _SMALLEST_DEPTH_M)
        scale = self.focal * size_px[1] / depth
        column = size_px[0] / 2 + rows[:, 0] * scale
        row = size_px[1] / 2 - rows[:, 1] * scale
        return np.stack([column, row, depth], axis=1)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a person wears; colours are RGB."""

    shirt: Colour
    trousers: Colour
    shoes: Colour
    skin: Colour
    hair: Colour

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Looks:
        """Return looks by chance."""

        def any_colour(low: int, high: int) -> Colour:
            red, green, blue = rng.integers(low, high, 3).tolist()
            return red, green, blue

        tone = float(rng.uniform(0.35, 1.0))
        skin = (int(232 * tone), int(184 * tone), int(150 * tone))
        return cls(
            any_colour(20, 250), any_colour(10, 160), any_colour(10, 250), skin, any_colour(5, 110)
        )


def draw(picture: Pixels, joints: Floats, camera: Camera, target: Floats, looks: Looks) -> None:
    """Draw a person into a picture, far limbs first, with a shadow on the ground.

    Args:
        picture: (H, W, 3) uint8 RGB, changed in place.
        joints: (J, 3) metres.
        camera: Where it is seen from.
        target: (2,) x and z of what the camera looks at.
        looks: Colours.
    """
    height, width = picture.shape[:2]
    seen = camera.see(joints, target, (width, height))
    unit = camera.focal * height
    _shadow(picture, joints, camera, target)
    far_first = sorted(_LIMBS, key=lambda limb: -(seen[_AT[limb[0]], 2] + seen[_AT[limb[1]], 2]))
    for start, end, radius_m, colour in far_first:
        ends = seen[[_AT[start], _AT[end]]]
        _capsule(picture, ends, radius_m * unit / ends[:, 2].mean(), getattr(looks, colour))
    head = seen[_AT["head"]]
    radius = _HEAD_M * unit / head[2]
    up = np.array([0.0, -radius])
    _ball(picture, head[:2] + 0.25 * up, 1.05 * radius, looks.hair)
    _ball(picture, head[:2] - 0.2 * up, 0.85 * radius, looks.skin)


def _capsule(picture: Pixels, ends: Floats, radius: float, colour: Colour) -> None:
    """Draw one limb: dark at its rim, light along its middle."""
    first, second = (_point(end) for end in ends)
    for share, light in ((1.0, 0.6), (0.75, 0.85), (0.4, 1.05)):
        thickness = max(round(2 * radius * share), 1)
        cv2.line(picture, first, second, _lit(colour, light), thickness, cv2.LINE_AA)


def _ball(picture: Pixels, centre: Floats, radius: float, colour: Colour) -> None:
    for share, light in ((1.0, 0.65), (0.75, 0.9), (0.4, 1.05)):
        size = max(round(radius * share), 1)
        cv2.circle(picture, _point(centre), size, _lit(colour, light), -1, cv2.LINE_AA)


def _shadow(picture: Pixels, joints: Floats, camera: Camera, target: Floats) -> None:
    """Darken the ground below the person."""
    height, width = picture.shape[:2]
    ground = joints.copy()
    ground[:, 1] = 0.0
    seen = camera.see(ground, target, (width, height))
    hull = cv2.convexHull(np.round(seen[:, :2]).astype(np.int32))
    mask = cv2.fillConvexPoly(np.zeros((height, width), np.uint8), hull, 255)
    soft = cv2.GaussianBlur(mask, (0, 0), height / 60)[..., None].astype(np.float32) / 255
    picture[:] = (picture * (1 - 0.45 * soft)).astype(np.uint8)


def _point(place: Floats) -> tuple[int, int]:
    column, row = np.clip(np.round(place[:2]), -4000, 4000).astype(int).tolist()
    return column, row


def _lit(colour: Colour, light: float) -> Colour:
    red, green, blue = (min(int(part * light), 255) for part in colour)
    return red, green, blue
