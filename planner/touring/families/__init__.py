"""Readers of public benchmark families, and their questions as day routes."""
