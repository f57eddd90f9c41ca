"""What XML can hold of a text.

Comes in: text. Goes out: the same without the characters that XML 1.0 has no way to write.
Knows nothing else.
"""


def clean(text: str) -> str:
    """Without control characters, half characters and the two that are none."""
    return "".join(char for char in text if _is_writable(char))


def _is_writable(char: str) -> bool:
    if char < " ":
        return char in "\t\n"
    return not ("\ud800" <= char <= "\udfff" or char in "\ufffe\uffff")
