"""The national register in the editors' area: import of a file, review of differences, takeover."""
