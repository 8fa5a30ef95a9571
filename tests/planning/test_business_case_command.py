"""The command values flows of a table and refuses every row that is none, by its number."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

EXCEL = """date,amount
2008-01-01,-10000
2008-03-01,2750
2008-10-30,4250
2009-02-15,3250
2009-04-01,2750
"""
BRIGHAM = "date,amount\n" + "".join(
    f"{2027 + t}-01-01,{amount}\n" for t, amount in enumerate((-1000, 500, 400, 300, 100))
)


@pytest.fixture
def case(run):
    return lambda text, *options: run("business-case", "flows.csv", text, *options)


@pytest.fixture
def wrong(refused):
    return lambda text, *options: refused("business-case", "flows.csv", text, *options)


def test_documentation_of_excel(case):
    found = case(EXCEL, "--rate", "0.09")
    assert found["xnpv"] == pytest.approx(2086.647602, abs=1e-6)
    assert found["xirr"] == pytest.approx(0.373362535, abs=1e-8)
    assert found["flows"] == [{"t": 0, "amount": -3000.0}, {"t": 1, "amount": 6000.0}]
    assert found["profile"] is None


def test_textbook(case):
    found = case(BRIGHAM, "--rate", "0.1")
    assert found["npv"] == pytest.approx(78.82, abs=0.005)
    assert found["irr"] == pytest.approx(0.1449, abs=5e-5)
    assert found["mirr"] == pytest.approx(0.1211, abs=5e-5)
    assert found["payback"] == pytest.approx(2 + 1 / 3)
    assert found["discounted_payback"] == pytest.approx(2.95, abs=0.005)
    assert found["profitability_index"] == pytest.approx(1.0788, abs=5e-5)
    assert "home" not in found
    assert "cases" not in found


def test_rates_of_money_out_and_in(case):
    rows = (-120000, 39000, 30000, 21000, 37000, 46000)
    text = "date,amount\n" + "".join(f"{2020 + t}-06-30,{a}\n" for t, a in enumerate(rows))
    found = case(text, "--rate", "0.1", "--finance", "0.1", "--reinvest", "0.12")
    assert found["mirr"] == pytest.approx(0.126094, abs=1e-6)


def test_pump(case):
    text = "date,amount\n2027-01-01,-1600\n2028-01-01,10000\n2029-01-01,-10000\n"
    found = case(text, "--rate", "0.1")
    assert found["irr"] is None
    assert [point["rate"] for point in found["profile"]] == [
        pytest.approx(n / 10) for n in range(-5, 11)
    ]


def test_three_ways_home_agree(case):
    options = ("--rate", "0.1", "--inflation", "0.02", "--local-inflation", "0.08", "--spot", "0.3")
    home = case(BRIGHAM, *options)["home"]
    assert home["converted"] == pytest.approx(home["abroad"])
    assert home["converted"] == pytest.approx(home["real"])
    plain = case(BRIGHAM, "--rate", "0.1", "--inflation", "0.02")
    assert plain["home"]["real"] == pytest.approx(plain["npv"])
    assert plain["home"]["real_rate"] == pytest.approx(1.1 / 1.02 - 1)


def test_ranges(case):
    text = (
        "date,amount,low,high,group\n2027-01-01,-100,-130,-90,vendor\n"
        "2027-02-01,-50,-60,,vendor\n2028-01-01,220,110,330,\n"
    )
    found = case(text, "--rate", "0.1", "--seed", "3")
    assert found["cases"] == {"low": -90.0, "base": 50.0, "high": 160.0}
    estimate, drawn = found["estimate"], found["simulation"]["npv"]
    # the rows of the vendor: (40 + 10) / 6; the benefit: 200 / 6
    assert estimate["deviation"] == pytest.approx((50**2 + 200**2) ** 0.5 / 6)
    assert (
        estimate["mean"]
        == estimate["p50"]
        == pytest.approx((-130 + 4 * -100 - 90) / 6 + (-60 + 4 * -50 - 50) / 6 + 200)
    )
    assert estimate["p80"] - estimate["p50"] == pytest.approx(0.8416 * estimate["deviation"])
    assert [part["share"] for part in drawn] == [0.2, 0.5, 0.8]
    assert all(part["between"][0] <= part["value"] <= part["between"][1] for part in drawn)
    assert case(text, "--rate", "0.1", "--seed", "3") == found


@pytest.mark.parametrize(
    "text",
    [
        "日期;金额\n2027年1月1日;-1000,0\n2028年1月1日;1100,5\n",
        "\ufeffamount,note,date\n-1000,x,2027/1/1\n1100.5,,2028/1/1\n",
        'date,amount\n2027-01-01,"-1,000"\n2028-01-01,"1,100.5"\n',
    ],
)
def test_other_spellings(case, text):
    found = case(text, "--rate", "0.1")
    assert [flow["amount"] for flow in found["flows"]] == [-1000.0, 1100.5]


def test_three_decimals_in_a_file_with_commas_are_decimals(case):
    found = case("date,amount\n2027-01-01,-5.125\n2028-01-01,6.250\n", "--rate", "0.1")
    assert found["flows"][0]["amount"] == -5.125


def test_numbers_for_reading(tmp_path, capsys):
    path = tmp_path / "flows.csv"
    path.write_text(BRIGHAM)
    call_command("business-case", str(path), "--rate", "0.1")
    assert "npv\t78.8" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2027-01-01,NaN", "flows.csv, row 3, amount: not a number: NaN"),
        ("2027-01-01,inf", "row 3, amount: not a number"),
        ("2027-01-01,-Infinity", "row 3, amount: not a number"),
        ("2027-01-01,1e999", "row 3, amount: not a number"),
        ("2027-01-01,1e30", "row 3, amount: not below"),
        ("2027-01-01,0.1234567890123456789", "row 3, amount: not below"),
        ("2027-01-01,1e-40", "row 3, amount: not below"),
        ("2027-01-01,abc", "row 3, amount: not a number: abc"),
        ("2027-01-01,10%", "row 3, amount: not a number: 10%"),
        ("2027-01-01,", "row 3, amount: empty"),
        ("2027-01-01,n/a", "row 3, amount: not a number: n/a"),
        (",5", "row 3, date: empty"),
        ("2027-02-30,5", "row 3, date: "),
        ("soon,5", "row 3, date: not a date: soon"),
        ("03/04/2027,5", "row 3, date: day and month could be mixed up"),
        ("1850-01-01,5", "row 3, date: a day far away"),
        ("9999-01-01,5", "row 3, date: a day far away"),
        ("2027-01-01,5,7", "C3: "),
    ],
)
def test_wrong_row_is_refused_by_its_number(wrong, row, message):
    assert message in wrong(f"date,amount\n2026-01-01,-10\n{row}\n", "--rate", "0.1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("date,amount\n", "no row below the head"),
        ("day,amount\n2027-01-01,5\n", "no column date; found: day, amount"),
        ("a,b\n1,2\n", "no column date, amount"),
        ("date,amount,amount\n2027-01-01,5,5\n", "Two columns are named"),
        ("date,amount\n" + "2027-01-01,5\n" * 2001, "More than 2000 rows"),
        ("date;amount\n2027-01-01;1.234\n", "--decimal point"),
        ("date;amount\n2027-01-01;1,5\n2027-01-01;1.5\n", "Two ways of writing numbers"),
        ("x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"\x00\x01\x02\x03", "Unknown file type"),
        ("date,amount,low,high\n2027-01-01,5,6,7\n", "row 2, low: 5 does not lie between 6 and 7"),
    ],
)
def test_wrong_table_is_refused(wrong, text, message):
    assert message in wrong(text, "--rate", "0.1")


def test_many_wrong_rows_are_counted(wrong):
    told = wrong("date,amount\n" + "2027-01-01,x\n" * 30, "--rate", "0.1").splitlines()
    assert len(told) == 21
    assert told[-1] == "... 30 cells need a change"
    assert told[0].startswith("flows.csv: ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--rate", "ten"), "--rate is a number"),
        (("--rate", ""), "--rate is a number"),
        (("--rate", "10%"), "--rate is a number"),
        (("--rate", "10"), "rate is a share"),
        (("--rate", "-1"), "rate is a share"),
        (("--rate", "nan"), "--rate is a number"),
        (("--rate", "0.1", "--finance", "12"), "finance is a share"),
        (("--rate", "0.1", "--local-inflation", "0.1"), "belong to --inflation"),
        (("--rate", "0.1", "--inflation", "-1"), "inflation is a share"),
        (("--rate", "0.1", "--inflation", "0", "--spot", "0"), "spot is home money"),
    ],
)
def test_wrong_rate_is_refused(wrong, options, message):
    assert message in wrong(BRIGHAM, *options)


def test_decimal_mark_is_taken_from_the_command(case):
    text = "date;amount\n2027-01-01;-1.234\n2028-01-01;2.345\n"
    assert case(text, "--rate", "0.1", "--decimal", "comma")["flows"][0]["amount"] == -1234.0


def test_folder_is_refused(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("business-case", str(tmp_path), "--rate", "0.1")
    assert error.value.returncode == 2
