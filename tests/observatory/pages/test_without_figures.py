"""A dialogue that has imported nothing yet: the pages stand and say so."""


def test_an_observatory_without_figures_says_so(db, client):
    for path in ("observatory", "observatory/map", "observatory/explorer", "observatory/corridors"):
        response = client.get(f"/en/{path}")
        assert (response.status_code, "No figures" in response.content.decode()) == (200, True), path
