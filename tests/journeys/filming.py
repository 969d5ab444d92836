"""A camera for Chromium: a label on a table, held by a hand that is not still, in a light that is not good."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
WIDTH, HEIGHT, FRAMES = 1280, 720, 16


def options(film: Path) -> tuple[str, ...]:
    """What makes Chromium see this film, and not ask."""
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )


def film(path: Path, label: Picture, *, tall: int = 420, tilt: float = 0, noise: float = 7, seed: int = 1) -> Path:
    """A film of 16 frames, which the browser plays over and over: `label` is `tall` pixels high, `tilt` degrees off
    and 8 more to either side, with noise of sigma `noise`, blurred by a pixel."""
    chance = np.random.default_rng(seed)
    grey = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8).tobytes()
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F30:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(FRAMES):
            angle = tilt + 8 * np.sin(2 * np.pi * number / FRAMES)
            frame = _blurred(_laid(label, tall / label.shape[0], np.radians(angle)))
            frame = frame + chance.normal(0, noise, frame.shape)
            file.write(b"FRAME\n" + np.clip(frame, 0, 255).astype(np.uint8).tobytes() + grey + grey)
    return path


def _laid(label: Picture, scale: float, angle: float) -> NDArray[np.float64]:
    """The label turned about its middle, on cardboard; each pixel from the four around where it comes from."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    dx, dy = (x - WIDTH / 2) / scale, (y - HEIGHT / 2) / scale
    rows, columns = label.shape
    u = dx * np.cos(angle) + dy * np.sin(angle) + columns / 2
    v = -dx * np.sin(angle) + dy * np.cos(angle) + rows / 2
    inside = (u >= 0) & (u < columns - 1) & (v >= 0) & (v < rows - 1)
    u, v = np.clip(u, 0, columns - 1.001), np.clip(v, 0, rows - 1.001)
    left, top = u.astype(int), v.astype(int)
    right, down = u - left, v - top
    paper = label.astype(float)
    seen = (
        paper[top, left] * (1 - right) * (1 - down)
        + paper[top, left + 1] * right * (1 - down)
        + paper[top + 1, left] * (1 - right) * down
        + paper[top + 1, left + 1] * right * down
    )
    return np.where(inside, seen, 150.0)


def _blurred(frame: NDArray[np.float64]) -> NDArray[np.float64]:
    for axis in (0, 1):
        frame = (np.roll(frame, 1, axis) + 2 * frame + np.roll(frame, -1, axis)) / 4
    return frame
