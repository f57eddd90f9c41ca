"""Trace: Documents, Claims -> Lineage. Copies, citations, origins; how many independent witnesses."""
