"""How often one address may ask for something costly: search, the API, sign-in links."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac

_WINDOW = 60  # seconds


class TooOften(Exception):
    """This caller is to wait a minute. Answered by a friendly page with status 429."""


def demand(request, name: str, per_minute: int) -> None:
    """Raise TooOften where `allow` says no: for pages of parts that know nothing of the page of refusals."""
    if not allow(request, name, per_minute):
        raise TooOften(name)


def allow(request, name: str, per_minute: int, *, now: float | None = None) -> bool:
    """
    Whether this request may go on: at most `per_minute` of `name` from one network address.

    A sliding minute: the share of the previous minute that still lies within the last 60 seconds counts too.
    Counting is one atomic increment in the cache, so processes that share a cache share the limit; with a
    cache of its own each process counts alone. A refused request counts as well. `now` is for tests.
    """
    moment = time.time() if now is None else now
    minute, into = divmod(moment, _WINDOW)
    caller = _caller(request)
    this = _key(name, caller, int(minute))
    cache.add(this, 0, timeout=2 * _WINDOW)
    try:
        count = cache.incr(this)
    except ValueError:  # evicted between the two calls
        count = 1
    before = cache.get(_key(name, caller, int(minute) - 1), 0)
    return count + before * (1 - into / _WINDOW) <= per_minute


def _caller(request) -> str:
    """The network address as sign-in sees it (proxies counted by ALLAUTH_TRUSTED_PROXY_COUNT), not kept in clear."""
    return salted_hmac("convene.accounts.limits", get_adapter().get_client_ip(request)).hexdigest()[:24]


def _key(name: str, caller: str, minute: int) -> str:
    return f"limit:{name}:{caller}:{minute}"
