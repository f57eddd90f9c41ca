"""Read: Document -> Claim, Event, Time. Who says what through whom, how surely; who does what, when, where."""
