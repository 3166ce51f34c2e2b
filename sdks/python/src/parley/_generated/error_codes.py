# Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.
"""What can go wrong, by its code."""

from typing import Literal

ErrorCode = Literal[
    # The request has invalid fields. (HTTP 422)
    "validation_failed",
    # The body is not valid JSON. (HTTP 400)
    "malformed_json",
    # The URL and headers are longer than the limit. (HTTP 431)
    "headers_too_large",
    # The body is larger than the limit. (HTTP 413)
    "body_too_large",
    # The content type is not supported here. (HTTP 415)
    "unsupported_media_type",
    # No valid credentials were given. (HTTP 401)
    "unauthenticated",
    # The token has expired. (HTTP 401)
    "token_expired",
    # These credentials do not allow this. (HTTP 403)
    "forbidden",
    # The organization asks its members for a second factor: set one up first. (HTTP 403)
    "second_factor_required",
    # The key or token lacks the scope that this needs. (HTTP 403)
    "insufficient_scope",
    # The key may not be used from this address. (HTTP 403)
    "address_not_allowed",
    # There is no such resource. (HTTP 404)
    "not_found",
    # No operation says more.
    "method_not_allowed",
    # The resource is in a state that does not allow this. (HTTP 409)
    "conflict",
    # Someone else changed the resource first. (HTTP 412)
    "precondition_failed",
    # The idempotency key was used for another request. (HTTP 409)
    "idempotency_conflict",
    # The first request with this idempotency key has not been answered yet. (HTTP 409)
    "idempotency_in_progress",
    # The call is not going on. (HTTP 409)
    "call_not_live",
    # The conversation has ended. (HTTP 409)
    "conversation_ended",
    # The agent is still answering the message before. (HTTP 409)
    "conversation_busy",
    # The webhook is disabled. (HTTP 409)
    "webhook_disabled",
    # No telephone trunk is configured. (HTTP 409)
    "trunk_not_configured",
    # The call has already begun or ended. (HTTP 409)
    "call_not_registered",
    # The body is not an SDP offer with audio. (HTTP 400)
    "invalid_sdp",
    # No operation says more.
    "unsupported_audio_format",
    # No operation says more.
    "invalid_media_frame",
    # This node carries as many calls as it can at the moment. (HTTP 503)
    "busy",
    # No call can be taken at the moment. (HTTP 503)
    "capacity_reached",
    # The database does not answer at the moment. (HTTP 503)
    "database_unavailable",
    # The database could not do this at the moment. (HTTP 503)
    "database_busy",
    # The disk is full: nothing more can be stored until there is room. (HTTP 503)
    "storage_full",
    # The recording cannot be had from here at the moment. (HTTP 503)
    "recording_unavailable",
    # Too many requests. (HTTP 429)
    "rate_limited",
    # A quota of the organization or the key is used up. (HTTP 429)
    "quota_exceeded",
    # The agent has settings that can never work. (HTTP 409)
    "impossible_settings",
    # The provider has no key. (HTTP 409)
    "provider_not_configured",
    # The provider did not answer as expected. (HTTP 502)
    "provider_failed",
    # The provider did not answer in time. (HTTP 504)
    "provider_timeout",
    # No operation says more.
    "text_not_speakable",
    # No operation says more.
    "speech_backlog_full",
    # An embedded speech engine is not available. (HTTP 503)
    "engine_unavailable",
    # No operation says more.
    "not_implemented",
    # Something failed on our side. (HTTP 500)
    "internal",
]
"""Every ``code`` of a problem document that this version of the API knows."""
