# Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.
"""Resources of the blocking client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, cast, overload

from typing_extensions import Unpack

from .._core.blocking import Download, EventStream, Page, Transport
from .._core.exchange import ApiRequest
from .._core.omit import OMIT, Omit
from .._core.options import ConditionalOptions, FollowOptions, RequestOptions, WriteOptions, taken_apart
from .._core.url import path_of
from .models import (
    AccessToken,
    AddressRange,
    Agent,
    AgentDiff,
    AgentListItem,
    AgentOverride,
    AgentProblemList,
    AgentTag,
    AgentVersion,
    AgentVersionRef,
    ApiKey,
    AuditEntry,
    CALL_EVENT,
    Call,
    CallEvent,
    CallEventList,
    CallListItem,
    Conversation,
    ConversationListItem,
    CreatedApiKey,
    CreatedCall,
    CreatedInvitation,
    CreatedWebhook,
    DeliveryStatus,
    DisconnectionReason,
    E164,
    EventCondition,
    EventPattern,
    FilterPreview,
    Invitation,
    LlmSettings,
    MESSAGE,
    MESSAGE_STREAM_EVENT,
    Me,
    Member,
    MemberRole,
    MemberSessionList,
    Message,
    MessageExchange,
    MessageStreamEvent,
    NumberAgent,
    Organization,
    PhoneNumber,
    Provider,
    ProviderList,
    ProviderTest,
    Quota,
    QuotaPeriod,
    RecordingUrl,
    ResentDeliveries,
    Scope,
    Sentiment,
    SttSettings,
    TagName,
    TtsSettings,
    TurnTakingSettings,
    Usage,
    UsageMetric,
    VoiceList,
    WEBHOOK_EVENT,
    Webhook,
    WebhookDelivery,
    WebhookDeliveryDetail,
    WebhookEvent,
    WebhookEventType,
)
from .params import (
    AgentFunctionParam,
    AgentOverrideParam,
    EventConditionParam,
    LlmSettingsParam,
    NumberAgentParam,
    SttSettingsParam,
    TtsSettingsParam,
    TurnTakingSettingsParam,
    UpdateOrganizationSettingsParam,
)


class AgentsResource:
    """``agents`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        q: str | Omit = OMIT,
        tag: TagName | Sequence[TagName] | Omit = OMIT,
        published: Literal["true", "false"] | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        metadata_key: str | Omit = OMIT,
        sort: Literal["created_at", "-created_at", "updated_at", "-updated_at", "name", "-name"] | Omit = OMIT,
        fields: Literal["greeting", "prompt", "llm", "stt", "tts", "turn_taking", "functions", "variables", "metadata", "tags", "id", "name", "language", "time_zone", "published_version", "draft_changed", "revision", "created_at", "updated_at"] | Sequence[Literal["greeting", "prompt", "llm", "stt", "tts", "turn_taking", "functions", "variables", "metadata", "tags", "id", "name", "language", "time_zone", "published_version", "draft_changed", "revision", "created_at", "updated_at"]] | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[AgentListItem]:
        """
        List agents.

        API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 2.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        :param q: Part of the name, in capitals or not.
        :param metadata: `?metadata[plan]=gold`: the agents whose metadata has this key with this value.
        :param metadata_key: `?metadata_key=plan`: the agents whose metadata has this key.
        :param sort: What the list is ordered by; with `-` before it, descending. Default: ``"-created_at"``.
        :param fields: The parts to include, with commas between; absent: all of them. Names, times and the like are
            always there.
        """
        request = ApiRequest(
            "GET",
            "/agents",
            query={
                "limit": limit,
                "cursor": cursor,
                "q": q,
                "tag": tag,
                "published": published,
                "metadata": metadata,
                "metadata_key": metadata_key,
                "sort": sort,
                "fields": fields,
            },
        )
        return self._transport.page(request, options, AgentListItem)

    def create(
        self,
        *,
        name: str,
        language: str | Omit = OMIT,
        time_zone: str | Omit = OMIT,
        greeting: str | Omit = OMIT,
        prompt: str | Omit = OMIT,
        llm: LlmSettingsParam | LlmSettings | Omit = OMIT,
        stt: SttSettingsParam | SttSettings | Omit = OMIT,
        tts: TtsSettingsParam | TtsSettings | Omit = OMIT,
        turn_taking: TurnTakingSettingsParam | TurnTakingSettings | Omit = OMIT,
        functions: Sequence[AgentFunctionParam] | Omit = OMIT,
        variables: Mapping[str, str] | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> Agent:
        """
        Create an agent.

        Every field but `name` has a default that works without any provider key.

        API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 2.

        :param language: BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its
            canonical form. Default: ``"en-US"``.
        :param time_zone: IANA time zone in which the agent speaks of dates and times. Default: ``"UTC"``.
        :param greeting: What the agent says first; empty: it waits for the caller. May hold `{{variables}}`. Default:
            ``"Hello, how can I help you?"``.
        :param prompt: Who the agent is and what it does. May hold `{{variables}}`. Default: ``"You are a friendly voice
            agent. Answer briefly."``.
        :param functions: What the agent may call while it talks. Default: ``[]``.
        :param variables: Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a
            call may override them.
        :param metadata: Labels of your own. They are no settings: they have no versions, and a change of them is no
            draft to publish.
        """
        request = ApiRequest(
            "POST",
            "/agents",
            body={
                "name": name,
                "language": language,
                "time_zone": time_zone,
                "greeting": greeting,
                "prompt": prompt,
                "llm": llm,
                "stt": stt,
                "tts": tts,
                "turn_taking": turn_taking,
                "functions": functions,
                "variables": variables,
                "metadata": metadata,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, Agent)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Agent:
        """
        Get an agent.

        API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        """
        request = ApiRequest("GET", path_of("/agents/{id}", id=id))
        return self._transport.json(request, options, Agent)

    def get_parts(
        self,
        id: str,
        *,
        fields: Literal["greeting", "prompt", "llm", "stt", "tts", "turn_taking", "functions", "variables", "metadata", "tags", "id", "name", "language", "time_zone", "published_version", "draft_changed", "revision", "created_at", "updated_at"] | Sequence[Literal["greeting", "prompt", "llm", "stt", "tts", "turn_taking", "functions", "variables", "metadata", "tags", "id", "name", "language", "time_zone", "published_version", "draft_changed", "revision", "created_at", "updated_at"]],
        **options: Unpack[RequestOptions],
    ) -> AgentListItem:
        """
        Get an agent.

        Only the parts that `fields` names, and what is always there.

        :param id: The agent’s id.
        :param fields: The parts to include, with commas between; absent: all of them. Names, times and the like are
            always there.
        """
        request = ApiRequest("GET", path_of("/agents/{id}", id=id), query={"fields": fields})
        return self._transport.json(request, options, AgentListItem)

    def update(
        self,
        id: str,
        *,
        name: str | None | Omit = OMIT,
        language: str | None | Omit = OMIT,
        time_zone: str | None | Omit = OMIT,
        greeting: str | None | Omit = OMIT,
        prompt: str | None | Omit = OMIT,
        llm: LlmSettingsParam | LlmSettings | None | Omit = OMIT,
        stt: SttSettingsParam | SttSettings | None | Omit = OMIT,
        tts: TtsSettingsParam | TtsSettings | None | Omit = OMIT,
        turn_taking: TurnTakingSettingsParam | TurnTakingSettings | None | Omit = OMIT,
        functions: Sequence[AgentFunctionParam] | None | Omit = OMIT,
        variables: Mapping[str, str] | None | Omit = OMIT,
        metadata: Mapping[str, str] | None | Omit = OMIT,
        **options: Unpack[ConditionalOptions],
    ) -> Agent:
        """
        Change the draft, or the metadata (JSON merge patch).

        Published versions stay as they are until the draft is published again; metadata has no versions.

        API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        :param language: BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its
            canonical form.
        :param time_zone: IANA time zone in which the agent speaks of dates and times.
        :param greeting: What the agent says first; empty: it waits for the caller. May hold `{{variables}}`.
        :param prompt: Who the agent is and what it does. May hold `{{variables}}`.
        :param functions: What the agent may call while it talks.
        :param variables: Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a
            call may override them.
        :param metadata: Labels of your own. They are no settings: they have no versions, and a change of them is no
            draft to publish.
        """
        request = ApiRequest(
            "PATCH",
            path_of("/agents/{id}", id=id),
            body={
                "name": name,
                "language": language,
                "time_zone": time_zone,
                "greeting": greeting,
                "prompt": prompt,
                "llm": llm,
                "stt": stt,
                "tts": tts,
                "turn_taking": turn_taking,
                "functions": functions,
                "variables": variables,
                "metadata": metadata,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, Agent)

    def delete(self, id: str, **options: Unpack[ConditionalOptions]) -> None:
        """
        Delete an agent.

        Calls that are going on, and the record of those that were, keep their copy of its settings.

        API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        """
        request = ApiRequest("DELETE", path_of("/agents/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)

    def list_problems(
        self,
        id: str,
        *,
        version: str | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> AgentProblemList:
        """
        What keeps the draft, or a version, from taking calls.

        Settings that can never work, left by an older version of Parley or refused by the engines of this one, and
        providers without a key. Publishing and calls are refused until none is left.

        API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        """
        request = ApiRequest("GET", path_of("/agents/{id}/problems", id=id), query={"version": version})
        return self._transport.json(request, options, AgentProblemList)

    def duplicate(self, id: str, *, name: str | Omit = OMIT, **options: Unpack[WriteOptions]) -> Agent:
        """
        Make a new agent of an agent's draft and metadata.

        API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 2.

        :param id: The agent’s id.
        :param name: Absent: the name with " (copy)" behind it.
        """
        request = ApiRequest("POST", path_of("/agents/{id}/duplicate", id=id), body={"name": name}, idempotent=True)
        return self._transport.json(request, options, Agent)

    def publish(self, id: str, **options: Unpack[WriteOptions]) -> AgentVersion:
        """
        Publish the draft as the next version.

        A draft that says what was published last makes no version: that one is answered, with 200.

        API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 2.

        :param id: The agent’s id.
        """
        request = ApiRequest("POST", path_of("/agents/{id}/publish", id=id), idempotent=True)
        return self._transport.json(request, options, AgentVersion)

    def list_versions(
        self,
        id: str,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[AgentVersion]:
        """
        List published versions, newest first.

        API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        """
        request = ApiRequest("GET", path_of("/agents/{id}/versions", id=id), query={"limit": limit, "cursor": cursor})
        return self._transport.page(request, options, AgentVersion)

    def get_version(self, id: str, version: int, **options: Unpack[RequestOptions]) -> AgentVersion:
        """
        Get a published version.

        API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        :param version: Number of a published version.
        """
        request = ApiRequest("GET", path_of("/agents/{id}/versions/{version}", id=id, version=version))
        return self._transport.json(request, options, AgentVersion)

    def restore_version(self, id: str, version: int, **options: Unpack[WriteOptions]) -> Agent:
        """
        Make a version the draft again.

        API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        :param version: Number of a published version.
        """
        request = ApiRequest("POST", path_of("/agents/{id}/versions/{version}/restore", id=id, version=version), idempotent=True)
        return self._transport.json(request, options, Agent)

    def diff_versions(
        self,
        id: str,
        *,
        from_: str,
        to: str | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> AgentDiff:
        """
        What differs between two versions, or a version and the draft.

        API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        """
        request = ApiRequest("GET", path_of("/agents/{id}/diff", id=id), query={"from": from_, "to": to})
        return self._transport.json(request, options, AgentDiff)

    def set_tag(self, id: str, tag: TagName, *, version: int, **options: Unpack[WriteOptions]) -> AgentTag:
        """
        Point a tag at a published version.

        Calls and numbers that name the tag as their `agent_version` follow it from the next call on.

        API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        :param tag: A name that points at a published version, such as `prod`.
        """
        request = ApiRequest(
            "PUT",
            path_of("/agents/{id}/tags/{tag}", id=id, tag=tag),
            body={"version": version},
            idempotent=True,
        )
        return self._transport.json(request, options, AgentTag)

    def delete_tag(self, id: str, tag: TagName, **options: Unpack[WriteOptions]) -> None:
        """
        Remove a tag.

        API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.

        :param id: The agent’s id.
        :param tag: A name that points at a published version, such as `prod`.
        """
        request = ApiRequest("DELETE", path_of("/agents/{id}/tags/{tag}", id=id, tag=tag), idempotent=True)
        self._transport.empty(request, options)


class ConversationsResource:
    """``conversations`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        q: str | Omit = OMIT,
        channel: Literal["text", "voice"] | Sequence[Literal["text", "voice"]] | Omit = OMIT,
        status: Literal["ongoing", "ended"] | Sequence[Literal["ongoing", "ended"]] | Omit = OMIT,
        agent_id: str | Sequence[str] | Omit = OMIT,
        call_id: str | Sequence[str] | Omit = OMIT,
        created_after: str | datetime | Omit = OMIT,
        created_before: str | datetime | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        metadata_key: str | Omit = OMIT,
        variables: Mapping[str, str] | Omit = OMIT,
        sort: Literal["created_at", "-created_at", "last_message_at", "-last_message_at"] | Omit = OMIT,
        fields: Literal["metadata", "variables", "cost", "messages", "collected", "agent_override", "id", "channel", "call_id", "agent_id", "agent_name", "agent_version", "status", "end_reason", "message_count", "revision", "created_at", "last_message_at", "ended_at"] | Sequence[Literal["metadata", "variables", "cost", "messages", "collected", "agent_override", "id", "channel", "call_id", "agent_id", "agent_name", "agent_version", "status", "end_reason", "message_count", "revision", "created_at", "last_message_at", "ended_at"]] | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[ConversationListItem]:
        """
        List conversations, typed and spoken.

        API keys and access tokens need the scope `conversations:read`. Weight in the rate limit: 2.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        :param q: Part of the agent's name, in capitals or not.
        :param metadata: `?metadata[plan]=gold`: the conversations whose metadata has this key with this value.
        :param metadata_key: `?metadata_key=plan`: the conversations whose metadata has this key.
        :param variables: `?variables[name]=Ada`: the conversations that were begun with this variable.
        :param sort: What the list is ordered by; with `-` before it, descending. Default: ``"-created_at"``.
        :param fields: The parts to include, with commas between; absent: metadata, variables and cost.
        """
        request = ApiRequest(
            "GET",
            "/conversations",
            query={
                "limit": limit,
                "cursor": cursor,
                "q": q,
                "channel": channel,
                "status": status,
                "agent_id": agent_id,
                "call_id": call_id,
                "created_after": created_after,
                "created_before": created_before,
                "metadata": metadata,
                "metadata_key": metadata_key,
                "variables": variables,
                "sort": sort,
                "fields": fields,
            },
        )
        return self._transport.page(request, options, ConversationListItem)

    def create(
        self,
        *,
        agent_id: str,
        agent_version: AgentVersionRef | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        variables: Mapping[str, str] | Omit = OMIT,
        agent_override: AgentOverrideParam | AgentOverride | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> Conversation:
        """
        Begin a typed conversation with an agent.

        The agent greets first, where it has a greeting.

        API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 2.

        :param agent_version: Absent: the newest published version, or the draft when none is published.
        :param agent_override: Any part of an `AgentConfig` but its name and variables, at any depth, for this one call
            or conversation: what is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a
            whole; `null` takes a setting away that has no default. The whole is checked like an agent's settings.
        """
        request = ApiRequest(
            "POST",
            "/conversations",
            body={
                "agent_id": agent_id,
                "agent_version": agent_version,
                "metadata": metadata,
                "variables": variables,
                "agent_override": agent_override,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, Conversation)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Conversation:
        """
        Get a conversation with its messages and function calls.

        API keys and access tokens need the scope `conversations:read`. Weight in the rate limit: 1.

        :param id: The conversation’s id.
        """
        request = ApiRequest("GET", path_of("/conversations/{id}", id=id))
        return self._transport.json(request, options, Conversation)

    def update(
        self,
        id: str,
        *,
        metadata: Mapping[str, str | None],
        **options: Unpack[ConditionalOptions],
    ) -> Conversation:
        """
        Change the metadata (JSON merge patch).

        API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 1.

        :param id: The conversation’s id.
        :param metadata: JSON merge patch of metadata (RFC 7396): null removes a key.
        """
        request = ApiRequest("PATCH", path_of("/conversations/{id}", id=id), body={"metadata": metadata}, idempotent=True)
        return self._transport.json(request, options, Conversation)

    def delete(self, id: str, **options: Unpack[ConditionalOptions]) -> None:
        """
        Delete a typed conversation; a call's goes with its call.

        API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 1.

        :param id: The conversation’s id.
        """
        request = ApiRequest("DELETE", path_of("/conversations/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)

    def export(
        self,
        id: str,
        *,
        format: Literal["json", "text", "vtt"] | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> str:
        """
        A conversation as JSON, plain text or WebVTT.

        API keys and access tokens need the scope `conversations:read`. Weight in the rate limit: 2.

        :param id: The conversation’s id.
        :param format: Default: ``"json"``.
        """
        request = ApiRequest("GET", path_of("/conversations/{id}/export", id=id), query={"format": format})
        return self._transport.text(request, options)

    def list_messages(
        self,
        id: str,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[Message]:
        """
        List the messages of a conversation, oldest first.

        What was said and which functions ran, in order; of a call that goes on, what has been said so far.

        API keys and access tokens need the scope `conversations:read`. Weight in the rate limit: 1.

        :param id: The conversation’s id.
        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        """
        request = ApiRequest("GET", path_of("/conversations/{id}/messages", id=id), query={"limit": limit, "cursor": cursor})
        return self._transport.page(request, options, MESSAGE)

    def create_message(self, id: str, *, content: str, **options: Unpack[WriteOptions]) -> MessageExchange:
        """
        Say something and get the answer, whole or as it is made (text/event-stream).

        When the answer fails, nothing of the exchange is kept and the message can be sent again.

        API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 5.

        :param id: The conversation’s id.
        """
        request = ApiRequest("POST", path_of("/conversations/{id}/messages", id=id), body={"content": content}, idempotent=True)
        return self._transport.json(request, options, MessageExchange)

    def stream_message(
        self,
        id: str,
        *,
        content: str,
        **options: Unpack[WriteOptions],
    ) -> EventStream[MessageStreamEvent]:
        """
        Say something and get the answer, whole or as it is made (text/event-stream).

        As a stream of events. The request is sent when the iteration begins.

        When the answer fails, nothing of the exchange is kept and the message can be sent again.

        API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 5.

        :param id: The conversation’s id.
        """
        request = ApiRequest(
            "POST",
            path_of("/conversations/{id}/messages", id=id),
            body={"content": content},
            idempotent=True,
            last_events=("exchange.completed", "error",),
        )
        return self._transport.stream(request, options, MESSAGE_STREAM_EVENT)

    def end(self, id: str, **options: Unpack[WriteOptions]) -> Conversation:
        """
        End a typed conversation.

        API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 1.

        :param id: The conversation’s id.
        """
        request = ApiRequest("POST", path_of("/conversations/{id}/end", id=id), idempotent=True)
        return self._transport.json(request, options, Conversation)


class CallsResource:
    """``calls`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        q: str | Omit = OMIT,
        status: Literal["registered", "ongoing", "ended", "error"] | Sequence[Literal["registered", "ongoing", "ended", "error"]] | Omit = OMIT,
        type: Literal["web", "phone"] | Sequence[Literal["web", "phone"]] | Omit = OMIT,
        direction: Literal["inbound", "outbound"] | Sequence[Literal["inbound", "outbound"]] | Omit = OMIT,
        agent_id: str | Sequence[str] | Omit = OMIT,
        agent_version: int | Sequence[int] | Omit = OMIT,
        disconnection_reason: DisconnectionReason | Sequence[DisconnectionReason] | Omit = OMIT,
        sentiment: Sentiment | Sequence[Sentiment] | Omit = OMIT,
        from_number: str | Sequence[str] | Omit = OMIT,
        to_number: str | Sequence[str] | Omit = OMIT,
        created_after: str | datetime | Omit = OMIT,
        created_before: str | datetime | Omit = OMIT,
        started_after: str | datetime | Omit = OMIT,
        started_before: str | datetime | Omit = OMIT,
        ended_after: str | datetime | Omit = OMIT,
        ended_before: str | datetime | Omit = OMIT,
        min_duration_ms: int | Omit = OMIT,
        max_duration_ms: int | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        metadata_key: str | Omit = OMIT,
        variables: Mapping[str, str] | Omit = OMIT,
        sort: Literal["created_at", "-created_at", "started_at", "-started_at", "ended_at", "-ended_at", "duration_ms", "-duration_ms"] | Omit = OMIT,
        fields: Literal["metadata", "variables", "latency", "cost", "recording", "transcript", "collected", "agent_override", "id", "type", "transport", "direction", "from_number", "to_number", "conversation_id", "agent_id", "agent_name", "agent_version", "status", "created_at", "started_at", "ended_at", "duration_ms", "disconnection_reason", "sentiment", "analysis", "revision"] | Sequence[Literal["metadata", "variables", "latency", "cost", "recording", "transcript", "collected", "agent_override", "id", "type", "transport", "direction", "from_number", "to_number", "conversation_id", "agent_id", "agent_name", "agent_version", "status", "created_at", "started_at", "ended_at", "duration_ms", "disconnection_reason", "sentiment", "analysis", "revision"]] | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[CallListItem]:
        """
        List calls.

        `fields` chooses the large parts of each call: metadata, variables, latency, cost, recording, transcript,
        collected. The rest is always there.

        API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 2.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        :param q: Part of the agent's name or of a number, in capitals or not.
        :param metadata: `?metadata[plan]=gold`: the calls whose metadata has this key with this value.
        :param metadata_key: `?metadata_key=plan`: the calls whose metadata has this key.
        :param variables: `?variables[name]=Ada`: the calls that were begun with this variable.
        :param sort: What the list is ordered by; with `-` before it, descending. Default: ``"-created_at"``.
        :param fields: The parts to include, with commas between; absent: all but transcript, collected and
            agent_override.
        """
        request = ApiRequest(
            "GET",
            "/calls",
            query={
                "limit": limit,
                "cursor": cursor,
                "q": q,
                "status": status,
                "type": type,
                "direction": direction,
                "agent_id": agent_id,
                "agent_version": agent_version,
                "disconnection_reason": disconnection_reason,
                "sentiment": sentiment,
                "from_number": from_number,
                "to_number": to_number,
                "created_after": created_after,
                "created_before": created_before,
                "started_after": started_after,
                "started_before": started_before,
                "ended_after": ended_after,
                "ended_before": ended_before,
                "min_duration_ms": min_duration_ms,
                "max_duration_ms": max_duration_ms,
                "metadata": metadata,
                "metadata_key": metadata_key,
                "variables": variables,
                "sort": sort,
                "fields": fields,
            },
        )
        return self._transport.page(request, options, CallListItem)

    @overload
    def create(
        self,
        *,
        type: Literal["web"],
        agent_id: str,
        transport: Literal["webrtc", "websocket"] | Omit = OMIT,
        agent_version: AgentVersionRef | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        variables: Mapping[str, str] | Omit = OMIT,
        agent_override: AgentOverrideParam | AgentOverride | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> CreatedCall: ...

    @overload
    def create(
        self,
        *,
        type: Literal["phone"],
        from_: E164,
        to: E164,
        agent_id: str,
        agent_version: AgentVersionRef | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        variables: Mapping[str, str] | Omit = OMIT,
        agent_override: AgentOverrideParam | AgentOverride | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> CreatedCall: ...

    def create(self, **given: Any) -> CreatedCall:
        """
        Register a web call, or call a telephone.

        A web call is taken by a client with its `client_token`. Telephone calls need a trunk and answer
        `trunk_not_configured` without one.

        API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 5.

        :param from_: E.164: `+` and up to 15 digits.
        :param to: E.164: `+` and up to 15 digits.
        :param transport: Default: ``"webrtc"``.
        :param agent_version: Absent: the newest published version, or the draft when none is published.
        :param variables: Override the agent's `{{variables}}`.
        :param agent_override: Any part of an `AgentConfig` but its name and variables, at any depth, for this one call
            or conversation: what is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a
            whole; `null` takes a setting away that has no default. The whole is checked like an agent's settings.
        """
        options, body = taken_apart(given)
        request = ApiRequest("POST", "/calls", body=body, idempotent=True)
        return self._transport.json(request, options, CreatedCall)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Call:
        """
        Get a call.

        API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 1.

        :param id: The call’s id.
        """
        request = ApiRequest("GET", path_of("/calls/{id}", id=id))
        return self._transport.json(request, options, Call)

    def update(self, id: str, *, metadata: Mapping[str, str | None], **options: Unpack[ConditionalOptions]) -> Call:
        """
        Change the metadata (JSON merge patch).

        API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 1.

        :param id: The call’s id.
        :param metadata: JSON merge patch of metadata (RFC 7396): null removes a key.
        """
        request = ApiRequest("PATCH", path_of("/calls/{id}", id=id), body={"metadata": metadata}, idempotent=True)
        return self._transport.json(request, options, Call)

    def delete(self, id: str, **options: Unpack[ConditionalOptions]) -> None:
        """
        Delete a call with its recording.

        API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 1.

        :param id: The call’s id.
        """
        request = ApiRequest("DELETE", path_of("/calls/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)

    def list_events(self, id: str, **options: Unpack[RequestOptions]) -> CallEventList:
        """
        A call's event log, as a list or live (text/event-stream).

        The stream begins with what has happened already, ends with the call, and is resumed by `Last-Event-ID`.

        API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 2.

        :param id: The call’s id.
        """
        request = ApiRequest("GET", path_of("/calls/{id}/events", id=id))
        return self._transport.json(request, options, CallEventList)

    def follow_events(self, id: str, **options: Unpack[FollowOptions]) -> EventStream[CallEvent]:
        """
        A call's event log, as a list or live (text/event-stream).

        As a stream of events; takes itself up again after a lost connection, where it was.

        The stream begins with what has happened already, ends with the call, and is resumed by `Last-Event-ID`.

        API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 2.

        :param id: The call’s id.
        """
        request = ApiRequest("GET", path_of("/calls/{id}/events", id=id))
        return self._transport.follow(request, options, CALL_EVENT)

    def get_recording(self, id: str, **options: Unpack[RequestOptions]) -> Download:
        """
        A call's recording: WAV, stereo, caller left, agent right.

        API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 5.

        :param id: The call’s id.
        """
        request = ApiRequest("GET", path_of("/calls/{id}/recording", id=id))
        return self._transport.binary(request, options)

    def create_recording_url(
        self,
        id: str,
        *,
        expires_in: int | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> RecordingUrl:
        """
        A URL of the recording that opens without credentials until it expires.

        API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 1.

        :param id: The call’s id.
        :param expires_in: Default: ``3600``.
        """
        request = ApiRequest("POST", path_of("/calls/{id}/recording-url", id=id), body={"expires_in": expires_in})
        return self._transport.json(request, options, RecordingUrl)

    def end(self, id: str, **options: Unpack[WriteOptions]) -> None:
        """
        End a live call.

        API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 1.

        :param id: The call’s id.
        """
        request = ApiRequest("POST", path_of("/calls/{id}/end", id=id), idempotent=True)
        self._transport.empty(request, options)

    def inject_context(self, id: str, *, content: str, **options: Unpack[WriteOptions]) -> None:
        """
        Tell the agent of a live call something; it heeds it from its next answer on.

        API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 1.

        :param id: The call’s id.
        """
        request = ApiRequest("POST", path_of("/calls/{id}/context", id=id), body={"content": content}, idempotent=True)
        self._transport.empty(request, options)


class PhoneNumbersResource:
    """``phone_numbers`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        q: str | Omit = OMIT,
        number: str | Sequence[str] | Omit = OMIT,
        agent_id: str | Sequence[str] | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        metadata_key: str | Omit = OMIT,
        sort: Literal["created_at", "-created_at", "number", "-number"] | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[PhoneNumber]:
        """
        List phone numbers.

        API keys and access tokens need the scope `phone_numbers:read`. Weight in the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        :param q: Part of the nickname or the number, in capitals or not.
        :param metadata: `?metadata[plan]=gold`: the numbers whose metadata has this key with this value.
        :param metadata_key: `?metadata_key=plan`: the numbers whose metadata has this key.
        :param sort: What the list is ordered by; with `-` before it, descending. Default: ``"-created_at"``.
        """
        request = ApiRequest(
            "GET",
            "/phone-numbers",
            query={
                "limit": limit,
                "cursor": cursor,
                "q": q,
                "number": number,
                "agent_id": agent_id,
                "metadata": metadata,
                "metadata_key": metadata_key,
                "sort": sort,
            },
        )
        return self._transport.page(request, options, PhoneNumber)

    def create(
        self,
        *,
        number: E164,
        nickname: str | Omit = OMIT,
        inbound_agent: NumberAgentParam | NumberAgent | None | Omit = OMIT,
        outbound_agent: NumberAgentParam | NumberAgent | None | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> PhoneNumber:
        """
        Add a phone number and say which agents use it.

        The number is kept with its agents; calls reach it once a telephone trunk is configured.

        API keys and access tokens need the scope `phone_numbers:write`. Weight in the rate limit: 1.

        :param number: E.164: `+` and up to 15 digits.
        :param nickname: Default: ``""``.
        :param inbound_agent: Default: ``None``.
        :param outbound_agent: Default: ``None``.
        """
        request = ApiRequest(
            "POST",
            "/phone-numbers",
            body={
                "number": number,
                "nickname": nickname,
                "inbound_agent": inbound_agent,
                "outbound_agent": outbound_agent,
                "metadata": metadata,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, PhoneNumber)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> PhoneNumber:
        """
        Get a phone number.

        API keys and access tokens need the scope `phone_numbers:read`. Weight in the rate limit: 1.

        :param id: The id of the phone number.
        """
        request = ApiRequest("GET", path_of("/phone-numbers/{id}", id=id))
        return self._transport.json(request, options, PhoneNumber)

    def update(
        self,
        id: str,
        *,
        nickname: str | Omit = OMIT,
        inbound_agent: NumberAgentParam | NumberAgent | None | Omit = OMIT,
        outbound_agent: NumberAgentParam | NumberAgent | None | Omit = OMIT,
        metadata: Mapping[str, str | None] | Omit = OMIT,
        **options: Unpack[ConditionalOptions],
    ) -> PhoneNumber:
        """
        Change the agents, nickname or metadata of a number.

        API keys and access tokens need the scope `phone_numbers:write`. Weight in the rate limit: 1.

        :param id: The id of the phone number.
        :param metadata: JSON merge patch of metadata (RFC 7396): null removes a key.
        """
        request = ApiRequest(
            "PATCH",
            path_of("/phone-numbers/{id}", id=id),
            body={
                "nickname": nickname,
                "inbound_agent": inbound_agent,
                "outbound_agent": outbound_agent,
                "metadata": metadata,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, PhoneNumber)

    def delete(self, id: str, **options: Unpack[ConditionalOptions]) -> None:
        """
        Remove a phone number.

        API keys and access tokens need the scope `phone_numbers:write`. Weight in the rate limit: 1.

        :param id: The id of the phone number.
        """
        request = ApiRequest("DELETE", path_of("/phone-numbers/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)


class ApiKeysResource:
    """``api_keys`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        q: str | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[ApiKey]:
        """
        List API keys.

        API keys and access tokens need the scope `api_keys:read`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        :param q: Part of the name, in capitals or not.
        """
        request = ApiRequest("GET", "/api-keys", query={"limit": limit, "cursor": cursor, "q": q})
        return self._transport.page(request, options, ApiKey)

    def create(
        self,
        *,
        name: str,
        scopes: Sequence[Scope] | Omit = OMIT,
        allowed_ips: Sequence[AddressRange] | Omit = OMIT,
        requests_per_minute: int | None | Omit = OMIT,
        expires_at: str | datetime | None | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> CreatedApiKey:
        """
        Make an API key; its secret is shown this once.

        A key reaches no further than the key or token that makes it: not in scopes, addresses, requests a minute or
        time.

        API keys and access tokens need the scope `api_keys:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 5.

        :param scopes: Default: ``["*"]``.
        :param allowed_ips: Default: ``[]``.
        :param requests_per_minute: Points a minute instead of the installation's default; null: the default. Default:
            ``None``.
        :param expires_at: Default: ``None``.
        """
        request = ApiRequest(
            "POST",
            "/api-keys",
            body={
                "name": name,
                "scopes": scopes,
                "allowed_ips": allowed_ips,
                "requests_per_minute": requests_per_minute,
                "expires_at": expires_at,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, CreatedApiKey)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> ApiKey:
        """
        Get an API key.

        API keys and access tokens need the scope `api_keys:read`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param id: The key’s id.
        """
        request = ApiRequest("GET", path_of("/api-keys/{id}", id=id))
        return self._transport.json(request, options, ApiKey)

    def update(
        self,
        id: str,
        *,
        name: str | Omit = OMIT,
        scopes: Sequence[Scope] | Omit = OMIT,
        allowed_ips: Sequence[AddressRange] | Omit = OMIT,
        requests_per_minute: int | None | Omit = OMIT,
        expires_at: str | datetime | None | Omit = OMIT,
        **options: Unpack[ConditionalOptions],
    ) -> ApiKey:
        """
        Change name, scopes, addresses, rate limit or expiry of a key.

        API keys and access tokens need the scope `api_keys:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param id: The key’s id.
        :param requests_per_minute: Points a minute instead of the installation's default; null: the default.
        """
        request = ApiRequest(
            "PATCH",
            path_of("/api-keys/{id}", id=id),
            body={
                "name": name,
                "scopes": scopes,
                "allowed_ips": allowed_ips,
                "requests_per_minute": requests_per_minute,
                "expires_at": expires_at,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, ApiKey)

    def revoke(self, id: str, **options: Unpack[ConditionalOptions]) -> None:
        """
        Revoke an API key at once, on every node.

        API keys and access tokens need the scope `api_keys:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param id: The key’s id.
        """
        request = ApiRequest("DELETE", path_of("/api-keys/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)

    def rotate(
        self,
        id: str,
        *,
        overlap_seconds: int | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> CreatedApiKey:
        """
        Give a key a new secret; the old one works for a while longer.

        API keys and access tokens need the scope `api_keys:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 5.

        :param id: The key’s id.
        :param overlap_seconds: Default: ``86400``.
        """
        request = ApiRequest(
            "POST",
            path_of("/api-keys/{id}/rotate", id=id),
            body={"overlap_seconds": overlap_seconds},
            idempotent=True,
        )
        return self._transport.json(request, options, CreatedApiKey)


class AuthResource:
    """``auth`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create_token(
        self,
        *,
        scopes: Sequence[Scope] | Omit = OMIT,
        expires_in: int | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> AccessToken:
        """
        Exchange an API key for a short-lived access token.

        The token is a JWT (EdDSA) with the scopes of the key, or fewer, and ends no later than the key: `expires_in` in
        the answer tells. A token makes no further tokens; its keys are at `/.well-known/jwks.json`. It ends with its
        key: revoked there, refused here.

        Any API key or access token will do. Weight in the rate limit: 2.

        :param scopes: At most those of the key; absent: all of them.
        :param expires_in: Seconds of life. Default: ``900``.
        """
        request = ApiRequest("POST", "/auth/token", body={"scopes": scopes, "expires_in": expires_in})
        return self._transport.json(request, options, AccessToken)


class UsageResource:
    """``usage`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(
        self,
        *,
        from_: str | Omit = OMIT,
        to: str | Omit = OMIT,
        agent_id: str | Omit = OMIT,
        api_key_id: str | Omit = OMIT,
        group_by: Literal["day", "agent", "api_key"] | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Usage:
        """
        What was used, by day, agent or API key.

        Requests are added within seconds, a call with its end, a message with its answer.

        API keys and access tokens need the scope `usage:read`. Weight in the rate limit: 5.

        :param from_: First and last day, inclusive, in UTC; absent: the last 30 days. At most 366.
        :param group_by: Default: ``"day"``.
        """
        request = ApiRequest(
            "GET",
            "/usage",
            query={"from": from_, "to": to, "agent_id": agent_id, "api_key_id": api_key_id, "group_by": group_by},
        )
        return self._transport.json(request, options, Usage)


class QuotasResource:
    """``quotas`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[Quota]:
        """
        List quotas and how much of each is used.

        API keys and access tokens need the scope `usage:read`. Weight in the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        """
        request = ApiRequest("GET", "/quotas", query={"limit": limit, "cursor": cursor})
        return self._transport.page(request, options, Quota)

    def create(
        self,
        *,
        metric: UsageMetric,
        limit: int,
        period: QuotaPeriod | Omit = OMIT,
        warn_percent: int | Omit = OMIT,
        api_key_id: str | None | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> Quota:
        """
        Set a quota for the organization or one API key.

        A warning is kept when `warn_percent` of it is used; beyond the limit requests, calls or messages are refused
        with `quota_exceeded`. Calls that go on are not cut off.

        API keys and access tokens need the scope `usage:write`. People need the role `admin` or `owner`. Weight in the
        rate limit: 1.

        :param metric: `concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and
            `stt_ms` are milliseconds, `cost` is micro-USD.
        :param period: Default: ``"month"``.
        :param warn_percent: Default: ``80``.
        :param api_key_id: Default: ``None``.
        """
        request = ApiRequest(
            "POST",
            "/quotas",
            body={
                "metric": metric,
                "period": period,
                "limit": limit,
                "warn_percent": warn_percent,
                "api_key_id": api_key_id,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, Quota)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Quota:
        """
        Get a quota.

        API keys and access tokens need the scope `usage:read`. Weight in the rate limit: 1.

        :param id: The quota’s id.
        """
        request = ApiRequest("GET", path_of("/quotas/{id}", id=id))
        return self._transport.json(request, options, Quota)

    def update(
        self,
        id: str,
        *,
        limit: int | Omit = OMIT,
        warn_percent: int | Omit = OMIT,
        **options: Unpack[ConditionalOptions],
    ) -> Quota:
        """
        Change the limit or the warning of a quota.

        API keys and access tokens need the scope `usage:write`. People need the role `admin` or `owner`. Weight in the
        rate limit: 1.

        :param id: The quota’s id.
        """
        request = ApiRequest(
            "PATCH",
            path_of("/quotas/{id}", id=id),
            body={"limit": limit, "warn_percent": warn_percent},
            idempotent=True,
        )
        return self._transport.json(request, options, Quota)

    def delete(self, id: str, **options: Unpack[ConditionalOptions]) -> None:
        """
        Remove a quota.

        API keys and access tokens need the scope `usage:write`. People need the role `admin` or `owner`. Weight in the
        rate limit: 1.

        :param id: The quota’s id.
        """
        request = ApiRequest("DELETE", path_of("/quotas/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)


class WebhooksResource:
    """``webhooks`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        q: str | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[Webhook]:
        """
        List webhooks.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        :param q: Part of the URL or the description, in capitals or not.
        """
        request = ApiRequest("GET", "/webhooks", query={"limit": limit, "cursor": cursor, "q": q})
        return self._transport.page(request, options, Webhook)

    def create(
        self,
        *,
        url: str,
        description: str | Omit = OMIT,
        events: Sequence[EventPattern] | Omit = OMIT,
        agent_ids: Sequence[str] | Omit = OMIT,
        conditions: Sequence[EventConditionParam | EventCondition] | Omit = OMIT,
        custom_headers: Mapping[str, str] | Omit = OMIT,
        timeout_ms: int | Omit = OMIT,
        format: Literal["parley", "retell"] | Omit = OMIT,
        retell_signature: bool | Omit = OMIT,
        enabled: bool | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> CreatedWebhook:
        """
        Send events to an endpoint; its secret is shown this once.

        The URL must be https and lead to a public address; an installation may allow others. Redirects are not
        followed.

        API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 2.

        :param url: Where events are sent: https, a public address.
        :param description: Default: ``""``.
        :param events: The types of events that are sent. Default: ``["*"]``.
        :param agent_ids: Only events about these agents; empty: all. Default: ``[]``.
        :param conditions: All of them must hold. Default: ``[]``.
        :param custom_headers: Sent with every delivery; kept encrypted and never shown again.
        :param timeout_ms: How long an attempt may take. Default: ``10000``.
        :param format: `retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with
            `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have
            such a webhook of their own. Default: ``"parley"``.
        :param retell_signature: Sign in the format of Retell too: `x-retell-signature`, with the secret as its key.
            Default: ``False``.
        :param enabled: Default: ``True``.
        """
        request = ApiRequest(
            "POST",
            "/webhooks",
            body={
                "url": url,
                "description": description,
                "events": events,
                "agent_ids": agent_ids,
                "conditions": conditions,
                "custom_headers": custom_headers,
                "timeout_ms": timeout_ms,
                "format": format,
                "retell_signature": retell_signature,
                "enabled": enabled,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, CreatedWebhook)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Webhook:
        """
        Get a webhook.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.

        :param id: The webhook’s id.
        """
        request = ApiRequest("GET", path_of("/webhooks/{id}", id=id))
        return self._transport.json(request, options, Webhook)

    def update(
        self,
        id: str,
        *,
        url: str | Omit = OMIT,
        description: str | Omit = OMIT,
        events: Sequence[EventPattern] | Omit = OMIT,
        agent_ids: Sequence[str] | Omit = OMIT,
        conditions: Sequence[EventConditionParam | EventCondition] | Omit = OMIT,
        custom_headers: Mapping[str, str] | Omit = OMIT,
        timeout_ms: int | Omit = OMIT,
        format: Literal["parley", "retell"] | Omit = OMIT,
        retell_signature: bool | Omit = OMIT,
        enabled: bool | Omit = OMIT,
        **options: Unpack[ConditionalOptions],
    ) -> Webhook:
        """
        Change a webhook, enable or disable it.

        A webhook that is disabled gets no new events; what waited for it is sent once it is enabled again.

        API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param id: The webhook’s id.
        :param url: Where events are sent: https, a public address.
        :param events: The types of events that are sent.
        :param agent_ids: Only events about these agents; empty: all.
        :param conditions: All of them must hold.
        :param custom_headers: Sent with every delivery; kept encrypted and never shown again.
        :param timeout_ms: How long an attempt may take.
        :param format: `retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with
            `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have
            such a webhook of their own.
        :param retell_signature: Sign in the format of Retell too: `x-retell-signature`, with the secret as its key.
        """
        request = ApiRequest(
            "PATCH",
            path_of("/webhooks/{id}", id=id),
            body={
                "url": url,
                "description": description,
                "events": events,
                "agent_ids": agent_ids,
                "conditions": conditions,
                "custom_headers": custom_headers,
                "timeout_ms": timeout_ms,
                "format": format,
                "retell_signature": retell_signature,
                "enabled": enabled,
            },
            idempotent=True,
        )
        return self._transport.json(request, options, Webhook)

    def delete(self, id: str, **options: Unpack[ConditionalOptions]) -> None:
        """
        Delete a webhook with its deliveries.

        API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param id: The webhook’s id.
        """
        request = ApiRequest("DELETE", path_of("/webhooks/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)

    def rotate_secret(
        self,
        id: str,
        *,
        overlap_seconds: int | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> CreatedWebhook:
        """
        Give a webhook a new secret; deliveries are signed with both for a while.

        API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param id: The webhook’s id.
        :param overlap_seconds: How long deliveries are signed with both secrets. Default: ``86400``.
        """
        request = ApiRequest(
            "POST",
            path_of("/webhooks/{id}/rotate-secret", id=id),
            body={"overlap_seconds": overlap_seconds},
            idempotent=True,
        )
        return self._transport.json(request, options, CreatedWebhook)

    def test(
        self,
        id: str,
        *,
        type: WebhookEventType | Omit = OMIT,
        data: Mapping[str, Any] | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> WebhookDeliveryDetail:
        """
        Send a sample event, or own data, now, and see what came of it.

        It is tried once, whether or not the webhook is enabled and whatever its filter.

        API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 10.

        :param id: The webhook’s id.
        :param type: Default: ``"call.ended"``.
        :param data: Absent: a sample of the type.
        """
        request = ApiRequest("POST", path_of("/webhooks/{id}/test", id=id), body={"type": type, "data": data}, idempotent=True)
        return self._transport.json(request, options, WebhookDeliveryDetail)

    def replay(
        self,
        id: str,
        *,
        since: str | datetime,
        until: str | datetime | Omit = OMIT,
        only_failed: bool | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> ResentDeliveries:
        """
        Send everything since a time again, or only what did not arrive.

        API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 20.

        :param id: The webhook’s id.
        :param since: Every event since then that the endpoint’s filter fits is sent again.
        :param until: RFC 3339 time with `Z` or an offset such as `+02:00` (in a query string `%2B02:00`).
        :param only_failed: Only those that did not arrive. Default: ``False``.
        """
        request = ApiRequest(
            "POST",
            path_of("/webhooks/{id}/replay", id=id),
            body={"since": since, "until": until, "only_failed": only_failed},
            idempotent=True,
        )
        return self._transport.json(request, options, ResentDeliveries)

    def list_deliveries(
        self,
        id: str,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        event_type: WebhookEventType | Sequence[WebhookEventType] | Omit = OMIT,
        status: DeliveryStatus | Sequence[DeliveryStatus] | Omit = OMIT,
        call_id: str | Sequence[str] | Omit = OMIT,
        created_after: str | datetime | Omit = OMIT,
        created_before: str | datetime | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[WebhookDelivery]:
        """
        List deliveries to one webhook, newest first.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.

        :param id: The webhook’s id.
        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        """
        request = ApiRequest(
            "GET",
            path_of("/webhooks/{id}/deliveries", id=id),
            query={
                "limit": limit,
                "cursor": cursor,
                "event_type": event_type,
                "status": status,
                "call_id": call_id,
                "created_after": created_after,
                "created_before": created_before,
            },
        )
        return self._transport.page(request, options, WebhookDelivery)


class EventsResource:
    """``events`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def preview_filter(
        self,
        *,
        events: Sequence[EventPattern] | Omit = OMIT,
        agent_ids: Sequence[str] | Omit = OMIT,
        conditions: Sequence[EventConditionParam | EventCondition] | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> FilterPreview:
        """
        What a filter would have matched in the last 24 hours.

        Of the newest 10,000 events.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 10.

        :param events: The types of events that are sent. Default: ``["*"]``.
        :param agent_ids: Only events about these agents; empty: all. Default: ``[]``.
        :param conditions: All of them must hold. Default: ``[]``.
        """
        request = ApiRequest("POST", "/events/preview", body={"events": events, "agent_ids": agent_ids, "conditions": conditions})
        return self._transport.json(request, options, FilterPreview)

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        type: WebhookEventType | Sequence[WebhookEventType] | Omit = OMIT,
        agent_id: str | Sequence[str] | Omit = OMIT,
        call_id: str | Sequence[str] | Omit = OMIT,
        created_after: str | datetime | Omit = OMIT,
        created_before: str | datetime | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[WebhookEvent]:
        """
        List events, newest first, or follow them live (text/event-stream).

        A stream begins with now, or after the event that `Last-Event-ID` names; of the filters it takes `type` and
        `agent_id`.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        """
        request = ApiRequest(
            "GET",
            "/events",
            query={
                "limit": limit,
                "cursor": cursor,
                "type": type,
                "agent_id": agent_id,
                "call_id": call_id,
                "created_after": created_after,
                "created_before": created_before,
            },
        )
        return self._transport.page(request, options, WEBHOOK_EVENT)

    def follow(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        type: WebhookEventType | Sequence[WebhookEventType] | Omit = OMIT,
        agent_id: str | Sequence[str] | Omit = OMIT,
        call_id: str | Sequence[str] | Omit = OMIT,
        created_after: str | datetime | Omit = OMIT,
        created_before: str | datetime | Omit = OMIT,
        **options: Unpack[FollowOptions],
    ) -> EventStream[WebhookEvent]:
        """
        List events, newest first, or follow them live (text/event-stream).

        As a stream of events; takes itself up again after a lost connection, where it was.

        A stream begins with now, or after the event that `Last-Event-ID` names; of the filters it takes `type` and
        `agent_id`.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        """
        request = ApiRequest(
            "GET",
            "/events",
            query={
                "limit": limit,
                "cursor": cursor,
                "type": type,
                "agent_id": agent_id,
                "call_id": call_id,
                "created_after": created_after,
                "created_before": created_before,
            },
        )
        return self._transport.follow(request, options, WEBHOOK_EVENT)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> WebhookEvent:
        """
        Get an event, as it was sent to endpoints.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.

        :param id: The event’s id.
        """
        request = ApiRequest("GET", path_of("/events/{id}", id=id))
        return cast("WebhookEvent", self._transport.json(request, options, WEBHOOK_EVENT))


class WebhookDeliveriesResource:
    """``webhook_deliveries`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        webhook_id: str | Sequence[str] | Omit = OMIT,
        event_type: WebhookEventType | Sequence[WebhookEventType] | Omit = OMIT,
        status: DeliveryStatus | Sequence[DeliveryStatus] | Omit = OMIT,
        call_id: str | Sequence[str] | Omit = OMIT,
        created_after: str | datetime | Omit = OMIT,
        created_before: str | datetime | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[WebhookDelivery]:
        """
        List deliveries to all webhooks, newest first.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        """
        request = ApiRequest(
            "GET",
            "/webhook-deliveries",
            query={
                "limit": limit,
                "cursor": cursor,
                "webhook_id": webhook_id,
                "event_type": event_type,
                "status": status,
                "call_id": call_id,
                "created_after": created_after,
                "created_before": created_before,
            },
        )
        return self._transport.page(request, options, WebhookDelivery)

    def resend_many(self, *, ids: Sequence[str], **options: Unpack[WriteOptions]) -> ResentDeliveries:
        """
        Send a selection of deliveries again.

        Those that are being sent, and those to webhooks that are disabled, are passed over.

        API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 5.
        """
        request = ApiRequest("POST", "/webhook-deliveries/batch/resend", body={"ids": ids}, idempotent=True)
        return self._transport.json(request, options, ResentDeliveries)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> WebhookDeliveryDetail:
        """
        Get a delivery with its body and every attempt.

        API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.

        :param id: The delivery’s id.
        """
        request = ApiRequest("GET", path_of("/webhook-deliveries/{id}", id=id))
        return self._transport.json(request, options, WebhookDeliveryDetail)

    def resend(self, id: str, **options: Unpack[WriteOptions]) -> WebhookDelivery:
        """
        Send a delivery again.

        API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param id: The delivery’s id.
        """
        request = ApiRequest("POST", path_of("/webhook-deliveries/{id}/resend", id=id), idempotent=True)
        return self._transport.json(request, options, WebhookDelivery)


class MeResource:
    """``me`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, **options: Unpack[RequestOptions]) -> Me:
        """
        Who the credentials are.

        Any API key or access token will do. Weight in the rate limit: 1.
        """
        request = ApiRequest("GET", "/me")
        return self._transport.json(request, options, Me)


class OrganizationResource:
    """``organization`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, **options: Unpack[RequestOptions]) -> Organization:
        """
        Get the organization.

        API keys and access tokens need the scope `organization:read`. Weight in the rate limit: 1.
        """
        request = ApiRequest("GET", "/organization")
        return self._transport.json(request, options, Organization)

    def update(
        self,
        *,
        name: str | Omit = OMIT,
        settings: UpdateOrganizationSettingsParam | Omit = OMIT,
        **options: Unpack[ConditionalOptions],
    ) -> Organization:
        """
        Change the name or settings of the organization.

        API keys and access tokens need the scope `organization:write`. People need the role `admin` or `owner`. Weight
        in the rate limit: 1.
        """
        request = ApiRequest("PATCH", "/organization", body={"name": name, "settings": settings}, idempotent=True)
        return self._transport.json(request, options, Organization)

    def list_members(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        q: str | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[Member]:
        """
        List members of the organization.

        API keys and access tokens need the scope `organization:read`. Weight in the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        :param q: Part of the name or the e-mail address, in capitals or not.
        """
        request = ApiRequest("GET", "/organization/members", query={"limit": limit, "cursor": cursor, "q": q})
        return self._transport.page(request, options, Member)

    def update_member(self, id: str, *, role: MemberRole, **options: Unpack[WriteOptions]) -> Member:
        """
        Change a member's role.

        API keys and access tokens need the scope `organization:write`. People need the role `owner`. Weight in the rate
        limit: 1.

        :param id: The member’s id.
        """
        request = ApiRequest("PATCH", path_of("/organization/members/{id}", id=id), body={"role": role}, idempotent=True)
        return self._transport.json(request, options, Member)

    def remove_member(self, id: str, **options: Unpack[WriteOptions]) -> None:
        """
        Remove a member from the organization.

        API keys and access tokens need the scope `organization:write`. People need the role `owner`. Weight in the rate
        limit: 1.

        :param id: The member’s id.
        """
        request = ApiRequest("DELETE", path_of("/organization/members/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)

    def list_member_sessions(self, id: str, **options: Unpack[RequestOptions]) -> MemberSessionList:
        """
        Where a member is signed in.

        API keys and access tokens need the scope `organization:read`. People need the role `owner`. Weight in the rate
        limit: 1.

        :param id: The member’s id.
        """
        request = ApiRequest("GET", path_of("/organization/members/{id}/sessions", id=id))
        return self._transport.json(request, options, MemberSessionList)

    def end_member_sessions(self, id: str, **options: Unpack[WriteOptions]) -> None:
        """
        Sign a member out everywhere.

        API keys and access tokens need the scope `organization:write`. People need the role `owner`. Weight in the rate
        limit: 1.

        :param id: The member’s id.
        """
        request = ApiRequest("DELETE", path_of("/organization/members/{id}/sessions", id=id), idempotent=True)
        self._transport.empty(request, options)


class InvitationsResource:
    """``invitations`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, **options: Unpack[RequestOptions]) -> Page[Invitation]:
        """
        List the newest 100 invitations.

        API keys and access tokens need the scope `organization:read`. People need the role `admin` or `owner`. Weight
        in the rate limit: 1.
        """
        request = ApiRequest("GET", "/invitations")
        return self._transport.page(request, options, Invitation)

    def create(
        self,
        *,
        role: MemberRole | Omit = OMIT,
        email: str | Omit = OMIT,
        expires_in_hours: int | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> CreatedInvitation:
        """
        Make a link that makes one person a member; it is shown this once.

        Nothing is sent: give the link to whom it is for. Admins invite members, owners invite anybody; a key invites
        admins and owners only with the scope `*` and without any limit, a token never.

        API keys and access tokens need the scope `organization:write`. People need the role `admin` or `owner`. Weight
        in the rate limit: 5.

        :param role: Default: ``"member"``.
        :param expires_in_hours: Default: ``72``.
        """
        request = ApiRequest(
            "POST",
            "/invitations",
            body={"role": role, "email": email, "expires_in_hours": expires_in_hours},
            idempotent=True,
        )
        return self._transport.json(request, options, CreatedInvitation)

    def revoke(self, id: str, **options: Unpack[WriteOptions]) -> None:
        """
        Revoke an invitation.

        API keys and access tokens need the scope `organization:write`. People need the role `admin` or `owner`. Weight
        in the rate limit: 1.

        :param id: The invitation’s id.
        """
        request = ApiRequest("DELETE", path_of("/invitations/{id}", id=id), idempotent=True)
        self._transport.empty(request, options)


class AuditLogResource:
    """``audit_log`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | Omit = OMIT,
        cursor: str | Omit = OMIT,
        q: str | Omit = OMIT,
        actor_id: str | Sequence[str] | Omit = OMIT,
        actor_type: Literal["person", "api_key", "access_token", "client", "anonymous", "command_line", "system"] | Sequence[Literal["person", "api_key", "access_token", "client", "anonymous", "command_line", "system"]] | Omit = OMIT,
        action: str | Sequence[str] | Omit = OMIT,
        resource_type: str | Sequence[str] | Omit = OMIT,
        resource_id: str | Sequence[str] | Omit = OMIT,
        request_id: str | Sequence[str] | Omit = OMIT,
        outcome: Literal["success", "failure"] | Sequence[Literal["success", "failure"]] | Omit = OMIT,
        created_after: str | datetime | Omit = OMIT,
        created_before: str | datetime | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Page[AuditEntry]:
        """
        Who changed what, from where, before and after; the newest first.

        Every change over the API, the dashboard, the Retell layer and the command line, every sign-in and sign-out,
        refused sign-ins, and every download of a recording or export of a conversation. Entries are written in the
        transaction of the change and cannot be changed.

        API keys and access tokens need the scope `audit_log:read`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param limit: At most so many items. Default: ``50``.
        :param cursor: `next_cursor` of the page before, of the same list with the same filters in the same order.
        :param q: Part of the name of who did it, in capitals or not.
        :param actor_id: A user or an API key.
        """
        request = ApiRequest(
            "GET",
            "/audit-log",
            query={
                "limit": limit,
                "cursor": cursor,
                "q": q,
                "actor_id": actor_id,
                "actor_type": actor_type,
                "action": action,
                "resource_type": resource_type,
                "resource_id": resource_id,
                "request_id": request_id,
                "outcome": outcome,
                "created_after": created_after,
                "created_before": created_before,
            },
        )
        return self._transport.page(request, options, AuditEntry)

    def export(
        self,
        *,
        q: str | Omit = OMIT,
        actor_id: str | Sequence[str] | Omit = OMIT,
        actor_type: Literal["person", "api_key", "access_token", "client", "anonymous", "command_line", "system"] | Sequence[Literal["person", "api_key", "access_token", "client", "anonymous", "command_line", "system"]] | Omit = OMIT,
        action: str | Sequence[str] | Omit = OMIT,
        resource_type: str | Sequence[str] | Omit = OMIT,
        resource_id: str | Sequence[str] | Omit = OMIT,
        request_id: str | Sequence[str] | Omit = OMIT,
        outcome: Literal["success", "failure"] | Sequence[Literal["success", "failure"]] | Omit = OMIT,
        created_after: str | datetime | Omit = OMIT,
        created_before: str | datetime | Omit = OMIT,
        format: Literal["csv", "jsonl"] | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Download:
        """
        The audit trail as a file: CSV, or a line of JSON for each entry.

        API keys and access tokens need the scope `audit_log:read`. People need the role `admin` or `owner`. Weight in
        the rate limit: 10.

        :param q: Part of the name of who did it, in capitals or not.
        :param actor_id: A user or an API key.
        :param format: Default: ``"csv"``.
        """
        request = ApiRequest(
            "GET",
            "/audit-log/export",
            query={
                "q": q,
                "actor_id": actor_id,
                "actor_type": actor_type,
                "action": action,
                "resource_type": resource_type,
                "resource_id": resource_id,
                "request_id": request_id,
                "outcome": outcome,
                "created_after": created_after,
                "created_before": created_before,
                "format": format,
            },
        )
        return self._transport.binary(request, options)


class ProvidersResource:
    """``providers`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, **options: Unpack[RequestOptions]) -> ProviderList:
        """
        List providers and whether they can be used.

        API keys and access tokens need the scope `providers:read`. Weight in the rate limit: 1.
        """
        request = ApiRequest("GET", "/providers")
        return self._transport.json(request, options, ProviderList)

    def put(
        self,
        name: Literal["embedded", "openai", "openai_compatible"],
        *,
        api_key: str | Omit = OMIT,
        base_url: str | Omit = OMIT,
        models: Sequence[str] | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> Provider:
        """
        Set the organization's key and address of a provider.

        API keys and access tokens need the scope `providers:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param name: The provider’s name.
        """
        request = ApiRequest(
            "PUT",
            path_of("/providers/{name}", name=name),
            body={"api_key": api_key, "base_url": base_url, "models": models},
            idempotent=True,
        )
        return self._transport.json(request, options, Provider)

    def delete(
        self,
        name: Literal["embedded", "openai", "openai_compatible"],
        **options: Unpack[WriteOptions],
    ) -> None:
        """
        Forget the organization's key and address of a provider.

        API keys and access tokens need the scope `providers:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 1.

        :param name: The provider’s name.
        """
        request = ApiRequest("DELETE", path_of("/providers/{name}", name=name), idempotent=True)
        self._transport.empty(request, options)

    def test(
        self,
        name: Literal["embedded", "openai", "openai_compatible"],
        **options: Unpack[WriteOptions],
    ) -> ProviderTest:
        """
        Make a real request to a provider.

        API keys and access tokens need the scope `providers:write`. People need the role `admin` or `owner`. Weight in
        the rate limit: 10.

        :param name: The provider’s name.
        """
        request = ApiRequest("POST", path_of("/providers/{name}/test", name=name), idempotent=True)
        return self._transport.json(request, options, ProviderTest)


class VoicesResource:
    """``voices`` of the API."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, **options: Unpack[RequestOptions]) -> VoiceList:
        """
        List voices.

        API keys and access tokens need the scope `providers:read`. Weight in the rate limit: 1.
        """
        request = ApiRequest("GET", "/voices")
        return self._transport.json(request, options, VoiceList)

    def get_sample(self, provider: str, id: str, **options: Unpack[RequestOptions]) -> Download:
        """
        Hear a voice (WAV).

        API keys and access tokens need the scope `providers:read`. Weight in the rate limit: 5.

        :param provider: The provider’s name.
        :param id: The voice’s id.
        """
        request = ApiRequest("GET", path_of("/voices/{provider}/{id}/sample", provider=provider, id=id))
        return self._transport.binary(request, options)


class ParleyResources:
    """Everything that a key can reach, by resource."""

    def __init__(self, transport: Transport) -> None:
        self.agents = AgentsResource(transport)
        self.conversations = ConversationsResource(transport)
        self.calls = CallsResource(transport)
        self.phone_numbers = PhoneNumbersResource(transport)
        self.api_keys = ApiKeysResource(transport)
        self.auth = AuthResource(transport)
        self.usage = UsageResource(transport)
        self.quotas = QuotasResource(transport)
        self.webhooks = WebhooksResource(transport)
        self.events = EventsResource(transport)
        self.webhook_deliveries = WebhookDeliveriesResource(transport)
        self.me = MeResource(transport)
        self.organization = OrganizationResource(transport)
        self.invitations = InvitationsResource(transport)
        self.audit_log = AuditLogResource(transport)
        self.providers = ProvidersResource(transport)
        self.voices = VoicesResource(transport)
