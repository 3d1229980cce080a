"""OpenID Connect: signing in with an account elsewhere, by the authorization code flow with PKCE.

OpenID Connect Core 1.0 section 3.1, RFC 7636 (PKCE, S256), RFC 9207 (issuer in the answer). Only the issuer and the
account's number there (`sub`) are kept; nobody is found by an e-mail address that a provider claims.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from minga.community.tokens import sign
from minga.errors import CommunityError, EndpointError, MissingPart
from minga.settings import OpenIDSettings

if TYPE_CHECKING:
    import httpx

__all__ = ["Identity", "Provider"]

_ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
"""Signatures that are accepted: with a key pair only, never with a shared secret or none."""
_LEEWAY = 120
"""Seconds by which the provider's clock may differ."""
_MAX_BYTES = 256 * 1024


@dataclass(frozen=True)
class Identity:
    """An account at a provider."""

    issuer: str
    subject: str


class Provider:
    """The provider in the project's settings, asked over `client`; its secret comes from the environment.

    `flow` is a random token that only the browser holds (in a cookie): state, nonce and PKCE verifier follow from it,
    so nothing is kept here between leaving for the provider and coming back.
    """

    def __init__(
        self,
        settings: OpenIDSettings,
        back: str,
        client: Callable[[], httpx.Client],
        *,
        environment: Mapping[str, str] = os.environ,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.settings = settings
        self.back = back
        self._client = client
        self._environment = environment
        self._now = now

    def leave(self, flow: str) -> str:
        """The provider's address to send the browser to. Raises EndpointError when the provider does not answer."""
        values = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.back,
            "scope": " ".join(self.settings.scopes),
            "state": sign(flow, "state"),
            "nonce": sign(flow, "nonce"),
            "code_challenge": _challenge(_verifier(flow)),
            "code_challenge_method": "S256",
        }
        address = self._endpoint("authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}"

    def come_back(self, flow: str, answer: Mapping[str, str]) -> Identity:
        """Who came back, from the query that the provider sent her with.

        Raises CommunityError when it does not belong to `flow` or she changed her mind, EndpointError when the
        provider's word does not hold.
        """
        state = answer.get("state", "")
        if not hmac.compare_digest(state.encode(), sign(flow, "state").encode()):
            raise CommunityError("this way in has run out", hint="begin again")
        if answer.get("iss", self.settings.issuer).rstrip("/") != self.settings.issuer:
            raise self._fault("the answer is another provider's")
        if answer.get("error") or not answer.get("code"):
            raise CommunityError("the other site did not let you in", hint="try again, or sign in another way")
        return self._identity(self._tokens(answer["code"], _verifier(flow)), sign(flow, "nonce"))

    @cached_property
    def configuration(self) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0)."""
        found = self._json("GET", f"{self.settings.issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self.settings.issuer:
            raise self._fault("the provider calls itself by another name")
        return found

    def _endpoint(self, name: str) -> str:
        address = str(self.configuration.get(name, ""))
        there, issuer = urlsplit(address), urlsplit(self.settings.issuer)
        # Where the issuer is reached securely, nothing may go on insecurely; plain http is for tests on one machine.
        if there.scheme != "https" and (there.scheme, there.hostname) != ("http", issuer.hostname):
            raise self._fault(f"its {name} is not secure")
        if there.scheme == "http" and issuer.scheme == "https":
            raise self._fault(f"its {name} is not secure")
        return address

    def _tokens(self, code: str, verifier: str) -> dict[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.back, "code_verifier": verifier}
        secret = self._environment.get(self.settings.secret_env)
        headers = {}
        methods = self.configuration.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if secret and "client_secret_basic" in methods:
            pair = f"{quote(self.settings.client_id, safe='')}:{quote(secret, safe='')}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": self.settings.client_id, **({"client_secret": secret} if secret else {})}
        return self._json("POST", self._endpoint("token_endpoint"), data=form, headers=headers)

    def _identity(self, tokens: Mapping[str, Any], nonce: str) -> Identity:
        claims = self._claims(str(tokens.get("id_token", "")))
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        now, ours = self._now(), self.settings.client_id
        held = (
            str(claims.get("iss", "")).rstrip("/") == self.settings.issuer,
            ours in audiences,
            claims.get("azp", ours) == ours and (len(audiences) == 1 or "azp" in claims),
            _number(claims.get("exp")) > now - _LEEWAY,
            _number(claims.get("iat")) < now + _LEEWAY,
            hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
            isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= 200,
        )
        if not all(held):
            raise self._fault("its token is not for this site, or too old")
        return Identity(self.settings.issuer, claims["sub"])

    def _claims(self, token: str) -> dict[str, Any]:
        """The claims of a token whose signature is the provider's."""
        try:
            from joserfc import jwt
            from joserfc.errors import JoseError
            from joserfc.jwk import KeySet
        except ModuleNotFoundError as error:
            raise MissingPart("joserfc is not installed", hint="run: pip install 'minga[oidc]'") from error
        keys = self._json("GET", self._endpoint("jwks_uri"))
        try:
            return jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(_ALGORITHMS)).claims  # type: ignore[arg-type]  # checked there
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise self._fault(f"its token is not signed by it ({type(error).__name__})") from error

    def _json(self, method: str, address: str, **values: Any) -> dict[str, Any]:
        import httpx

        try:
            with self._client() as client, client.stream(method, address, **values) as response:
                body = b""
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > _MAX_BYTES:
                        raise self._fault("its answer is too long")
                if response.status_code != 200:
                    raise self._fault(f"it refused ({response.status_code})")
                found = httpx.Response(200, content=body).json()
        except httpx.HTTPError as error:
            raise self._fault(f"it cannot be reached ({type(error).__name__})") from error
        except ValueError as error:
            raise self._fault("its answer is not JSON") from error
        if not isinstance(found, dict):
            raise self._fault("its answer is not JSON")
        return found

    def _fault(self, what: str) -> EndpointError:
        return EndpointError(f"the OpenID provider: {what}", where=self.settings.issuer, hint="see [accounts.openid]")


def _verifier(flow: str) -> str:
    return sign(flow, "verifier")


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else float("nan")
