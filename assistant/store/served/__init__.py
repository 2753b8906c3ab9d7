"""A library kept on a Chroma server, which several processes and machines share."""
