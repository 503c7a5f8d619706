"""The project file: SQLite through SQLAlchemy, nothing else."""
