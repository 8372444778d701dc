"""The rules of ballots: their life, the count, the words of rule and result, and the record that proves them."""
