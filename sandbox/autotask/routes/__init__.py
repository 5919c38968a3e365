"""The HTTP surface; paths are lower case here because the vendor's case does not matter."""
