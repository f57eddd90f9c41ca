"""Read: Document -> Claim, Event, Time. Who says what, how surely; who does what when and where."""
