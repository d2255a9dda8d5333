"""Pictures from a gallery: each kind says which results it can show, and writes the chart of a calculator file."""

from lms.studio.calculators.charts.kinds import KINDS, ChartKind
from lms.studio.calculators.charts.material import Choice, Material, material_of
from lms.studio.calculators.charts.writing import chart_text

__all__ = ["KINDS", "ChartKind", "Choice", "Material", "chart_text", "material_of"]
