"""Run every measurement and print its table."""

from benchmarks import reading, storing

for part in (reading, storing):
    part.main()
