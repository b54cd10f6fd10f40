"""The switch of mail from the command line, and what is and is not done while it is off."""

import re

from srok.demo.postman import Postman

DAY = "2025-03-07"


def test_mail_is_off_until_it_is_switched_on_and_who_did_is_kept(run):
    assert run("mail", "status").out == "mail is off; nobody has switched it on yet; letters that wait: 0\n"
    assert re.match(r"mail is on since \d{4}-.* by \S+; letters that wait: 0$", run("mail", "on").out.strip())
    again = run("mail", "on")
    assert (again.code, again.err) == (1, "srok: mail is on already: nothing to do\n")


def test_only_administrators_turn_it_by_their_name(controlled):
    refused = controlled("mail", "off", "--as", "cro@lugozersk.example")
    assert (refused.code, refused.err.count("is no administrator")) == (1, 1)
    controlled("roster", "administrator", "cro@lugozersk.example")
    assert "mail is off since" in controlled("mail", "off", "--as", "cro@lugozersk.example").out
    assert "by cro@lugozersk.example" in controlled("mail", "status").out


def test_while_it_is_off_a_sweep_shows_what_it_would_write_and_the_next_one_writes_it(controlled):
    controlled("mail", "off")
    silent = controlled("escalate", "--once", "--as-of", DAY)
    assert "27 letters would be written with 458 new reminders" in silent.out
    assert "mail is switched off (`srok mail on` switches it on): no letter was written" in silent.err
    assert controlled("letters").out == ""
    controlled("mail", "on")
    spoken = controlled("escalate", "--once", "--as-of", DAY)
    assert "27 letters written with 458 new reminders" in spoken.out


def test_while_it_is_off_nobody_is_reminded(controlled):
    controlled("mail", "off")
    remind = ("bulk", "remind", "--item", "1.1", "--reason", "Отчёт", "--as", "cro@lugozersk.example", "--yes")
    refused = controlled(*remind)
    assert refused.code == 1
    assert refused.err.endswith("nothing would leave and nothing was done: `srok mail on` switches it on\n")
    controlled("mail", "on")
    assert "done 20" in controlled(*remind).out


def test_while_it_is_off_what_waits_goes_on_waiting(controlled, tmp_path, monkeypatch):
    folder = tmp_path / "letters"
    folder.mkdir()
    with Postman(folder) as postman:
        monkeypatch.setenv("SROK_SMTP_URL", postman.url)
        controlled("escalate", "--once", "--as-of", DAY)
        assert "letters that wait: 27; to look at them" in controlled("mail", "off").out
        silent = controlled("deliver", "--once")
        assert (silent.code, silent.out) == (0, "")
        assert "nothing is sent, what waits goes on waiting" in silent.err
        assert not list(folder.glob("*.eml"))
        controlled("mail", "on")
        assert controlled("deliver", "--once").out.startswith("27 sent")
