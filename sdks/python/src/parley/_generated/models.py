# Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.
"""Everything that the server answers with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Optional, Union

from typing_extensions import TypeAlias

from .._core.model import ListOf, Model, OneOf, RecordOf, Shape, TIME

__all__ = [
    "AccessToken",
    "ActionFinished",
    "ActionRequested",
    "AddressRange",
    "Agent",
    "AgentChange",
    "AgentConfig",
    "AgentDeletedEvent",
    "AgentDeployedEvent",
    "AgentDiff",
    "AgentFunction",
    "AgentListItem",
    "AgentMessage",
    "AgentOverride",
    "AgentPatch",
    "AgentProblem",
    "AgentProblemList",
    "AgentTag",
    "AgentTurnFinished",
    "AgentVersion",
    "AgentVersionRef",
    "ApiKey",
    "AttemptSettled",
    "AuditActor",
    "AuditChange",
    "AuditEntry",
    "BuiltInFunction",
    "Call",
    "CallAction",
    "CallAnalysis",
    "CallAnalyzed",
    "CallAnalyzedEvent",
    "CallAnswered",
    "CallCost",
    "CallDecision",
    "CallDecisionEvent",
    "CallDefect",
    "CallEnded",
    "CallEndedEvent",
    "CallEvent",
    "CallEventList",
    "CallFinding",
    "CallFindingEvent",
    "CallHeld",
    "CallInput",
    "CallInputEvent",
    "CallLatency",
    "CallListItem",
    "CallRecording",
    "CallResumed",
    "CallRinging",
    "CallStarted",
    "CallStartedEvent",
    "CallSummary",
    "CallTakenOver",
    "CallUsage",
    "ClauseSpoken",
    "CollectDataAction",
    "CollectFunction",
    "CollectedData",
    "ContextInjected",
    "Conversation",
    "ConversationCost",
    "ConversationData",
    "ConversationEndedEvent",
    "ConversationListItem",
    "ConversationSummary",
    "ConversationUpdatedEvent",
    "CreatedApiKey",
    "CreatedCall",
    "CreatedInvitation",
    "CreatedWebhook",
    "DataCollected",
    "DefectPlace",
    "DefectReported",
    "DeletedAgent",
    "DeliveryStatus",
    "DigitReceived",
    "DisconnectionReason",
    "DismissalReason",
    "E164",
    "EndCallAction",
    "EndpointingOverride",
    "EndpointingSettings",
    "ErrorOccurredEvent",
    "EventCondition",
    "EventPattern",
    "ExchangeCompletedEvent",
    "FieldError",
    "FilterPreview",
    "FunctionCalledEvent",
    "FunctionFailedEvent",
    "FunctionFailure",
    "FunctionFinished",
    "FunctionFinishedEvent",
    "FunctionMessage",
    "FunctionParameter",
    "FunctionParameters",
    "FunctionRequested",
    "GivenTime",
    "HangupRequested",
    "HearingInterrupted",
    "IceServer",
    "InterruptionDetected",
    "InterruptionDismissed",
    "InterruptionOverride",
    "InterruptionSettings",
    "Invitation",
    "LlmAborted",
    "LlmDeltaReceived",
    "LlmFailed",
    "LlmFinished",
    "LlmFunctionCalled",
    "LlmOverride",
    "LlmRequested",
    "LlmSettings",
    "Me",
    "Member",
    "MemberRole",
    "MemberSession",
    "MemberSessionList",
    "Message",
    "MessageDeltaEvent",
    "MessageExchange",
    "MessageStreamEvent",
    "Metadata",
    "MetadataPatch",
    "MicroUsd",
    "ModelRef",
    "NumberAgent",
    "OccurredError",
    "Organization",
    "OrganizationSettings",
    "Percentiles",
    "PhoneNumber",
    "PlayoutCleared",
    "PlayoutFinished",
    "PlayoutPaused",
    "PlayoutResumed",
    "PlayoutStarted",
    "PlayoutStopped",
    "Problem",
    "Provider",
    "ProviderList",
    "ProviderRefusal",
    "ProviderTest",
    "Quota",
    "QuotaNotice",
    "QuotaPeriod",
    "QuotaWarningEvent",
    "RecordingUrl",
    "ReminderOverride",
    "ReminderSettings",
    "ResentDeliveries",
    "Scope",
    "SendDigitsAction",
    "Sentiment",
    "StateChanged",
    "StreamErrorEvent",
    "SttFailed",
    "SttOverride",
    "SttSettings",
    "SystemMessage",
    "TagName",
    "TimerFired",
    "Timestamp",
    "TokenUsage",
    "TranscriptTurn",
    "TransferAction",
    "TransportAction",
    "TransportClosed",
    "TtsFailed",
    "TtsFinished",
    "TtsFirstAudio",
    "TtsOverride",
    "TtsSettings",
    "TurnEndReason",
    "TurnMeasured",
    "TurnTakingOverride",
    "TurnTakingSettings",
    "Usage",
    "UsageMetric",
    "UsageRow",
    "UsageValues",
    "User",
    "UserMessage",
    "UserSpeechEnded",
    "UserSpeechStarted",
    "UserTextReceived",
    "UserTranscriptFinal",
    "UserTranscriptPartial",
    "UserTurnCommitted",
    "Variables",
    "Voice",
    "VoiceList",
    "VoiceRef",
    "Webhook",
    "WebhookAttempt",
    "WebhookAttemptRequest",
    "WebhookAttemptResponse",
    "WebhookDelivery",
    "WebhookDeliveryDetail",
    "WebhookEvent",
    "WebhookEventType",
    "WebhookHeaders",
    "Word",
]


AddressRange: TypeAlias = str
"""`203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`."""


AgentPatch: TypeAlias = dict[str, Any]
"""
Any part of a `CreateAgent`, at any depth. `null` puts a field back to its default, and removes a key of
`metadata`. The whole is checked once merged.
"""


AgentVersionRef: TypeAlias = Union[int, str]
"""A version number, `draft`, `latest` (the newest published version) or one of the agent's tags."""


DefectPlace: TypeAlias = Literal["core", "llm.stream", "stt", "tts", "vad", "function", "transport", "recorder", "host", "analysis"]
"""The part of the server in which an unexpected error was met."""


DeliveryStatus: TypeAlias = Literal["pending", "sending", "delivered", "retrying", "dead"]
"""`retrying`: failed, and tried again at `next_attempt_at`; `dead`: given up, can be sent again."""


DisconnectionReason: TypeAlias = Literal["user_hangup", "agent_hangup", "transferred", "api_hangup", "transport_closed", "inactivity", "max_duration_reached", "registered_call_timeout", "server_shutdown", "error_node_lost", "error_media_process_lost", "error_llm", "error_stt", "error_tts", "error_impossible_settings", "error_provider_not_configured", "error_transport", "error_storage", "error_internal"]


DismissalReason: TypeAlias = Literal["no_words", "listening_signal", "too_few_words", "no_transcript", "long_sound", "late_words", "unknown"]
"""Why speech over the agent was no interruption; `unknown` only in logs of older engines."""


E164: TypeAlias = str
"""E.164: `+` and up to 15 digits."""


EventPattern: TypeAlias = str
"""`*`, a group such as `call.*`, or one type such as `call.ended`."""


GivenTime: TypeAlias = datetime
"""RFC 3339 time with `Z` or an offset such as `+02:00` (in a query string `%2B02:00`)."""


MemberRole: TypeAlias = Literal["owner", "admin", "member"]


Metadata: TypeAlias = dict[str, str]


MetadataPatch: TypeAlias = dict[str, Optional[str]]
"""JSON merge patch of metadata (RFC 7396): null removes a key."""


MicroUsd: TypeAlias = int
"""Money in integer micro-USD (1,000,000 = one US dollar)."""


QuotaPeriod: TypeAlias = Literal["day", "month"]


Scope: TypeAlias = Literal["*", "agents:read", "agents:write", "conversations:read", "conversations:write", "calls:read", "calls:write", "phone_numbers:read", "phone_numbers:write", "api_keys:read", "api_keys:write", "organization:read", "organization:write", "usage:read", "usage:write", "providers:read", "providers:write", "webhooks:read", "webhooks:write", "audit_log:read"]
"""`*` is everything, now and later; a `write` scope includes its `read`."""


Sentiment: TypeAlias = Literal["positive", "neutral", "negative"]


TagName: TypeAlias = str
"""A name that points at a published version, such as `prod`."""


Timestamp: TypeAlias = datetime
"""RFC 3339 time in UTC; there was no year 0."""


TurnEndReason: TypeAlias = Literal["whole_sentence", "closing_phrase", "name_given", "date_or_time_given", "dictation_complete", "open_phrase", "open_word", "day_missing", "digits_missing", "dictation_goes_on", "email_incomplete", "spelling_goes_on", "date_incomplete", "address_incomplete", "could_go_on", "no_words_recognised", "fixed_silence", "unintelligible", "typed", "keys_complete", "keys_paused", "long_speech", "call_ended", "unknown"]
"""Why the turn was taken to be over; `unknown` only in logs of older engines."""


UsageMetric: TypeAlias = Literal["requests", "calls", "call_ms", "concurrent_calls", "conversations", "messages", "llm_input_tokens", "llm_output_tokens", "stt_ms", "tts_characters", "cost"]
"""
`concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and `stt_ms` are
milliseconds, `cost` is micro-USD.
"""


Variables: TypeAlias = dict[str, str]


WebhookEventType: TypeAlias = Literal["call.started", "call.ended", "call.analyzed", "conversation.updated", "conversation.ended", "agent.deployed", "agent.deleted", "function.failed", "error.occurred", "usage.quota_warning"]


WebhookHeaders: TypeAlias = dict[str, str]
"""Sent with every delivery; kept encrypted and never shown again."""


class AccessToken(Model):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scopes: list[Scope]


class ActionFinished(Model):
    """What came of `action.requested`."""

    type: Literal["action.finished"]
    action: int
    function_call_id: str
    did: Literal["send_digits", "transfer"]
    ok: bool
    error: str | None = None
    """A stable word, such as `not_supported_by_transport`; the model is told it."""

    ms: int
    defect_id: str | None = None
    """The id of an unexpected error; the server's log has its trace under it."""


class ActionRequested(Model):
    """The transport is asked to do what a function wants."""

    type: Literal["action.requested"]
    action: int
    turn: int
    function_call_id: str
    wanted: TransportAction
    """What the transport of a call is asked to do."""


class Agent(Model):
    id: str
    name: str
    language: str
    """BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form."""

    time_zone: str
    """IANA time zone in which the agent speaks of dates and times."""

    greeting: str
    """What the agent says first; empty: it waits for the caller. May hold `{{variables}}`."""

    prompt: str
    """Who the agent is and what it does. May hold `{{variables}}`."""

    llm: LlmSettings
    stt: SttSettings
    tts: TtsSettings
    turn_taking: TurnTakingSettings
    functions: list[AgentFunction]
    """What the agent may call while it talks."""

    variables: Variables
    """
    Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a call may override
    them.
    """

    metadata: Metadata
    """Labels of your own. They are no settings: they have no versions, and a change of them is no draft to publish."""

    tags: dict[str, int]
    """Published versions by tag."""

    published_version: int | None
    """The newest published version, null before the first publication."""

    draft_changed: bool
    """True when the draft differs from the newest published version."""

    revision: int
    """Counts the saves of draft and metadata; send it back as `If-Match` to be told of a conflict."""

    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    updated_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class AgentChange(Model):
    path: str
    """JSON pointer (RFC 6901) into the settings."""

    change: Literal["added", "removed", "changed"]
    before: Any = None
    after: Any = None


class AgentConfig(Model):
    name: str
    language: str
    """BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form."""

    time_zone: str
    """IANA time zone in which the agent speaks of dates and times."""

    greeting: str
    """What the agent says first; empty: it waits for the caller. May hold `{{variables}}`."""

    prompt: str
    """Who the agent is and what it does. May hold `{{variables}}`."""

    llm: LlmSettings
    stt: SttSettings
    tts: TtsSettings
    turn_taking: TurnTakingSettings
    functions: list[AgentFunction]
    """What the agent may call while it talks."""

    variables: Variables
    """
    Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a call may override
    them.
    """


class AgentDeletedEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["agent.deleted"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: DeletedAgent


class AgentDeployedEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["agent.deployed"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: AgentVersion


class AgentDiff(Model):
    agent_id: str
    from_: AgentVersionRef
    """A version number, `draft`, `latest` (the newest published version) or one of the agent's tags."""

    to: AgentVersionRef
    """A version number, `draft`, `latest` (the newest published version) or one of the agent's tags."""

    changes: list[AgentChange]


class AgentListItem(Model):
    """An agent, or the parts of it that `fields` names."""

    id: str
    name: str
    language: str
    """BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form."""

    time_zone: str
    """IANA time zone in which the agent speaks of dates and times."""

    greeting: str | None = None
    """What the agent says first; empty: it waits for the caller. May hold `{{variables}}`."""

    prompt: str | None = None
    """Who the agent is and what it does. May hold `{{variables}}`."""

    llm: LlmSettings | None = None
    stt: SttSettings | None = None
    tts: TtsSettings | None = None
    turn_taking: TurnTakingSettings | None = None
    functions: list[AgentFunction] | None = None
    """What the agent may call while it talks."""

    variables: Variables | None = None
    """
    Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a call may override
    them.
    """

    metadata: Metadata | None = None
    """Labels of your own. They are no settings: they have no versions, and a change of them is no draft to publish."""

    tags: dict[str, int] | None = None
    """Published versions by tag."""

    published_version: int | None
    """The newest published version, null before the first publication."""

    draft_changed: bool
    """True when the draft differs from the newest published version."""

    revision: int
    """Counts the saves of draft and metadata; send it back as `If-Match` to be told of a conflict."""

    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    updated_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class AgentMessage(Model):
    id: str
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    role: Literal["agent"]
    content: str
    """In a call: what was heard."""

    start_ms: int | None = None
    end_ms: int | None = None
    interrupted: bool | None = None


class AgentOverride(Model):
    """
    Any part of an `AgentConfig` but its name and variables, at any depth, for this one call or conversation: what
    is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a whole; `null` takes a setting
    away that has no default. The whole is checked like an agent's settings.
    """

    language: str | None = None
    """BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form."""

    time_zone: str | None = None
    """IANA time zone in which the agent speaks of dates and times."""

    greeting: str | None = None
    """What the agent says first; empty: it waits for the caller. May hold `{{variables}}`."""

    prompt: str | None = None
    """Who the agent is and what it does. May hold `{{variables}}`."""

    llm: LlmOverride | None = None
    stt: SttOverride | None = None
    tts: TtsOverride | None = None
    turn_taking: TurnTakingOverride | None = None
    functions: list[AgentFunction] | None = None
    """What the agent may call while it talks."""


class AgentProblem(Model):
    """A setting that keeps the agent from being published and from taking calls."""

    pointer: str
    """JSON pointer (RFC 6901) of the setting."""

    code: Literal["impossible_settings", "provider_not_configured"]
    """
    `impossible_settings`: it can never work, change it; `provider_not_configured`: it works once the provider has a
    key or an address.
    """

    message: str
    """What is wrong, to be read after the name of the setting."""

    provider: str | None
    """The provider that lacks a key or an address."""


class AgentProblemList(Model):
    items: list[AgentProblem]


class AgentTag(Model):
    agent_id: str
    tag: TagName
    """A name that points at a published version, such as `prod`."""

    version: int


class AgentTurnFinished(Model):
    """What the caller heard of the agent's turn."""

    type: Literal["agent_turn.finished"]
    turn: int
    text: str
    words: list[Word]
    start_ms: int
    end_ms: int
    interrupted: bool
    unheard_text: str


class AgentVersion(Model):
    agent_id: str
    version: int
    config: AgentConfig
    published_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    published_by: str | None
    """Name of the person or key."""


class ApiKey(Model):
    id: str
    name: str
    prefix: str
    """The first characters and the last four: enough to recognise a key, useless to anyone else."""

    last_four: str
    scopes: list[Scope]
    allowed_ips: list[AddressRange]
    """Empty: any address."""

    requests_per_minute: int | None
    """Points a minute instead of the installation's default; null: the default."""

    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    last_used_at: datetime | None
    """To within a minute."""

    expires_at: datetime | None
    """Null: never."""

    previous_secret_expires_at: datetime | None
    """Until when the secret before the last rotation still works."""


class AttemptSettled(Model):
    """A model that was asked is done with, whatever came of it. Decides nothing."""

    type: Literal["attempt.settled"]
    request: int
    provider: str
    model: str
    outcome: Literal["won", "lost", "failed", "aborted"]
    """`lost`: another model answered first. `aborted`: the answer was not wanted any more."""

    first_ms: int | None = None
    """From the request to the first of the answer; absent when nothing came."""

    usage: TokenUsage
    estimated: bool
    """The model reported no usage: `usage` is estimated from the characters."""

    code: str | None = None
    """With `failed`: the error code."""


class AuditActor(Model):
    type: Literal["person", "api_key", "access_token", "client", "anonymous", "command_line", "system"]
    """
    `client`: the client of one call; `anonymous`: somebody without credentials, such as a failed sign-in or a
    signed URL; `command_line`: the `parley` command; `system`: the server by itself.
    """

    id: str | None
    """The user, or the API key (behind an access token too)."""

    name: str | None
    """As it was then."""


class AuditChange(Model):
    field: str
    before: Any
    """Null: there was none. A text of more than 4,000 characters is cut."""

    after: Any
    hidden: bool
    """Values that the trail never keeps: secrets, metadata of calls."""


class AuditEntry(Model):
    id: str
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    actor: AuditActor
    action: str
    """The operation's name in this document, or what happened elsewhere: `signIn`, `import`, …"""

    outcome: Literal["success", "failure"]
    resource_type: str
    resource_id: str | None
    changes: list[AuditChange]
    address: str | None
    user_agent: str | None
    request_id: str | None


class BuiltInFunction(Model):
    type: Literal["built_in"]
    name: Literal["current_time", "calculator", "end_call"]
    description: str | None = None
    """In place of its own. May hold `{{variables}}`."""


class Call(Model):
    id: str
    type: Literal["web", "phone"]
    """Over the web, or by telephone."""

    transport: Literal["webrtc", "websocket"]
    direction: Literal["inbound", "outbound"]
    """Who called: `inbound` to the agent, `outbound` by it."""

    from_number: str | None
    """Telephone numbers; null for web calls."""

    to_number: str | None
    conversation_id: str
    """What was said, as messages: `GET /conversations/{id}`."""

    agent_id: str
    agent_name: str
    """As it was when the call began."""

    agent_version: int | None
    """Null: the draft."""

    status: Literal["registered", "ongoing", "ended", "error"]
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    started_at: datetime | None
    ended_at: datetime | None
    duration_ms: int | None
    """From its start to its end; null while it has not ended."""

    disconnection_reason: DisconnectionReason | None
    """Why it ended; null while it has not."""

    sentiment: Sentiment | None
    """The caller's; null until the call was analysed."""

    analysis: CallAnalysis | None
    """Null until the call was analysed; `call.analyzed` tells when it was."""

    revision: int
    """Counts the changes of `metadata`; send it back as `If-Match`."""

    metadata: Metadata
    variables: dict[str, str]
    """Those the call was begun with."""

    agent_override: AgentOverride | None
    """What the call had otherwise than its agent; null: nothing."""

    transcript: list[TranscriptTurn]
    """What was said, and heard, turn by turn."""

    collected: list[CollectedData]
    """Results of the agent's `collect` functions, newest last."""

    defects: list[CallDefect]
    """Unexpected errors during the call, oldest first; its events tell what failed of them."""

    latency: CallLatency
    cost: CallCost
    recording: CallRecording


class CallAnalysis(Model):
    """What the agent's model says of the call after its end."""

    summary: str
    """What the call was about and how it ended, in a few sentences."""

    successful: bool | None
    """Whether the caller got what they called for; null where the call does not tell."""

    provider: str
    model: str
    analyzed_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class CallAnalyzed(Model):
    type: Literal["call.analyzed"]
    provider: str
    model: str
    summary: str
    sentiment: Sentiment
    successful: bool | None
    usage: TokenUsage
    ms: int
    """How long the model took."""


class CallAnalyzedEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["call.analyzed"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: CallSummary
    """A call without transcript, collected data, defects and what it overrides of its agent."""


class CallAnswered(Model):
    type: Literal["call.answered"]


class CallCost(Model):
    total: MicroUsd
    """Money in integer micro-USD (1,000,000 = one US dollar)."""

    llm: MicroUsd
    """Money in integer micro-USD (1,000,000 = one US dollar)."""

    stt: MicroUsd
    """Money in integer micro-USD (1,000,000 = one US dollar)."""

    tts: MicroUsd
    """Money in integer micro-USD (1,000,000 = one US dollar)."""

    usage: CallUsage


class CallDecisionEvent(Model):
    seq: int
    """Counts from 1 without gaps."""

    at_ms: int
    """Since the call began."""

    kind: Literal["decision"]
    event: CallDecision
    """What the turn core decided."""


class CallDefect(Model):
    """An unexpected error on the server's side during the call."""

    id: str
    """The server's log has the trace under this id."""

    place: DefectPlace
    """The part of the server in which an unexpected error was met."""

    at_ms: int
    """Since the call began."""


class CallEnded(Model):
    type: Literal["call.ended"]
    reason: DisconnectionReason
    message: str | None = None


class CallEndedEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["call.ended"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: CallSummary
    """A call without transcript, collected data, defects and what it overrides of its agent."""


class CallEventList(Model):
    items: list[CallEvent]


class CallFindingEvent(Model):
    seq: int
    """Counts from 1 without gaps."""

    at_ms: int
    """Since the call began."""

    kind: Literal["finding"]
    event: CallFinding
    """What was found out about the call after its end."""


class CallHeld(Model):
    """The caller put the call on hold: nothing is heard either way, and no wait for the caller runs."""

    type: Literal["call.held"]


class CallInputEvent(Model):
    seq: int
    """Counts from 1 without gaps."""

    at_ms: int
    """Since the call began."""

    kind: Literal["input"]
    event: CallInput
    """What happened to the call."""


class CallLatency(Model):
    e2e: Percentiles
    endpointing: Percentiles
    stt: Percentiles
    llm: Percentiles
    tts: Percentiles


class CallListItem(Model):
    id: str
    type: Literal["web", "phone"]
    """Over the web, or by telephone."""

    transport: Literal["webrtc", "websocket"]
    direction: Literal["inbound", "outbound"]
    """Who called: `inbound` to the agent, `outbound` by it."""

    from_number: str | None
    """Telephone numbers; null for web calls."""

    to_number: str | None
    conversation_id: str
    """What was said, as messages: `GET /conversations/{id}`."""

    agent_id: str
    agent_name: str
    """As it was when the call began."""

    agent_version: int | None
    """Null: the draft."""

    status: Literal["registered", "ongoing", "ended", "error"]
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    started_at: datetime | None
    ended_at: datetime | None
    duration_ms: int | None
    """From its start to its end; null while it has not ended."""

    disconnection_reason: DisconnectionReason | None
    """Why it ended; null while it has not."""

    sentiment: Sentiment | None
    """The caller's; null until the call was analysed."""

    analysis: CallAnalysis | None
    """Null until the call was analysed; `call.analyzed` tells when it was."""

    revision: int
    """Counts the changes of `metadata`; send it back as `If-Match`."""

    metadata: Metadata | None = None
    variables: dict[str, str] | None = None
    """Those the call was begun with."""

    agent_override: AgentOverride | None = None
    """What the call had otherwise than its agent; null: nothing."""

    transcript: list[TranscriptTurn] | None = None
    """What was said, and heard, turn by turn."""

    collected: list[CollectedData] | None = None
    """Results of the agent's `collect` functions, newest last."""

    latency: CallLatency | None = None
    cost: CallCost | None = None
    recording: CallRecording | None = None


class CallRecording(Model):
    available: bool
    url: str | None
    duration_ms: int | None


class CallResumed(Model):
    """The hold is over."""

    type: Literal["call.resumed"]


class CallRinging(Model):
    """The call is not answered yet: nothing is heard either way."""

    type: Literal["call.ringing"]


class CallStarted(Model):
    type: Literal["call.started"]
    engine: int | None = None
    """Version of the turn core; absent in logs of older engines. Only the same version replays a log."""

    wall_time: datetime | None = None
    """When the call began."""


class CallStartedEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["call.started"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: CallSummary
    """A call without transcript, collected data, defects and what it overrides of its agent."""


class CallSummary(Model):
    """A call without transcript, collected data, defects and what it overrides of its agent."""

    id: str
    type: Literal["web", "phone"]
    """Over the web, or by telephone."""

    transport: Literal["webrtc", "websocket"]
    direction: Literal["inbound", "outbound"]
    """Who called: `inbound` to the agent, `outbound` by it."""

    from_number: str | None
    """Telephone numbers; null for web calls."""

    to_number: str | None
    conversation_id: str
    """What was said, as messages: `GET /conversations/{id}`."""

    agent_id: str
    agent_name: str
    """As it was when the call began."""

    agent_version: int | None
    """Null: the draft."""

    status: Literal["registered", "ongoing", "ended", "error"]
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    started_at: datetime | None
    ended_at: datetime | None
    duration_ms: int | None
    """From its start to its end; null while it has not ended."""

    disconnection_reason: DisconnectionReason | None
    """Why it ended; null while it has not."""

    sentiment: Sentiment | None
    """The caller's; null until the call was analysed."""

    analysis: CallAnalysis | None
    """Null until the call was analysed; `call.analyzed` tells when it was."""

    revision: int
    """Counts the changes of `metadata`; send it back as `If-Match`."""

    metadata: Metadata
    variables: dict[str, str]
    """Those the call was begun with."""

    latency: CallLatency
    cost: CallCost
    recording: CallRecording


class CallTakenOver(Model):
    """
    Another process goes on with the call: what was under way when the one before was lost is asked, spoken or given
    up anew.
    """

    type: Literal["call.taken_over"]
    wall_time: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class CallUsage(Model):
    llm_input_tokens: int
    llm_output_tokens: int
    stt_ms: int
    tts_characters: int


class ClauseSpoken(Model):
    type: Literal["clause.spoken"]
    clause: int
    turn: int
    text: str
    voice: VoiceRef | None = None
    """The voice that speaks, and in which language. Absent in logs of older engines."""


class CollectDataAction(Model):
    """Kept in the call's `collected` data."""

    type: Literal["collect_data"]
    name: str
    arguments: Any


class CollectFunction(Model):
    """Validates what the caller said against `parameters` and keeps it in the call's `collected` data."""

    type: Literal["collect"]
    name: str
    description: str
    """When the model is to call it. May hold `{{variables}}`."""

    parameters: FunctionParameters
    """
    JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with
    500 schemas, each property being one.
    """


class CollectedData(Model):
    name: str
    arguments: Any
    at_ms: int


class ContextInjected(Model):
    type: Literal["context.injected"]
    text: str


class Conversation(Model):
    id: str
    channel: Literal["text", "voice"]
    """Typed, or spoken in a call."""

    call_id: str | None
    """The call that it is the exchange of; null for a typed one."""

    agent_id: str
    agent_name: str
    agent_version: int | None
    """Null: the draft."""

    status: Literal["ongoing", "ended"]
    end_reason: str | None
    """Null while it goes on."""

    metadata: Metadata
    variables: dict[str, str]
    message_count: int
    revision: int
    """Counts the changes of `metadata`; send it back as `If-Match`."""

    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    last_message_at: datetime | None
    ended_at: datetime | None
    cost: ConversationCost
    agent_override: AgentOverride | None
    """What the conversation had otherwise than its agent; null: nothing. Of a call's conversation, what the call had."""

    messages: list[Message]
    """What was said and which functions ran, in order."""

    collected: list[ConversationData]
    """Results of the agent's `collect` functions, newest last."""


class ConversationCost(Model):
    total: MicroUsd
    """Money in integer micro-USD (1,000,000 = one US dollar)."""

    usage: TokenUsage


class ConversationData(Model):
    name: str
    arguments: Any


class ConversationEndedEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["conversation.ended"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: ConversationSummary
    """A conversation without its messages, collected data and what it overrides of its agent."""


class ConversationListItem(Model):
    id: str
    channel: Literal["text", "voice"]
    """Typed, or spoken in a call."""

    call_id: str | None
    """The call that it is the exchange of; null for a typed one."""

    agent_id: str
    agent_name: str
    agent_version: int | None
    """Null: the draft."""

    status: Literal["ongoing", "ended"]
    end_reason: str | None
    """Null while it goes on."""

    metadata: Metadata | None = None
    variables: dict[str, str] | None = None
    message_count: int
    revision: int
    """Counts the changes of `metadata`; send it back as `If-Match`."""

    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    last_message_at: datetime | None
    ended_at: datetime | None
    cost: ConversationCost | None = None
    agent_override: AgentOverride | None = None
    """What the conversation had otherwise than its agent; null: nothing. Of a call's conversation, what the call had."""

    messages: list[Message] | None = None
    """What was said and which functions ran, in order."""

    collected: list[ConversationData] | None = None
    """Results of the agent's `collect` functions, newest last."""


class ConversationSummary(Model):
    """A conversation without its messages, collected data and what it overrides of its agent."""

    id: str
    channel: Literal["text", "voice"]
    """Typed, or spoken in a call."""

    call_id: str | None
    """The call that it is the exchange of; null for a typed one."""

    agent_id: str
    agent_name: str
    agent_version: int | None
    """Null: the draft."""

    status: Literal["ongoing", "ended"]
    end_reason: str | None
    """Null while it goes on."""

    metadata: Metadata
    variables: dict[str, str]
    message_count: int
    revision: int
    """Counts the changes of `metadata`; send it back as `If-Match`."""

    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    last_message_at: datetime | None
    ended_at: datetime | None
    cost: ConversationCost


class ConversationUpdatedEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["conversation.updated"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: ConversationSummary
    """A conversation without its messages, collected data and what it overrides of its agent."""


class CreatedApiKey(Model):
    """The secret is shown this once."""

    id: str
    name: str
    prefix: str
    """The first characters and the last four: enough to recognise a key, useless to anyone else."""

    last_four: str
    scopes: list[Scope]
    allowed_ips: list[AddressRange]
    """Empty: any address."""

    requests_per_minute: int | None
    """Points a minute instead of the installation's default; null: the default."""

    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    last_used_at: datetime | None
    """To within a minute."""

    expires_at: datetime | None
    """Null: never."""

    previous_secret_expires_at: datetime | None
    """Until when the secret before the last rotation still works."""

    secret: str


class CreatedCall(Model):
    id: str
    type: Literal["web", "phone"]
    """Over the web, or by telephone."""

    transport: Literal["webrtc", "websocket"]
    direction: Literal["inbound", "outbound"]
    """Who called: `inbound` to the agent, `outbound` by it."""

    from_number: str | None
    """Telephone numbers; null for web calls."""

    to_number: str | None
    conversation_id: str
    """What was said, as messages: `GET /conversations/{id}`."""

    agent_id: str
    agent_name: str
    """As it was when the call began."""

    agent_version: int | None
    """Null: the draft."""

    status: Literal["registered", "ongoing", "ended", "error"]
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    started_at: datetime | None
    ended_at: datetime | None
    duration_ms: int | None
    """From its start to its end; null while it has not ended."""

    disconnection_reason: DisconnectionReason | None
    """Why it ended; null while it has not."""

    sentiment: Sentiment | None
    """The caller's; null until the call was analysed."""

    analysis: CallAnalysis | None
    """Null until the call was analysed; `call.analyzed` tells when it was."""

    revision: int
    """Counts the changes of `metadata`; send it back as `If-Match`."""

    metadata: Metadata
    variables: dict[str, str]
    """Those the call was begun with."""

    agent_override: AgentOverride | None
    """What the call had otherwise than its agent; null: nothing."""

    transcript: list[TranscriptTurn]
    """What was said, and heard, turn by turn."""

    collected: list[CollectedData]
    """Results of the agent's `collect` functions, newest last."""

    defects: list[CallDefect]
    """Unexpected errors during the call, oldest first; its events tell what failed of them."""

    latency: CallLatency
    cost: CallCost
    recording: CallRecording
    client_token: str
    """Valid for this call alone; the caller's client presents it."""

    client_token_expires_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    media_url: str | None = None
    """Where a client of the WebSocket transport connects; it holds the token."""

    webrtc_url: str | None = None
    """Where a client of the WebRTC transport posts its offer, with the token."""

    ice_servers: list[IceServer]
    """`RTCIceServer`s that the browser should use (TURN, where configured)."""


class CreatedInvitation(Model):
    """The link is shown this once and works once."""

    id: str
    role: MemberRole
    email: str | None
    """Whom it is for, as a note and as the only address that it accepts; null: whoever has the link."""

    status: Literal["pending", "accepted", "revoked", "expired"]
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    expires_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    url: str


class CreatedWebhook(Model):
    id: str
    url: str
    description: str
    events: list[EventPattern]
    """The types of events that are sent."""

    agent_ids: list[str]
    """Only events about these agents; empty: all."""

    conditions: list[EventCondition]
    """All of them must hold."""

    header_names: list[str]
    """Names of the own headers."""

    timeout_ms: int
    """How long an attempt may take."""

    format: Literal["parley", "retell"]
    """
    `retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with
    `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have such
    a webhook of their own.
    """

    retell_signature: bool
    """Sign in the format of Retell too: `x-retell-signature`, with the secret as its key."""

    enabled: bool
    disabled_reason: Literal["manual", "gone", "failing"] | None
    """`gone`: it answered 410; `failing`: nothing arrived for five days."""

    failing_since: datetime | None
    """The first failure since something arrived last."""

    secret_last_four: str
    previous_secret_expires_at: datetime | None
    """Until when deliveries are signed with the secret before too."""

    revision: int
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    updated_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    secret: str
    """`whsec_…`, shown this once."""


class DataCollected(Model):
    type: Literal["data.collected"]
    name: str
    arguments: Any


class DefectReported(Model):
    """An unexpected error was met; what failed because of it names its id."""

    type: Literal["defect.reported"]
    defect_id: str
    """The id of an unexpected error; the server's log has its trace under it."""

    place: DefectPlace
    """The part of the server in which an unexpected error was met."""


class DeletedAgent(Model):
    id: str
    name: str
    deleted_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class DigitReceived(Model):
    """
    The caller pressed a key. Keys are collected until `#`, or until none comes for `keys_timeout_ms`, and are one
    turn then.
    """

    type: Literal["digit.received"]
    digit: str
    method: Literal["rfc4733", "inband", "info", "message"] | None = None
    """How it was told: an RTP event, the tone itself, a SIP INFO, a client's message. Absent in logs of older engines."""

    duration_ms: int | None = None
    """How long the key was pressed, where that is known."""


class EndCallAction(Model):
    """The call ends when what the agent says has been heard."""

    type: Literal["end_call"]


class EndpointingOverride(Model):
    mode: Literal["adaptive", "fixed"] | None = None
    """
    `adaptive` waits shorter after a complete sentence and longer after an open one; `fixed` always waits
    `silence_ms`.
    """

    complete_silence_ms: int | None = None
    """Silence that ends a turn after a complete sentence."""

    silence_ms: int | None = None
    """Silence that ends a turn otherwise."""

    incomplete_silence_ms: int | None = None
    """Silence that ends a turn after a sentence that is left open."""

    dictation_silence_ms: int | None = None
    """
    Silence that ends a turn while the caller dictates what the agent asked for (a phone number, an e-mail address,
    a spelled name, a date of birth, a code) and it is not whole yet; never less than `incomplete_silence_ms`.
    """


class EndpointingSettings(Model):
    mode: Literal["adaptive", "fixed"]
    """
    `adaptive` waits shorter after a complete sentence and longer after an open one; `fixed` always waits
    `silence_ms`.
    """

    complete_silence_ms: int
    """Silence that ends a turn after a complete sentence."""

    silence_ms: int
    """Silence that ends a turn otherwise."""

    incomplete_silence_ms: int
    """Silence that ends a turn after a sentence that is left open."""

    dictation_silence_ms: int
    """
    Silence that ends a turn while the caller dictates what the agent asked for (a phone number, an e-mail address,
    a spelled name, a date of birth, a code) and it is not whole yet; never less than `incomplete_silence_ms`.
    """


class ErrorOccurredEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["error.occurred"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: OccurredError
    """Something that did not work, though nobody was waiting for the answer to a request."""


class EventCondition(Model):
    """A field that is not there fits `ne` and `exists` false, and nothing else."""

    field: str
    """JSON pointer (RFC 6901) into the event, such as `/data/duration_ms`."""

    operator: Literal["eq", "ne", "gt", "gte", "lt", "lte", "contains", "in", "exists"]
    value: str | float | bool | None | list[str | float | bool | None] | None = None
    """What the field is compared with; a list for `in`, true or false for `exists`."""


class ExchangeCompletedEvent(Model):
    type: Literal["exchange.completed"]
    exchange: MessageExchange
    """The caller's message, what functions ran, and the agent's answer, in order."""


class FieldError(Model):
    pointer: str
    message: str


class FilterPreview(Model):
    matched: int
    total: int
    by_type: dict[str, int]
    samples: list[WebhookEvent]


class FunctionCalledEvent(Model):
    type: Literal["function.called"]
    id: str
    name: str
    arguments: Any


class FunctionFailedEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["function.failed"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: FunctionFailure


class FunctionFailure(Model):
    name: str
    """The function that the agent called."""

    function_call_id: str
    error: str
    """What the agent was told about it."""

    ms: int
    """How long it ran."""

    agent_id: str
    conversation_id: str
    call_id: str | None
    """Null in a typed conversation."""


class FunctionFinished(Model):
    type: Literal["function.finished"]
    function_call_id: str
    ok: bool
    result: Any
    error: str | None = None
    actions: list[CallAction] | None = None
    ms: int
    defect_id: str | None = None
    """The id of an unexpected error; the server's log has its trace under it."""


class FunctionFinishedEvent(Model):
    type: Literal["function.finished"]
    id: str
    status: Literal["succeeded", "failed"]


class FunctionMessage(Model):
    """A function that the agent called, and what came of it."""

    id: str
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    role: Literal["function"]
    name: str
    arguments: Any
    status: Literal["running", "succeeded", "failed"]
    """`running` in a live call only."""

    result: Any = None
    """What the function gave back."""

    error: str | None = None
    """What went wrong."""

    ms: int | None
    """How long it ran; null while it runs."""


class FunctionParameter(Model):
    """JSON Schema of one argument."""

    type: str


class FunctionParameters(Model):
    """
    JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with
    500 schemas, each property being one.
    """

    type: Literal["object"]
    properties: dict[str, FunctionParameter]
    required: list[str] | None = None


class FunctionRequested(Model):
    type: Literal["function.requested"]
    turn: int
    function_call_id: str
    name: str
    arguments: Any


class HangupRequested(Model):
    type: Literal["hangup.requested"]
    by: Literal["user", "api", "server", "storage", "defect"]


class HearingInterrupted(Model):
    """
    The recogniser or the voice detector was lost and is replaced: the next one hears the caller's unfinished words
    again. Decides nothing.
    """

    type: Literal["hearing.interrupted"]
    part: Literal["stt", "vad"]
    """The recogniser or the voice detector."""

    code: str
    """
    An error code such as `provider_failed`, or `open_timeout`, `final_timeout`, `result_timeout`, or
    `audio_dropped` when more of the caller's audio waited than is kept.
    """

    message: str
    refusal: ProviderRefusal | None = None
    """A provider's own account of why it refused a request."""

    defect_id: str | None = None
    """The id of an unexpected error; the server's log has its trace under it."""

    retry_in_ms: int | None = None
    """When the next session is opened; absent when the session goes on."""

    dropped_ms: int | None = None
    """With `audio_dropped`: as much of the caller's audio is not heard."""


class IceServer(Model):
    urls: list[str]
    username: str | None = None
    credential: str | None = None


class InterruptionDetected(Model):
    type: Literal["interruption.detected"]
    turn: int
    speech_ms: int


class InterruptionDismissed(Model):
    type: Literal["interruption.dismissed"]
    turn: int
    reason: DismissalReason
    """Why speech over the agent was no interruption; `unknown` only in logs of older engines."""

    text: str | None = None
    """What was said; in no turn. Absent in logs of older engines."""

    reason_text: str | None = None
    """Only in logs of older engines, which gave their reasons in English: the sentence."""


class InterruptionOverride(Model):
    enabled: bool | None = None
    """False: the agent speaks on whatever the caller says."""

    min_speech_ms: int | None = None
    """Speech shorter than this over the agent is a false interruption: playout pauses and goes on."""

    min_words: int | None = None
    """With a number above 0, that many recognised words are needed besides `min_speech_ms`."""


class InterruptionSettings(Model):
    enabled: bool
    """False: the agent speaks on whatever the caller says."""

    min_speech_ms: int
    """Speech shorter than this over the agent is a false interruption: playout pauses and goes on."""

    min_words: int
    """With a number above 0, that many recognised words are needed besides `min_speech_ms`."""


class Invitation(Model):
    id: str
    role: MemberRole
    email: str | None
    """Whom it is for, as a note and as the only address that it accepts; null: whoever has the link."""

    status: Literal["pending", "accepted", "revoked", "expired"]
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    expires_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class LlmAborted(Model):
    type: Literal["llm.aborted"]
    request: int


class LlmDeltaReceived(Model):
    type: Literal["llm.delta_received"]
    request: int
    text: str


class LlmFailed(Model):
    type: Literal["llm.failed"]
    request: int
    code: str
    message: str
    refusal: ProviderRefusal | None = None
    """A provider's own account of why it refused a request."""

    defect_id: str | None = None
    """The id of an unexpected error; the server's log has its trace under it."""


class LlmFinished(Model):
    type: Literal["llm.finished"]
    request: int
    provider: str
    model: str
    usage: TokenUsage


class LlmFunctionCalled(Model):
    type: Literal["llm.function_called"]
    request: int
    function_call_id: str
    name: str
    arguments: Any


class LlmOverride(Model):
    provider: Literal["embedded", "openai_compatible", "openai"] | None = None
    """`embedded` needs no network; `openai_compatible` reaches any OpenAI-compatible endpoint."""

    model: str | None = None
    """For `embedded`: `dialogue-rules`, and for no other provider. `GET /providers` suggests some."""

    temperature: float | None = None
    """How freely the model chooses its words; absent: its own default."""

    max_output_tokens: int | None = None
    """The longest answer."""


class LlmRequested(Model):
    type: Literal["llm.requested"]
    request: int
    turn: int
    messages: int
    model: ModelRef | None = None
    """The model that is asked. Absent in logs of older engines."""


class LlmSettings(Model):
    provider: Literal["embedded", "openai_compatible", "openai"]
    """`embedded` needs no network; `openai_compatible` reaches any OpenAI-compatible endpoint."""

    model: str
    """For `embedded`: `dialogue-rules`, and for no other provider. `GET /providers` suggests some."""

    temperature: float | None = None
    """How freely the model chooses its words; absent: its own default."""

    max_output_tokens: int | None = None
    """The longest answer."""


class Me(Model):
    """Who is signed in, in which organization."""

    user: User | None
    organization: Organization
    organizations: list[Organization]
    role: Literal["owner", "admin", "member", "api_key"]
    scopes: list[Scope]


class Member(Model):
    id: str
    user_id: str
    name: str
    email: str
    role: MemberRole
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class MemberSession(Model):
    id: str
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    expires_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    address: str | None
    user_agent: str | None


class MemberSessionList(Model):
    items: list[MemberSession]


class MessageDeltaEvent(Model):
    type: Literal["message.delta"]
    text: str
    """The next piece of the answer."""


class MessageExchange(Model):
    """The caller's message, what functions ran, and the agent's answer, in order."""

    conversation_id: str
    status: Literal["ongoing", "ended"]
    messages: list[Message]
    answer: str
    """The agent's answer in one string; empty when it only called functions."""


class ModelRef(Model):
    """The model that is asked. Absent in logs of older engines."""

    provider: str
    model: str


class NumberAgent(Model):
    """The agent that answers, or calls, from a number."""

    agent_id: str
    agent_version: AgentVersionRef | None = None
    """Absent: the newest published version."""


class OccurredError(Model):
    """Something that did not work, though nobody was waiting for the answer to a request."""

    code: Literal["validation_failed", "malformed_json", "headers_too_large", "body_too_large", "unsupported_media_type", "unauthenticated", "token_expired", "forbidden", "second_factor_required", "insufficient_scope", "address_not_allowed", "not_found", "method_not_allowed", "conflict", "precondition_failed", "idempotency_conflict", "idempotency_in_progress", "call_not_live", "conversation_ended", "conversation_busy", "webhook_disabled", "trunk_not_configured", "call_not_registered", "invalid_sdp", "unsupported_audio_format", "invalid_media_frame", "busy", "capacity_reached", "database_unavailable", "database_busy", "storage_full", "recording_unavailable", "rate_limited", "quota_exceeded", "impossible_settings", "provider_not_configured", "provider_failed", "provider_timeout", "text_not_speakable", "speech_backlog_full", "engine_unavailable", "not_implemented", "internal"]
    message: str
    agent_id: str | None
    conversation_id: str | None
    call_id: str | None


class Organization(Model):
    id: str
    name: str
    slug: str
    settings: OrganizationSettings
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class OrganizationSettings(Model):
    recordings: bool
    """False: no call of the organization is recorded."""

    analysis: bool
    """False: no call of the organization is analysed after its end. Calls of agents on the embedded model never are."""

    require_second_factor: bool
    """
    True: signed-in members without a second factor can do nothing but set one up. API keys are unaffected. A
    signed-in owner who has one changes it.
    """


class Percentiles(Model):
    p50: float | None
    """Milliseconds; null without measurements."""

    p90: float | None
    """Milliseconds; null without measurements."""

    p95: float | None
    """Milliseconds; null without measurements."""

    p99: float | None
    """Milliseconds; null without measurements."""

    num: int
    """Measurements behind the figures."""


class PhoneNumber(Model):
    id: str
    number: E164
    """E.164: `+` and up to 15 digits."""

    nickname: str
    inbound_agent: NumberAgent | None
    outbound_agent: NumberAgent | None
    metadata: Metadata
    revision: int
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    updated_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class PlayoutCleared(Model):
    type: Literal["playout.cleared"]


class PlayoutFinished(Model):
    """Nothing more of the clause will sound, and the caller has heard its last audio."""

    type: Literal["playout.finished"]
    clause: int
    words: list[Word]
    """What was heard, with the call times at which it sounded, pauses and gaps counted: the recording's time."""

    heard_text: str | None = None
    """Only where less than the whole text was spoken: what was. Empty when nothing was."""


class PlayoutPaused(Model):
    type: Literal["playout.paused"]


class PlayoutResumed(Model):
    type: Literal["playout.resumed"]


class PlayoutStarted(Model):
    type: Literal["playout.started"]
    clause: int


class PlayoutStopped(Model):
    """
    The answer to `playout.paused` and `playout.cleared`: what had been heard of the clause in playout, 0 when none
    was.
    """

    type: Literal["playout.stopped"]
    clause: int
    heard_ms: int
    heard_text: str
    words: list[Word]


class Problem(Model):
    """RFC 9457 problem document."""

    type: str
    title: str
    status: int
    code: Literal["validation_failed", "malformed_json", "headers_too_large", "body_too_large", "unsupported_media_type", "unauthenticated", "token_expired", "forbidden", "second_factor_required", "insufficient_scope", "address_not_allowed", "not_found", "method_not_allowed", "conflict", "precondition_failed", "idempotency_conflict", "idempotency_in_progress", "call_not_live", "conversation_ended", "conversation_busy", "webhook_disabled", "trunk_not_configured", "call_not_registered", "invalid_sdp", "unsupported_audio_format", "invalid_media_frame", "busy", "capacity_reached", "database_unavailable", "database_busy", "storage_full", "recording_unavailable", "rate_limited", "quota_exceeded", "impossible_settings", "provider_not_configured", "provider_failed", "provider_timeout", "text_not_speakable", "speech_backlog_full", "engine_unavailable", "not_implemented", "internal"]
    detail: str | None = None
    request_id: str
    errors: list[FieldError] | None = None
    """
    JSON pointers (RFC 6901) into the body or query and what is wrong there; for `impossible_settings` and
    `provider_not_configured` into the agent's settings.
    """


class Provider(Model):
    name: Literal["embedded", "openai", "openai_compatible"]
    kinds: list[Literal["llm", "stt", "tts", "vad"]]
    """What it can be used for."""

    state: Literal["ready", "needs_key", "failed"]
    """`ready`: usable now; `needs_key`: give a key; `failed`: `message` says what to do."""

    message: str
    key_last_four: str | None
    """Null without a key."""

    source: Literal["built_in", "environment", "organization", "none"]
    """Where key and URL come from."""

    base_url: str | None
    models: list[str]
    """Those to choose from; others may work as well."""

    languages: list[str]
    """
    What its recogniser understands, as ranges of BCP 47: `en` stands for `en-US` too. Empty where it recognises no
    speech.
    """


class ProviderList(Model):
    items: list[Provider]


class ProviderRefusal(Model):
    """A provider's own account of why it refused a request."""

    status: int | None = None
    """The HTTP status; absent when the refusal came in the middle of an answer."""

    type: str | None = None
    """The provider's kind of error, such as `invalid_request_error`."""

    code: str | None = None
    """The provider's code, such as `model_not_found`."""

    param: str | None = None
    """The parameter that it refuses."""

    message: str | None = None
    """The provider's words, shortened; keys, credentials and long quotations are taken out."""


class ProviderTest(Model):
    ok: bool
    latency_ms: int
    message: str
    refusal: ProviderRefusal | None = None
    """What the provider said, when it refused."""


class Quota(Model):
    id: str
    metric: UsageMetric
    """
    `concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and `stt_ms` are
    milliseconds, `cost` is micro-USD.
    """

    period: QuotaPeriod
    """Calendar days and months in UTC. Without meaning for `concurrent_calls`."""

    limit: int
    """In the unit of the metric."""

    warn_percent: int
    """Percent of the limit at which a warning is given."""

    api_key_id: str | None
    """The key that it limits; null: the whole organization."""

    used: int
    """Used in the current period."""

    state: Literal["ok", "warning", "exceeded"]
    resets_at: datetime | None
    """When the period ends; null for `concurrent_calls`."""

    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class QuotaNotice(Model):
    """Kept once a quota and period: the soft warning, and the hard stop."""

    quota_id: str
    metric: UsageMetric
    """
    `concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and `stt_ms` are
    milliseconds, `cost` is micro-USD.
    """

    level: Literal["warning", "exceeded"]
    period_start: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    used: int
    limit: int
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class QuotaWarningEvent(Model):
    id: str
    """Also the header `webhook-id`: the same in every attempt to deliver."""

    type: Literal["usage.quota_warning"]
    created_at: datetime
    """When it happened."""

    organization_id: str
    api_version: Literal["v1"]
    """The version of the shape of `data`."""

    data: QuotaNotice
    """Kept once a quota and period: the soft warning, and the hard stop."""


class RecordingUrl(Model):
    url: str
    expires_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class ReminderOverride(Model):
    after_ms: int | None = None
    """Silence of the caller after which the agent asks again; 0 turns reminders off."""

    max: int | None = None
    """How often in a row."""

    text: str | None = None
    """What the agent says. May hold `{{variables}}`."""


class ReminderSettings(Model):
    after_ms: int
    """Silence of the caller after which the agent asks again; 0 turns reminders off."""

    max: int
    """How often in a row."""

    text: str
    """What the agent says. May hold `{{variables}}`."""


class ResentDeliveries(Model):
    count: int


class SendDigitsAction(Model):
    """Keys are pressed for the other side, once what the agent said before has been heard."""

    type: Literal["send_digits"]
    digits: str


class StateChanged(Model):
    type: Literal["state.changed"]
    from_: Literal["greeting", "listening", "thinking", "speaking", "paused", "running-function", "ending", "ended"]
    to: Literal["greeting", "listening", "thinking", "speaking", "paused", "running-function", "ending", "ended"]


class StreamErrorEvent(Model):
    type: Literal["error"]
    code: str
    message: str


class SttFailed(Model):
    type: Literal["stt.failed"]
    code: str
    message: str
    defect_id: str | None = None
    """The id of an unexpected error; the server's log has its trace under it."""


class SttOverride(Model):
    provider: Literal["embedded"] | None = None
    keywords: list[str] | None = None
    """Words and names the recogniser should expect besides those of the prompt."""


class SttSettings(Model):
    provider: Literal["embedded"]
    keywords: list[str]
    """Words and names the recogniser should expect besides those of the prompt."""


class SystemMessage(Model):
    id: str
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    role: Literal["system"]
    content: str


class TimerFired(Model):
    type: Literal["timer.fired"]
    timer: Literal["endpointing", "await-final", "long-speech", "digits", "await-verdict", "await-model", "await-voice", "reminder", "idle", "max-duration", "ending", "interruption", "provider"]


class TokenUsage(Model):
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int


class TranscriptTurn(Model):
    role: Literal["user", "agent"]
    turn: int
    """Counts the exchanges of the call."""

    text: str
    start_ms: int
    """Since the call began."""

    end_ms: int
    """Since the call began."""

    words: list[Word]
    interrupted: bool | None = None
    """The caller cut the agent off."""

    unheard_text: str | None = None
    """What was not heard of the line: the agent was cut off before it, the voice cannot pronounce it, or failed."""


class TransferAction(Model):
    """
    The caller is connected to somebody else, once what the agent said before has been heard; the call ends with
    that.
    """

    type: Literal["transfer"]
    to: str


class TransportClosed(Model):
    type: Literal["transport.closed"]
    code: str
    message: str
    defect_id: str | None = None
    """The id of an unexpected error; the server's log has its trace under it."""


class TtsFailed(Model):
    type: Literal["tts.failed"]
    clause: int
    code: str
    message: str
    rendered_ms: int | None = None
    """
    Audio that was made before: it is played, and `playout.finished` tells how much of the text it was; 0 when there
    is none, and nothing more comes of the clause. Logs of older engines lack it.
    """

    defect_id: str | None = None
    """The id of an unexpected error; the server's log has its trace under it."""


class TtsFinished(Model):
    type: Literal["tts.finished"]
    clause: int
    duration_ms: int
    characters: int


class TtsFirstAudio(Model):
    type: Literal["tts.first_audio"]
    clause: int


class TtsOverride(Model):
    provider: Literal["embedded"] | None = None
    voice: str | None = None
    """The id of a voice that speaks the agent's language: `GET /voices`."""

    speed: float | None = None
    """1 is the voice's own pace; 2 is twice as fast."""


class TtsSettings(Model):
    provider: Literal["embedded"]
    voice: str
    """The id of a voice that speaks the agent's language: `GET /voices`."""

    speed: float
    """1 is the voice's own pace; 2 is twice as fast."""


class TurnMeasured(Model):
    type: Literal["turn.measured"]
    turn: int
    e2e_ms: int
    """From the caller's true end of speech to the agent's first audible frame."""

    endpointing_ms: int | None
    stt_ms: int | None
    llm_ms: int | None
    tts_ms: int | None


class TurnTakingOverride(Model):
    endpointing: EndpointingOverride | None = None
    interruption: InterruptionOverride | None = None
    reminder: ReminderOverride | None = None
    idle_timeout_ms: int | None = None
    """The call ends when nobody has spoken for this long."""

    keys_timeout_ms: int | None = None
    """Keys that the caller presses belong together until none comes for this long; `#` ends them at once."""

    max_call_ms: int | None = None
    """The call ends after this long."""

    provider_timeout_ms: int | None = None
    """A provider that stays silent for this long while the call waits for it is given up."""


class TurnTakingSettings(Model):
    endpointing: EndpointingSettings
    interruption: InterruptionSettings
    reminder: ReminderSettings
    idle_timeout_ms: int
    """The call ends when nobody has spoken for this long."""

    keys_timeout_ms: int
    """Keys that the caller presses belong together until none comes for this long; `#` ends them at once."""

    max_call_ms: int
    """The call ends after this long."""

    provider_timeout_ms: int
    """A provider that stays silent for this long while the call waits for it is given up."""


class Usage(Model):
    from_: str
    to: str
    group_by: Literal["day", "agent", "api_key"]
    total: UsageValues
    rows: list[UsageRow]
    notices: list[QuotaNotice]
    """Of the asked days, newest first, at most 100."""


class UsageRow(Model):
    key: str | None
    """The day, agent id or key id; null for what belongs to none, such as requests of a signed-in person."""

    name: str | None
    """Name of the agent or key, where it is still known."""

    values: UsageValues


class UsageValues(Model):
    requests: int
    calls: int
    call_ms: int
    concurrent_calls: int
    conversations: int
    messages: int
    llm_input_tokens: int
    llm_output_tokens: int
    stt_ms: int
    tts_characters: int
    cost: int


class User(Model):
    id: str
    name: str
    email: str


class UserMessage(Model):
    id: str
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    role: Literal["user"]
    content: str
    start_ms: int | None = None
    end_ms: int | None = None


class UserSpeechEnded(Model):
    type: Literal["user_speech.ended"]
    utterance: int
    speech_ms: int
    """Call time at which speech began or ended in the caller's audio, earlier than the event itself."""


class UserSpeechStarted(Model):
    type: Literal["user_speech.started"]
    utterance: int
    speech_ms: int
    """Call time at which speech began or ended in the caller's audio, earlier than the event itself."""


class UserTextReceived(Model):
    type: Literal["user_text.received"]
    text: str


class UserTranscriptFinal(Model):
    type: Literal["user_transcript.final"]
    utterance: int
    text: str
    words: list[Word]
    rejected: bool
    """The recogniser heard speech outside its domain; `text` is then empty or unreliable."""

    stands_in: Literal[True] | None = None
    """
    The final is overdue and the partial counts in its place; the final, should it come, is another event and takes
    the place of this one.
    """


class UserTranscriptPartial(Model):
    type: Literal["user_transcript.partial"]
    utterance: int
    text: str


class UserTurnCommitted(Model):
    """The caller's turn is over; a later commit of the same turn replaces it (the caller went on speaking)."""

    type: Literal["user_turn.committed"]
    turn: int
    text: str
    words: list[Word]
    start_ms: int
    end_ms: int
    reason: TurnEndReason
    """Why the turn was taken to be over; `unknown` only in logs of older engines."""

    ending_word: str | None = None
    """With `open_word`: the word that leaves the sentence open."""

    reason_text: str | None = None
    """Only in logs of older engines, which gave their reasons in English: the sentence."""

    silence_ms: int
    """How long the core waited."""

    typed: bool


class Voice(Model):
    provider: Literal["embedded", "openai", "openai_compatible"]
    id: str
    name: str
    language: str
    sample_url: str | None


class VoiceList(Model):
    items: list[Voice]


class VoiceRef(Model):
    """The voice that speaks, and in which language. Absent in logs of older engines."""

    provider: str
    id: str
    speed: float
    language: str


class Webhook(Model):
    id: str
    url: str
    description: str
    events: list[EventPattern]
    """The types of events that are sent."""

    agent_ids: list[str]
    """Only events about these agents; empty: all."""

    conditions: list[EventCondition]
    """All of them must hold."""

    header_names: list[str]
    """Names of the own headers."""

    timeout_ms: int
    """How long an attempt may take."""

    format: Literal["parley", "retell"]
    """
    `retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with
    `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have such
    a webhook of their own.
    """

    retell_signature: bool
    """Sign in the format of Retell too: `x-retell-signature`, with the secret as its key."""

    enabled: bool
    disabled_reason: Literal["manual", "gone", "failing"] | None
    """`gone`: it answered 410; `failing`: nothing arrived for five days."""

    failing_since: datetime | None
    """The first failure since something arrived last."""

    secret_last_four: str
    previous_secret_expires_at: datetime | None
    """Until when deliveries are signed with the secret before too."""

    revision: int
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    updated_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""


class WebhookAttempt(Model):
    attempt: int
    at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    ms: int
    request: WebhookAttemptRequest
    """As it was sent, with the values of own headers left out."""

    response: WebhookAttemptResponse | None
    error: str | None


class WebhookAttemptRequest(Model):
    """As it was sent, with the values of own headers left out."""

    url: str
    headers: dict[str, str]


class WebhookAttemptResponse(Model):
    """The body is kept up to 16 kB."""

    status: int
    headers: dict[str, str]
    body: str


class WebhookDelivery(Model):
    id: str
    webhook_id: str
    event_id: str
    event_type: WebhookEventType
    call_id: str | None
    agent_id: str | None
    status: DeliveryStatus
    """`retrying`: failed, and tried again at `next_attempt_at`; `dead`: given up, can be sent again."""

    test: bool
    attempt_count: int
    next_attempt_at: datetime | None
    last_status_code: int | None
    last_error: str | None
    last_ms: int | None
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    delivered_at: datetime | None


class WebhookDeliveryDetail(Model):
    id: str
    webhook_id: str
    event_id: str
    event_type: WebhookEventType
    call_id: str | None
    agent_id: str | None
    status: DeliveryStatus
    """`retrying`: failed, and tried again at `next_attempt_at`; `dead`: given up, can be sent again."""

    test: bool
    attempt_count: int
    next_attempt_at: datetime | None
    last_status_code: int | None
    last_error: str | None
    last_ms: int | None
    created_at: datetime
    """RFC 3339 time in UTC; there was no year 0."""

    delivered_at: datetime | None
    event: dict[str, Any]
    """The body that is sent."""

    attempts: list[WebhookAttempt]


class Word(Model):
    text: str
    start_ms: int
    end_ms: int


AgentFunction: TypeAlias = Union[BuiltInFunction, CollectFunction]


CallAction: TypeAlias = Union[EndCallAction, CollectDataAction, SendDigitsAction, TransferAction]
"""What a function asks of the call that it runs in."""


CallDecision: TypeAlias = Union[StateChanged, UserTurnCommitted, LlmRequested, LlmAborted, ClauseSpoken, PlayoutPaused, PlayoutResumed, PlayoutCleared, InterruptionDetected, InterruptionDismissed, AgentTurnFinished, TurnMeasured, FunctionRequested, ActionRequested, DataCollected, CallEnded]
"""What the turn core decided."""


CallEvent: TypeAlias = Union[CallInputEvent, CallDecisionEvent, CallFindingEvent]


CallFinding: TypeAlias = CallAnalyzed
"""What was found out about the call after its end."""


CallInput: TypeAlias = Union[CallStarted, UserSpeechStarted, UserSpeechEnded, UserTranscriptPartial, UserTranscriptFinal, UserTextReceived, DigitReceived, ContextInjected, CallRinging, CallAnswered, CallHeld, CallResumed, CallTakenOver, LlmDeltaReceived, LlmFunctionCalled, LlmFinished, LlmFailed, AttemptSettled, TtsFirstAudio, TtsFinished, TtsFailed, PlayoutStarted, PlayoutFinished, PlayoutStopped, FunctionFinished, ActionFinished, SttFailed, HearingInterrupted, TimerFired, HangupRequested, TransportClosed, DefectReported]
"""What happened to the call."""


Message: TypeAlias = Union[UserMessage, AgentMessage, FunctionMessage, SystemMessage]


MessageStreamEvent: TypeAlias = Union[MessageDeltaEvent, FunctionCalledEvent, FunctionFinishedEvent, ExchangeCompletedEvent, StreamErrorEvent]
"""Events of a streamed answer; the SSE `event` is the `type`. The last one is `exchange.completed` or `error`."""


TransportAction: TypeAlias = Union[SendDigitsAction, TransferAction]
"""What the transport of a call is asked to do."""


WebhookEvent: TypeAlias = Union[CallStartedEvent, CallEndedEvent, CallAnalyzedEvent, ConversationUpdatedEvent, ConversationEndedEvent, AgentDeployedEvent, AgentDeletedEvent, FunctionFailedEvent, ErrorOccurredEvent, QuotaWarningEvent]


AGENT_FUNCTION: Shape = OneOf(
    "type",
    {
        "built_in": BuiltInFunction,
        "collect": CollectFunction,
    },
)


CALL_ACTION: Shape = OneOf(
    "type",
    {
        "end_call": EndCallAction,
        "collect_data": CollectDataAction,
        "send_digits": SendDigitsAction,
        "transfer": TransferAction,
    },
)


CALL_DECISION: Shape = OneOf(
    "type",
    {
        "state.changed": StateChanged,
        "user_turn.committed": UserTurnCommitted,
        "llm.requested": LlmRequested,
        "llm.aborted": LlmAborted,
        "clause.spoken": ClauseSpoken,
        "playout.paused": PlayoutPaused,
        "playout.resumed": PlayoutResumed,
        "playout.cleared": PlayoutCleared,
        "interruption.detected": InterruptionDetected,
        "interruption.dismissed": InterruptionDismissed,
        "agent_turn.finished": AgentTurnFinished,
        "turn.measured": TurnMeasured,
        "function.requested": FunctionRequested,
        "action.requested": ActionRequested,
        "data.collected": DataCollected,
        "call.ended": CallEnded,
    },
)


CALL_EVENT: Shape = OneOf(
    "kind",
    {
        "input": CallInputEvent,
        "decision": CallDecisionEvent,
        "finding": CallFindingEvent,
    },
)


CALL_FINDING: Shape = CallAnalyzed


CALL_INPUT: Shape = OneOf(
    "type",
    {
        "call.started": CallStarted,
        "user_speech.started": UserSpeechStarted,
        "user_speech.ended": UserSpeechEnded,
        "user_transcript.partial": UserTranscriptPartial,
        "user_transcript.final": UserTranscriptFinal,
        "user_text.received": UserTextReceived,
        "digit.received": DigitReceived,
        "context.injected": ContextInjected,
        "call.ringing": CallRinging,
        "call.answered": CallAnswered,
        "call.held": CallHeld,
        "call.resumed": CallResumed,
        "call.taken_over": CallTakenOver,
        "llm.delta_received": LlmDeltaReceived,
        "llm.function_called": LlmFunctionCalled,
        "llm.finished": LlmFinished,
        "llm.failed": LlmFailed,
        "attempt.settled": AttemptSettled,
        "tts.first_audio": TtsFirstAudio,
        "tts.finished": TtsFinished,
        "tts.failed": TtsFailed,
        "playout.started": PlayoutStarted,
        "playout.finished": PlayoutFinished,
        "playout.stopped": PlayoutStopped,
        "function.finished": FunctionFinished,
        "action.finished": ActionFinished,
        "stt.failed": SttFailed,
        "hearing.interrupted": HearingInterrupted,
        "timer.fired": TimerFired,
        "hangup.requested": HangupRequested,
        "transport.closed": TransportClosed,
        "defect.reported": DefectReported,
    },
)


MESSAGE: Shape = OneOf(
    "role",
    {
        "user": UserMessage,
        "agent": AgentMessage,
        "function": FunctionMessage,
        "system": SystemMessage,
    },
)


MESSAGE_STREAM_EVENT: Shape = OneOf(
    "type",
    {
        "message.delta": MessageDeltaEvent,
        "function.called": FunctionCalledEvent,
        "function.finished": FunctionFinishedEvent,
        "exchange.completed": ExchangeCompletedEvent,
        "error": StreamErrorEvent,
    },
)


TRANSPORT_ACTION: Shape = OneOf(
    "type",
    {
        "send_digits": SendDigitsAction,
        "transfer": TransferAction,
    },
)


WEBHOOK_EVENT: Shape = OneOf(
    "type",
    {
        "call.started": CallStartedEvent,
        "call.ended": CallEndedEvent,
        "call.analyzed": CallAnalyzedEvent,
        "conversation.updated": ConversationUpdatedEvent,
        "conversation.ended": ConversationEndedEvent,
        "agent.deployed": AgentDeployedEvent,
        "agent.deleted": AgentDeletedEvent,
        "function.failed": FunctionFailedEvent,
        "error.occurred": ErrorOccurredEvent,
        "usage.quota_warning": QuotaWarningEvent,
    },
)


ActionRequested._shapes = {
    "wanted": TRANSPORT_ACTION,
}


Agent._shapes = {
    "llm": LlmSettings,
    "stt": SttSettings,
    "tts": TtsSettings,
    "turn_taking": TurnTakingSettings,
    "functions": ListOf(AGENT_FUNCTION),
    "created_at": TIME,
    "updated_at": TIME,
}


AgentConfig._shapes = {
    "llm": LlmSettings,
    "stt": SttSettings,
    "tts": TtsSettings,
    "turn_taking": TurnTakingSettings,
    "functions": ListOf(AGENT_FUNCTION),
}


AgentDeletedEvent._shapes = {
    "created_at": TIME,
    "data": DeletedAgent,
}


AgentDeployedEvent._shapes = {
    "created_at": TIME,
    "data": AgentVersion,
}


AgentDiff._shapes = {
    "changes": ListOf(AgentChange),
}


AgentListItem._shapes = {
    "llm": LlmSettings,
    "stt": SttSettings,
    "tts": TtsSettings,
    "turn_taking": TurnTakingSettings,
    "functions": ListOf(AGENT_FUNCTION),
    "created_at": TIME,
    "updated_at": TIME,
}


AgentMessage._shapes = {
    "created_at": TIME,
}


AgentOverride._shapes = {
    "llm": LlmOverride,
    "stt": SttOverride,
    "tts": TtsOverride,
    "turn_taking": TurnTakingOverride,
    "functions": ListOf(AGENT_FUNCTION),
}


AgentProblemList._shapes = {
    "items": ListOf(AgentProblem),
}


AgentTurnFinished._shapes = {
    "words": ListOf(Word),
}


AgentVersion._shapes = {
    "config": AgentConfig,
    "published_at": TIME,
}


ApiKey._shapes = {
    "created_at": TIME,
    "last_used_at": TIME,
    "expires_at": TIME,
    "previous_secret_expires_at": TIME,
}


AttemptSettled._shapes = {
    "usage": TokenUsage,
}


AuditEntry._shapes = {
    "created_at": TIME,
    "actor": AuditActor,
    "changes": ListOf(AuditChange),
}


Call._shapes = {
    "created_at": TIME,
    "started_at": TIME,
    "ended_at": TIME,
    "analysis": CallAnalysis,
    "agent_override": AgentOverride,
    "transcript": ListOf(TranscriptTurn),
    "collected": ListOf(CollectedData),
    "defects": ListOf(CallDefect),
    "latency": CallLatency,
    "cost": CallCost,
    "recording": CallRecording,
}


CallAnalysis._shapes = {
    "analyzed_at": TIME,
}


CallAnalyzed._shapes = {
    "usage": TokenUsage,
}


CallAnalyzedEvent._shapes = {
    "created_at": TIME,
    "data": CallSummary,
}


CallCost._shapes = {
    "usage": CallUsage,
}


CallDecisionEvent._shapes = {
    "event": CALL_DECISION,
}


CallEndedEvent._shapes = {
    "created_at": TIME,
    "data": CallSummary,
}


CallEventList._shapes = {
    "items": ListOf(CALL_EVENT),
}


CallFindingEvent._shapes = {
    "event": CALL_FINDING,
}


CallInputEvent._shapes = {
    "event": CALL_INPUT,
}


CallLatency._shapes = {
    "e2e": Percentiles,
    "endpointing": Percentiles,
    "stt": Percentiles,
    "llm": Percentiles,
    "tts": Percentiles,
}


CallListItem._shapes = {
    "created_at": TIME,
    "started_at": TIME,
    "ended_at": TIME,
    "analysis": CallAnalysis,
    "agent_override": AgentOverride,
    "transcript": ListOf(TranscriptTurn),
    "collected": ListOf(CollectedData),
    "latency": CallLatency,
    "cost": CallCost,
    "recording": CallRecording,
}


CallStarted._shapes = {
    "wall_time": TIME,
}


CallStartedEvent._shapes = {
    "created_at": TIME,
    "data": CallSummary,
}


CallSummary._shapes = {
    "created_at": TIME,
    "started_at": TIME,
    "ended_at": TIME,
    "analysis": CallAnalysis,
    "latency": CallLatency,
    "cost": CallCost,
    "recording": CallRecording,
}


CallTakenOver._shapes = {
    "wall_time": TIME,
}


ClauseSpoken._shapes = {
    "voice": VoiceRef,
}


CollectFunction._shapes = {
    "parameters": FunctionParameters,
}


Conversation._shapes = {
    "created_at": TIME,
    "last_message_at": TIME,
    "ended_at": TIME,
    "cost": ConversationCost,
    "agent_override": AgentOverride,
    "messages": ListOf(MESSAGE),
    "collected": ListOf(ConversationData),
}


ConversationCost._shapes = {
    "usage": TokenUsage,
}


ConversationEndedEvent._shapes = {
    "created_at": TIME,
    "data": ConversationSummary,
}


ConversationListItem._shapes = {
    "created_at": TIME,
    "last_message_at": TIME,
    "ended_at": TIME,
    "cost": ConversationCost,
    "agent_override": AgentOverride,
    "messages": ListOf(MESSAGE),
    "collected": ListOf(ConversationData),
}


ConversationSummary._shapes = {
    "created_at": TIME,
    "last_message_at": TIME,
    "ended_at": TIME,
    "cost": ConversationCost,
}


ConversationUpdatedEvent._shapes = {
    "created_at": TIME,
    "data": ConversationSummary,
}


CreatedApiKey._shapes = {
    "created_at": TIME,
    "last_used_at": TIME,
    "expires_at": TIME,
    "previous_secret_expires_at": TIME,
}


CreatedCall._shapes = {
    "created_at": TIME,
    "started_at": TIME,
    "ended_at": TIME,
    "analysis": CallAnalysis,
    "agent_override": AgentOverride,
    "transcript": ListOf(TranscriptTurn),
    "collected": ListOf(CollectedData),
    "defects": ListOf(CallDefect),
    "latency": CallLatency,
    "cost": CallCost,
    "recording": CallRecording,
    "client_token_expires_at": TIME,
    "ice_servers": ListOf(IceServer),
}


CreatedInvitation._shapes = {
    "created_at": TIME,
    "expires_at": TIME,
}


CreatedWebhook._shapes = {
    "conditions": ListOf(EventCondition),
    "failing_since": TIME,
    "previous_secret_expires_at": TIME,
    "created_at": TIME,
    "updated_at": TIME,
}


DeletedAgent._shapes = {
    "deleted_at": TIME,
}


ErrorOccurredEvent._shapes = {
    "created_at": TIME,
    "data": OccurredError,
}


ExchangeCompletedEvent._shapes = {
    "exchange": MessageExchange,
}


FilterPreview._shapes = {
    "samples": ListOf(WEBHOOK_EVENT),
}


FunctionFailedEvent._shapes = {
    "created_at": TIME,
    "data": FunctionFailure,
}


FunctionFinished._shapes = {
    "actions": ListOf(CALL_ACTION),
}


FunctionMessage._shapes = {
    "created_at": TIME,
}


FunctionParameters._shapes = {
    "properties": RecordOf(FunctionParameter),
}


HearingInterrupted._shapes = {
    "refusal": ProviderRefusal,
}


Invitation._shapes = {
    "created_at": TIME,
    "expires_at": TIME,
}


LlmFailed._shapes = {
    "refusal": ProviderRefusal,
}


LlmFinished._shapes = {
    "usage": TokenUsage,
}


LlmRequested._shapes = {
    "model": ModelRef,
}


Me._shapes = {
    "user": User,
    "organization": Organization,
    "organizations": ListOf(Organization),
}


Member._shapes = {
    "created_at": TIME,
}


MemberSession._shapes = {
    "created_at": TIME,
    "expires_at": TIME,
}


MemberSessionList._shapes = {
    "items": ListOf(MemberSession),
}


MessageExchange._shapes = {
    "messages": ListOf(MESSAGE),
}


Organization._shapes = {
    "settings": OrganizationSettings,
    "created_at": TIME,
}


PhoneNumber._shapes = {
    "inbound_agent": NumberAgent,
    "outbound_agent": NumberAgent,
    "created_at": TIME,
    "updated_at": TIME,
}


PlayoutFinished._shapes = {
    "words": ListOf(Word),
}


PlayoutStopped._shapes = {
    "words": ListOf(Word),
}


Problem._shapes = {
    "errors": ListOf(FieldError),
}


ProviderList._shapes = {
    "items": ListOf(Provider),
}


ProviderTest._shapes = {
    "refusal": ProviderRefusal,
}


Quota._shapes = {
    "resets_at": TIME,
    "created_at": TIME,
}


QuotaNotice._shapes = {
    "period_start": TIME,
    "created_at": TIME,
}


QuotaWarningEvent._shapes = {
    "created_at": TIME,
    "data": QuotaNotice,
}


RecordingUrl._shapes = {
    "expires_at": TIME,
}


SystemMessage._shapes = {
    "created_at": TIME,
}


TranscriptTurn._shapes = {
    "words": ListOf(Word),
}


TurnTakingOverride._shapes = {
    "endpointing": EndpointingOverride,
    "interruption": InterruptionOverride,
    "reminder": ReminderOverride,
}


TurnTakingSettings._shapes = {
    "endpointing": EndpointingSettings,
    "interruption": InterruptionSettings,
    "reminder": ReminderSettings,
}


Usage._shapes = {
    "total": UsageValues,
    "rows": ListOf(UsageRow),
    "notices": ListOf(QuotaNotice),
}


UsageRow._shapes = {
    "values": UsageValues,
}


UserMessage._shapes = {
    "created_at": TIME,
}


UserTranscriptFinal._shapes = {
    "words": ListOf(Word),
}


UserTurnCommitted._shapes = {
    "words": ListOf(Word),
}


VoiceList._shapes = {
    "items": ListOf(Voice),
}


Webhook._shapes = {
    "conditions": ListOf(EventCondition),
    "failing_since": TIME,
    "previous_secret_expires_at": TIME,
    "created_at": TIME,
    "updated_at": TIME,
}


WebhookAttempt._shapes = {
    "at": TIME,
    "request": WebhookAttemptRequest,
    "response": WebhookAttemptResponse,
}


WebhookDelivery._shapes = {
    "next_attempt_at": TIME,
    "created_at": TIME,
    "delivered_at": TIME,
}


WebhookDeliveryDetail._shapes = {
    "next_attempt_at": TIME,
    "created_at": TIME,
    "delivered_at": TIME,
    "attempts": ListOf(WebhookAttempt),
}
