"""The refusals routes and commands raise (defined in the kernel, so that engines' callers share them)."""

from shuanglun.kernel.errors import BadRequest, Forbidden, NotFound, NotSignedIn, Refusal, Refused, TooMany

__all__ = ["BadRequest", "Forbidden", "NotFound", "NotSignedIn", "Refusal", "Refused", "TooMany"]
