"""Sends alerts: mail, signed webhooks, Atom feeds. Beside the corridor, since no room asks the network.

Comes in: a store, what a watch concluded, settings. Goes out: alerts, each to each receiver once. Knows
nothing about how anything is concluded.
"""

from tocsin.sending.outbox import last_collected, make_alert, note_silence, send_alerts, send_waiting

__all__ = ["last_collected", "make_alert", "note_silence", "send_alerts", "send_waiting"]
