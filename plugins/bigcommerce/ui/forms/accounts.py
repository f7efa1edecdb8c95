"""How a store is reached: its hash, and the API account's credentials."""

from __future__ import annotations

import re
from typing import Any

from wtforms import HiddenField, PasswordField
from wtforms.validators import ValidationError

from bigcommerce.domain.api_paths import ApiPath, read_api_path, read_host
from bigcommerce.errors import BadRequest, Invalid
from bigcommerce.hooks.addresses import refuse_other_hosts, refuse_plain_http
from bigcommerce.hooks.bigcommerce import BigCommerceHook
from bigcommerce.ui.credentials import Credentials
from bigcommerce.ui.forms.fields import Form, SettingsForm, TextField, needed

NO_AUTOFILL = {"autocomplete": "off", "spellcheck": "false"}


class AccountForm(SettingsForm):
    """Secrets are never filled in: an empty one keeps the former."""

    api_path = TextField(
        "Store hash or API path",
        [needed("Enter the store hash, or paste the whole API path.")],
        description="As BigCommerce shows it when the API account is created, for instance "
        "https://api.bigcommerce.com/stores/abc123/v3/. Only the hash in it is kept.",
        render_kw=NO_AUTOFILL,
    )
    access_token = PasswordField("Access token", render_kw={"autocomplete": "new-password"})
    client_id = TextField(
        "Client ID", description="Shown with the access token. The flows do not need it.", render_kw=NO_AUTOFILL
    )
    client_secret = PasswordField("Client secret", render_kw={"autocomplete": "new-password"})
    host = TextField(
        "API address",
        description=f"Default: {BigCommerceHook.default_host}. Change it only for a proxy or a test store.",
        render_kw=NO_AUTOFILL,
    )
    then = HiddenField()

    former: Credentials

    @classmethod
    def of(cls, former: Credentials, data: Any = None) -> AccountForm:
        """data: what was posted, or None to show what is kept."""
        form = cls(
            data,
            api_path=former.store_hash,
            client_id=former.client_id,
            host="" if former.host == BigCommerceHook.default_host else former.host,
            as_read=former.as_read,
        )
        form.former = former
        form.access_token.description = (
            "A token is kept; leave empty to keep it." if former.has_token else "Shown once, when the account is made."
        )
        form.client_secret.description = (
            "A secret is kept; leave empty to keep it."
            if former.has_client_secret
            else "Shown once, with the token. Optional: the flows do not need it."
        )
        return form

    @property
    def token(self) -> str | None:
        return (self.access_token.data or "").strip() or None

    @property
    def secret(self) -> str | None:
        return (self.client_secret.data or "").strip() or None

    @property
    def path(self) -> ApiPath:
        return read_api_path(self.api_path.data or "")

    @property
    def address(self) -> str:
        return read_host(self.host.data or BigCommerceHook.default_host)

    @property
    def values(self) -> dict[str, str]:
        return {"store_hash": self.path.store_hash, "client_id": self.client_id.data or "", "host": self.address}

    def validate_api_path(self, field: Any) -> None:
        try:
            pasted = self.path.host
            other = pasted is not None and pasted.lower() != self.address.lower()
        except Invalid as error:
            if error.field == "host":
                return
            raise ValidationError(str(error)) from None
        if other:
            raise ValidationError(f"This path is of {pasted}: if that is meant, enter it under Advanced, too.")

    def validate_access_token(self, field: Any) -> None:
        if self.token is None and not self.former.has_token:
            raise ValidationError("Enter the access token.")
        if self.token is None and self.moves():
            raise ValidationError("The API address changes, so enter the token again: the kept one stays with the old.")
        refuse_odd_characters(self.token, "token")

    def validate_client_secret(self, field: Any) -> None:
        refuse_odd_characters(self.secret, "secret")

    def validate_host(self, field: Any) -> None:
        try:
            refuse_plain_http(self.address, self.former.extra, self.former.conn_id, "access token")
            refuse_other_hosts(self.address, self.former.conn_id)
        except (Invalid, BadRequest) as error:
            raise ValidationError(str(error)) from None

    def moves(self) -> bool:
        try:
            return self.former.exists and self.address != self.former.host
        except Invalid:
            return False


def refuse_odd_characters(secret: str | None, kind: str) -> None:
    """Never says what was entered."""
    if secret is not None and not re.fullmatch(r"[!-~]{1,500}", secret):
        raise ValidationError(f"No {kind} holds a space, a line break or a special character: copy it again.")


class NewStoreForm(Form):
    """The first thing a store needs."""

    store_code = TextField(
        "Store code",
        [needed("Choose a store code.")],
        description="A short name of yours for this store, for good: small letters, digits and underscores, such as "
        "default or outlet_au. Runs, orders and problems carry it.",
        render_kw=NO_AUTOFILL,
    )

    def validate_store_code(self, field: Any) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_]{0,39}", field.data):
            raise ValidationError(
                "Use small letters, digits and underscores only, at most 40, and begin with a letter or a digit."
            )
