"""What a page goes through before it reaches us as a picture: printed, stamped, fed in askew, photographed, saved too small.

Every function takes a page as BGR pixels (height × width × 3, uint8) and returns another one; chance is that of the seed alone.
"""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def skewed(page: Picture, degrees: float) -> Picture:
    """Turn a page a little, as a feeder does; the corners that come into view are white."""
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return _pixels(cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)))


def noisy(page: Picture, sigma: float, seed: int) -> Picture:
    """Add the noise of a sensor; sigma in grey levels."""
    noise = np.random.default_rng(seed).normal(0.0, sigma, page.shape)
    return _pixels(np.clip(page.astype(np.float64) + noise, 0, 255))


def blurred(page: Picture, radius: float) -> Picture:
    """Put a page out of focus; radius is the sigma of the blur in pixels."""
    return _pixels(cv2.GaussianBlur(page, (0, 0), radius))


def compressed(page: Picture, quality: int) -> Picture:
    """Save as JPEG and open again."""
    _, packed = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return _pixels(cv2.imdecode(packed, cv2.IMREAD_COLOR))


def sealed(page: Picture, seed: int = 0) -> Picture:
    """Press a round red seal with its star and ring of characters over the table; black ink under it stays black."""
    height, width = page.shape[:2]
    chance = np.random.default_rng(seed)
    radius = round(width * 0.12)
    centre = round(width * chance.uniform(0.35, 0.75)), round(height * chance.uniform(0.35, 0.7))
    ink = np.zeros((height, width), np.uint8)
    cv2.circle(ink, centre, radius, 255, max(3, radius // 14), cv2.LINE_AA)
    angles = np.deg2rad(np.arange(10) * 36 - 90)
    reach = np.where(np.arange(10) % 2 == 0, 0.36, 0.15) * radius
    star = np.stack([centre[0] + reach * np.cos(angles), centre[1] + reach * np.sin(angles)], axis=1)
    cv2.fillPoly(ink, [star.astype(np.int32)], 255, cv2.LINE_AA)
    for angle in np.deg2rad(np.arange(150, 400, 22)):
        at = round(centre[0] + 0.76 * radius * np.cos(angle)), round(centre[1] + 0.76 * radius * np.sin(angle))
        half = max(4, radius // 11)
        cv2.rectangle(ink, (at[0] - half, at[1] - half), (at[0] + half, at[1] + half), 255, max(2, radius // 40))
        cv2.line(ink, (at[0] - half, at[1]), (at[0] + half, at[1]), 255, max(2, radius // 40))
        cv2.line(ink, (at[0], at[1] - half), (at[0], at[1] + half), 255, max(2, radius // 40))
    cover = (ink.astype(np.float64) / 255 * 0.85)[..., np.newaxis]
    red = np.array([50.0, 40.0, 215.0])
    # Ink of a seal is a filter: it takes from the paper what is not red, and leaves what is black already.
    filtered = page.astype(np.float64) * (red / 255)
    return _pixels(page * (1 - cover) + filtered * cover)


def photographed(page: Picture, seed: int = 0) -> Picture:
    """Take a picture of a page lying on a dark table, from above and a little aside, under a lamp to one side."""
    height, width = page.shape[:2]
    chance = np.random.default_rng(seed)
    margin = 0.08
    table = round(height * (1 + 2 * margin)), round(width * (1 + 2 * margin))
    left, top = width * margin, height * margin
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inset = chance.uniform(-0.045, 0.045, (4, 2)) * (width, height)
    seen = (corners + np.array([left, top]) + inset).astype(np.float32)
    view = cv2.getPerspectiveTransform(corners, seen)
    picture = cv2.warpPerspective(page, view, (table[1], table[0]), flags=cv2.INTER_LINEAR, borderValue=(52, 60, 70))
    rows, columns = np.mgrid[0 : table[0], 0 : table[1]]
    lamp = 0.62 + 0.38 * (1 - np.hypot(rows / table[0] - 0.2, columns / table[1] - 0.25) / 1.3)
    lit = np.clip(picture.astype(np.float64) * lamp[..., np.newaxis], 0, 255)
    return compressed(noisy(blurred(_pixels(lit), 0.7), 4.0, seed), 80)


def clean(page: Picture, _seed: int = 0) -> Picture:
    """A page as it was rendered."""
    return page


def mild(page: Picture, seed: int = 0) -> Picture:
    """A good office scan: 0.4°, a little noise, JPEG 75."""
    return compressed(noisy(skewed(page, 0.4), 6.0, seed), 75)


def askew(page: Picture, seed: int = 0) -> Picture:
    """A page fed in askew: 1.5°, some noise, JPEG 60."""
    return compressed(noisy(skewed(page, -1.5), 6.0, seed), 60)


def harsh(page: Picture, seed: int = 0) -> Picture:
    """A copy of a copy: 2.2°, out of focus, noise of 16 levels, JPEG 40."""
    return compressed(noisy(blurred(skewed(page, 2.2), 1.1), 16.0, seed), 40)


def stamped(page: Picture, seed: int = 0) -> Picture:
    """A sealed page, scanned well."""
    return compressed(noisy(skewed(sealed(page, seed), 0.4), 6.0, seed), 75)


DAMAGES: dict[str, Callable[[Picture, int], Picture]] = {
    "clean": clean,
    "mild": mild,
    "skew": askew,
    "harsh": harsh,
    "seal": stamped,
    "photo": photographed,
}
"""What can happen to a page, from nothing to worst."""


def _pixels(values: Any) -> Picture:  # noqa: ANN401 - what OpenCV returns
    return np.asarray(values).astype(np.uint8)
