from datetime import date

from stdnum import iban
from stdnum.ua import rntrc

from vikno.demo.seed import sample_numbers

BORN_ON = date(1990, 1, 1)


def test_a_taxpayer_number_tells_the_day_of_birth_and_the_sex():
    woman = sample_numbers.rnokpp(born_on=BORN_ON, serial=7, is_woman=True)
    man = sample_numbers.rnokpp(born_on=BORN_ON, serial=7, is_woman=False)

    assert woman[:5] == man[:5] == "32873"
    assert (int(woman[8]) % 2, int(man[8]) % 2) == (0, 1)
    assert rntrc.is_valid(woman)
    assert rntrc.is_valid(man)


def test_a_register_number_has_the_check_digit_of_passports():
    assert sample_numbers.unzr(born_on=BORN_ON, serial=1) == "19900101-00018"


def test_an_account_number_is_valid_and_at_no_bank():
    assert iban.is_valid(sample_numbers.iban(40077))
    assert sample_numbers.iban(40077)[4:10] == "000000"
    assert len(sample_numbers.iban(1)) == 29
