import pytest

from tools.check_templates import long_chains, long_lines


def test_a_line_over_the_limit_is_found_by_its_number():
    assert [number for number, _problem in long_lines("short\n" + "x" * 161)] == [2]


def test_a_line_of_the_limit_passes():
    assert long_lines("x" * 160) == []


def chain(elifs, condition="b"):
    return f"{{% if {condition} %}}" + f"{{% elif {condition} %}}" * elifs + "{% else %}{% endif %}"


def test_a_chain_of_more_than_four_elif_is_found_by_its_line():
    assert [number for number, _problem in long_chains("\n\n" + chain(5))] == [3]


@pytest.mark.parametrize("source", [chain(4), chain(3) + chain(3), "{% if a %}" + chain(4) + "{% elif b %}{% endif %}"])
def test_short_chains_beside_and_inside_each_other_pass(source):
    assert long_chains(source) == []


def test_a_long_chain_inside_a_short_one_is_found():
    assert len(long_chains("{% if a %}" + chain(5) + "{% elif b %}{% endif %}")) == 1


def test_a_chain_that_compares_one_value_is_a_choice_of_markup():
    assert long_chains(chain(7, 'row.kind == "text"')) == []


def test_a_chain_that_compares_two_values_is_found():
    chain_of_two = chain(5, 'row.kind == "text"').replace("{% else %}", '{% elif row.size == "s" %}')

    assert len(long_chains(chain_of_two)) == 1
