"""Tocsin reads public reporting on a danger and writes a sourced warning brief."""

__version__ = "0.1.0"
