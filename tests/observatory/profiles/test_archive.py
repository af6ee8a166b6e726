"""The profiles of before: the Prague Process has fourteen in its repository, and none that was made here."""

import re


def test_prague_has_no_profile_of_its_own_but_lists_those_of_before(prague, client):
    html = re.sub(r"\s+", " ", client.get("/ru/profiles").content.decode())
    assert html.count("/ru/document/") == 14
    assert "/ru/document/mpl-kgz-2013" in html and "1 февраля 2016 года" in html
