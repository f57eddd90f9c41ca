"""Charts as inline SVG, drawn without a library: each has a title, a description and a table beside it."""

from tocsin.brief.charts.bar import draw_bar
from tocsin.brief.charts.course import Held, draw_course
from tocsin.brief.charts.curve import draw_curve
from tocsin.brief.charts.grid import draw_indicator_grid
from tocsin.brief.charts.tree import draw_origin_tree

__all__ = ["Held", "draw_bar", "draw_course", "draw_curve", "draw_indicator_grid", "draw_origin_tree"]
