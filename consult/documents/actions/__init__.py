"""The life of a version: started, edited section by section, published or discarded."""
