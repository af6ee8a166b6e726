"""What the tests of the website share: a search index of their own, and questions to the API."""

import pytest

from convene.search.operations import rebuild


@pytest.fixture
def own_index(settings, tmp_path):
    """A search index over the record of this test, in a folder of its own."""
    settings.HOME = tmp_path
    rebuild()


@pytest.fixture
def ask(client):
    """`ask("participants?on=2015-01-01")`: the answer's data, after the status that was expected."""

    def asked(question, status=200):
        response = client.get(f"/api/v1/{question}")
        assert response.status_code == status, response.content.decode()[:500]
        assert response.headers["Content-Type"] == "application/json"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        return response.json()

    return asked
