"""What a sheet looks like, and the way between its rows and the models. No Excel library, no disk."""
