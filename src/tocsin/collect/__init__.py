"""Collect: Source -> Document. Files and folders become documents; the bytes and their hash are kept."""
