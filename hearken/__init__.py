"""Hearken: two people hold an Imago Dialogue on their own server. Start reading at hearken/core/dialogue."""

__version__ = "0.1.0"
