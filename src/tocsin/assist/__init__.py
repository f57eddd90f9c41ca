"""What speaks with language models: tools that they may read with, and one model of the user's own.

Comes in: a store, settings. Goes out: typed answers to a model's questions; a model's proposals, each held
against the words on the page before anybody sees it. No number of Tocsin's comes from here or is changed
here. Knows nothing about pages.
"""
