"""Charts that only the workbench draws, as inline SVG: each has a title and a table beside it."""

from tocsin.web.charts.calibration import draw_calibration
from tocsin.web.charts.coverage import draw_coverage
from tocsin.web.charts.map import draw_map

__all__ = ["draw_calibration", "draw_coverage", "draw_map"]
