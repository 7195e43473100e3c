"""Readers that somebody else wrote, one function a format: each reads an export and says what does not fit."""
