"""Ukrainian cryptography in Python: GOST 34.311, Kupyna, DSTU 4145, GOST 28147, and what is written with them.

This package knows nothing of Vikno and needs no Django.
"""
