"""Samsyn: a city and its police see the same thing, decide together and follow up."""

__version__ = "0.5.2"
