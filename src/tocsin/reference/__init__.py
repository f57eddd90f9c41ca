"""What is already known: countries, actors, outlets, kinds of event, anchors, words of probability."""
