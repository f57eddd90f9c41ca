"""What is measured: `python -m benchmarks.NAME --data DIR` prints one line of JSON last."""
