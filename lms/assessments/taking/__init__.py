"""Taking a quiz: what a person was given, answering it with or without a network, handing it in."""
