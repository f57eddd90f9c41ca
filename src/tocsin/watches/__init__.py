"""Warning problems: loading a watch from its files, and the packaged ones."""
