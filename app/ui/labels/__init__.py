"""The labels of a project: their panel, their acts."""
