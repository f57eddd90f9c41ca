"""Trace: Documents, Claims -> Lineage. Copies, citations, origins; how many independent witnesses."""

from tocsin.trace.lineage import trace_documents

__all__ = ["trace_documents"]
