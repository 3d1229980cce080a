"""What the digits of a telephone number tell without parsing it: whether a country's numbering plan has room for it."""

from __future__ import annotations

import re

__all__ = ["valid_digits"]


def valid_digits(country: str, *, local: bool = False) -> re.Pattern[str] | None:
    """What all digits of a number match in which `phonenumbers` finds a valid one of this country (ISO 3166-1).

    With `local`, also one that lacks its area code. What matches need not be valid, what does not match never is:
    parsing takes fifty times as long as matching, and most digits of a text are no telephone. None where there is no
    such plan.
    """
    import phonenumbers

    plan = phonenumbers.PhoneMetadata.metadata_for_region(country, None)
    general = None if plan is None else plan.general_desc
    if plan is None or general is None or general.national_number_pattern is None:
        return None
    number = str(general.national_number_pattern)
    if local:
        number = "|".join([number, *(rf"\d{{{length}}}" for length in general.possible_length_local_only)])
    trunk = plan.national_prefix_for_parsing
    if trunk and plan.national_prefix_transform_rule:
        # where its last group took part, other digits take the place of the prefix: any may follow
        number = rf"(?({re.compile(trunk).groups})\d*|(?:{number}))"
    if trunk:
        number = f"(?:{trunk}){{0,2}}(?:{number})"  # it is stripped before the country code and after it
    abroad = rf"|(?:{plan.international_prefix})\d*" if plan.international_prefix else ""
    return re.compile(rf"(?:{plan.country_code})?(?:{number}){abroad}")
