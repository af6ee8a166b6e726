"""What the tests of the website share: questions to the API."""

import pytest


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
