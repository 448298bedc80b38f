"""Measurements, each beside a peer in the same run: `make bench` prints medians and ratios. Never a test."""
