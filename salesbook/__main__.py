"""Lets ``python -m salesbook`` do what the command ``salesbook`` does."""

from salesbook.cli import main

if __name__ == "__main__":
    main()
