"""What bench/finder.py compares: a made-up directory, questions to it, and the other ways to answer them."""
