"""The record panel, part by part."""
