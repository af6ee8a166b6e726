"""The pages of the whole site know nothing of Prague: another dialogue, with two chairs and in French."""


def test_a_field_of_the_profile_of_which_no_source_says_anything_says_so(demo, client):
    text = client.get("/en/export/iom-profile").content.decode()
    assert text.count("No source says.") > 3


def test_both_chairs_stand_on_the_home_page(demo, client):
    text = client.get("/fr/?on=2021-06-01").content.decode()
    assert "Le Dialogue du Lac" in text
    assert client.get("/ru/").status_code == 404
    holders = client.get("/api/v1/offices/co-chair/holders?on=2021-06-01").json()
    assert holders["count"] == 2
    for holder in holders["items"]:
        assert f"/state/{holder['state']}" in text


def test_members_are_called_what_the_dialogue_calls_them(demo, client):
    answer = client.get("/api/v1/participants?lang=fr").json()
    assert answer["word"] == "membres"


def test_meetings_to_come_are_shown_and_internal_ones_are_not(demo, client):
    text = client.get("/en/").content.decode()
    assert "2027-06-14-assembly-dun-city" in text
    assert "office-retreat" not in text
