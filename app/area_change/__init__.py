"""Mergers and divisions of areas: asked for, looked at beforehand, carried out."""
