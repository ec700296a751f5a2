"""Operations on trust sources, revocation data, and files that are checked in the background."""
