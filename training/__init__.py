"""How the shipped weights of the reader were made, start to end, from a data folder given as argument."""
