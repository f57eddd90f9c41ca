"""Trace: Documents, Claims -> Lineage. Copies, citations, origins; how many independent witnesses."""

from tocsin.trace.corrections import Correction
from tocsin.trace.lineage import trace_documents

__all__ = ["Correction", "trace_documents"]
