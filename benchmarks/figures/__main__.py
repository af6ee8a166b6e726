"""`python -m benchmarks.figures`: see measures.py."""

from benchmarks.figures.measures import main

if __name__ == "__main__":
    main()
