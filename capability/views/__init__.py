"""Pages of the capability area."""

from capability.views.matrix import chart_detail, matrix_detail, matrix_export

__all__ = ["chart_detail", "matrix_detail", "matrix_export"]
