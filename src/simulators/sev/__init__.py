"""Simulator of СЕВ ОВВ 2.0: the bus with its eight operations, and a small office behind the bus that answers letters."""
