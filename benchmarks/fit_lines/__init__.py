"""Fits the costs of printed lines on programmes whose PDF says in which cell each word stands."""
