"""Reading which comments say nearly the same, and comparing all of a round."""
