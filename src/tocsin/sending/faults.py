"""The one way in which sending fails: what the receiver did, in words that hold no secret."""


class SendingFault(Exception):
    """A receiver did not take an alert; it is tried again later."""
