"""Trace: Documents, Claims -> Lineage. Copies, citations, origins; how many independent witnesses."""

from tocsin.trace.corrections import Correction
from tocsin.trace.lineage import trace_documents
from tocsin.trace.observed import with_observations

__all__ = ["Correction", "trace_documents", "with_observations"]
