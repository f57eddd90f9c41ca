"""Trace: Documents, Claims -> Lineage. Copies, citations, origins; how many independent witnesses."""

from tocsin.trace.lineage import number_origins, trace_documents
from tocsin.trace.observed import with_observations

__all__ = ["number_origins", "trace_documents", "with_observations"]
