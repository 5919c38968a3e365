"""Round numbers for the grid of a drawing, and where a value lies on it."""

from math import floor, log10

WIDTH, HEIGHT = 1120, 330
LEFT, TOP, BOTTOM = 64, 22, 292


class Scale:
    """From the lowest value to beyond the highest, in at least three steps."""

    def __init__(self, low: float, high: float) -> None:
        step: float = 10.0 ** floor(log10(high - low))
        while (high - low) / step < 3:
            step /= 2
        self._step = max(step, 1.0)
        self._low = floor(low / self._step) * self._step
        self._high = (floor(high / self._step) + 1) * self._step

    def y(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return round(BOTTOM - (BOTTOM - TOP) * share, 1)

    def ticks(self) -> list[float]:
        count = round((self._high - self._low) / self._step)
        return [self._low + self._step * number for number in range(count + 1)]

    def share(self, value: float) -> float:
        return max(value, 0) / self._high
