# Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.
"""Typed dictionaries of what a request holds inside its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Union

from typing_extensions import Required, TypeAlias, TypedDict

from .models import (
    AgentVersionRef,
    BuiltInFunction,
    CollectFunction,
    EndpointingOverride,
    EndpointingSettings,
    FunctionParameters,
    InterruptionOverride,
    InterruptionSettings,
    LlmOverride,
    ReminderOverride,
    ReminderSettings,
    SttOverride,
    TtsOverride,
    TurnTakingOverride,
)

__all__ = [
    "AgentFunctionParam",
    "AgentOverrideParam",
    "BuiltInFunctionParam",
    "CollectFunctionParam",
    "EndpointingOverrideParam",
    "EndpointingSettingsParam",
    "EventConditionParam",
    "FunctionParametersParam",
    "InterruptionOverrideParam",
    "InterruptionSettingsParam",
    "LlmOverrideParam",
    "LlmSettingsParam",
    "NumberAgentParam",
    "ReminderOverrideParam",
    "ReminderSettingsParam",
    "SttOverrideParam",
    "SttSettingsParam",
    "TtsOverrideParam",
    "TtsSettingsParam",
    "TurnTakingOverrideParam",
    "TurnTakingSettingsParam",
    "UpdateOrganizationSettingsParam",
]


FunctionParametersParam: TypeAlias = Mapping[str, Any]
"""
JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with
500 schemas, each property being one.
"""


class AgentOverrideParam(TypedDict, total=False):
    """
    Any part of an `AgentConfig` but its name and variables, at any depth, for this one call or conversation: what
    is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a whole; `null` takes a setting
    away that has no default. The whole is checked like an agent's settings.
    """

    language: str
    """BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form."""
    time_zone: str
    """IANA time zone in which the agent speaks of dates and times."""
    greeting: str
    """What the agent says first; empty: it waits for the caller. May hold `{{variables}}`."""
    prompt: str
    """Who the agent is and what it does. May hold `{{variables}}`."""
    llm: LlmOverrideParam | LlmOverride
    stt: SttOverrideParam | SttOverride
    tts: TtsOverrideParam | TtsOverride
    turn_taking: TurnTakingOverrideParam | TurnTakingOverride
    functions: Sequence[AgentFunctionParam]
    """What the agent may call while it talks."""


class BuiltInFunctionParam(TypedDict, total=False):
    type: Required[Literal["built_in"]]
    name: Required[Literal["current_time", "calculator", "end_call"]]
    description: str
    """In place of its own. May hold `{{variables}}`."""


class CollectFunctionParam(TypedDict, total=False):
    """Validates what the caller said against `parameters` and keeps it in the call's `collected` data."""

    type: Required[Literal["collect"]]
    name: Required[str]
    description: str
    """When the model is to call it. May hold `{{variables}}`. Default: ``""``."""
    parameters: Required[FunctionParametersParam | FunctionParameters]
    """
    JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with
    500 schemas, each property being one.
    """


class EndpointingOverrideParam(TypedDict, total=False):
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


class EndpointingSettingsParam(TypedDict, total=False):
    mode: Literal["adaptive", "fixed"]
    """
    `adaptive` waits shorter after a complete sentence and longer after an open one; `fixed` always waits
    `silence_ms`. Default: ``"adaptive"``.
    """
    complete_silence_ms: int
    """Silence that ends a turn after a complete sentence. Default: ``350``."""
    silence_ms: int
    """Silence that ends a turn otherwise. Default: ``700``."""
    incomplete_silence_ms: int
    """Silence that ends a turn after a sentence that is left open. Default: ``1500``."""
    dictation_silence_ms: int
    """
    Silence that ends a turn while the caller dictates what the agent asked for (a phone number, an e-mail address,
    a spelled name, a date of birth, a code) and it is not whole yet; never less than `incomplete_silence_ms`.
    Default: ``2000``.
    """


class EventConditionParam(TypedDict, total=False):
    """A field that is not there fits `ne` and `exists` false, and nothing else."""

    field: Required[str]
    """JSON pointer (RFC 6901) into the event, such as `/data/duration_ms`."""
    operator: Required[Literal["eq", "ne", "gt", "gte", "lt", "lte", "contains", "in", "exists"]]
    value: str | float | bool | None | Sequence[str | float | bool | None]
    """What the field is compared with; a list for `in`, true or false for `exists`."""


class InterruptionOverrideParam(TypedDict, total=False):
    enabled: bool
    """False: the agent speaks on whatever the caller says."""
    min_speech_ms: int
    """Speech shorter than this over the agent is a false interruption: playout pauses and goes on."""
    min_words: int
    """With a number above 0, that many recognised words are needed besides `min_speech_ms`."""


class InterruptionSettingsParam(TypedDict, total=False):
    enabled: bool
    """False: the agent speaks on whatever the caller says. Default: ``True``."""
    min_speech_ms: int
    """Speech shorter than this over the agent is a false interruption: playout pauses and goes on. Default: ``250``."""
    min_words: int
    """With a number above 0, that many recognised words are needed besides `min_speech_ms`. Default: ``0``."""


class LlmOverrideParam(TypedDict, total=False):
    provider: Literal["embedded", "openai_compatible", "openai"]
    """`embedded` needs no network; `openai_compatible` reaches any OpenAI-compatible endpoint."""
    model: str
    """For `embedded`: `dialogue-rules`, and for no other provider. `GET /providers` suggests some."""
    temperature: float | None
    """How freely the model chooses its words; absent: its own default."""
    max_output_tokens: int | None
    """The longest answer."""


class LlmSettingsParam(TypedDict, total=False):
    provider: Literal["embedded", "openai_compatible", "openai"]
    """
    `embedded` needs no network; `openai_compatible` reaches any OpenAI-compatible endpoint. Default:
    ``"embedded"``.
    """
    model: str
    """
    For `embedded`: `dialogue-rules`, and for no other provider. `GET /providers` suggests some. Default:
    ``"dialogue-rules"``.
    """
    temperature: float
    """How freely the model chooses its words; absent: its own default."""
    max_output_tokens: int
    """The longest answer."""


class NumberAgentParam(TypedDict, total=False):
    """The agent that answers, or calls, from a number."""

    agent_id: Required[str]
    agent_version: AgentVersionRef
    """Absent: the newest published version."""


class ReminderOverrideParam(TypedDict, total=False):
    after_ms: int
    """Silence of the caller after which the agent asks again; 0 turns reminders off."""
    max: int
    """How often in a row."""
    text: str
    """What the agent says. May hold `{{variables}}`."""


class ReminderSettingsParam(TypedDict, total=False):
    after_ms: int
    """Silence of the caller after which the agent asks again; 0 turns reminders off. Default: ``12000``."""
    max: int
    """How often in a row. Default: ``2``."""
    text: str
    """What the agent says. May hold `{{variables}}`. Default: ``"Are you still there?"``."""


class SttOverrideParam(TypedDict, total=False):
    provider: Literal["embedded"]
    keywords: Sequence[str]
    """Words and names the recogniser should expect besides those of the prompt."""


class SttSettingsParam(TypedDict, total=False):
    provider: Literal["embedded"]
    """Default: ``"embedded"``."""
    keywords: Sequence[str]
    """Words and names the recogniser should expect besides those of the prompt. Default: ``[]``."""


class TtsOverrideParam(TypedDict, total=False):
    provider: Literal["embedded"]
    voice: str
    """The id of a voice that speaks the agent's language: `GET /voices`."""
    speed: float
    """1 is the voice's own pace; 2 is twice as fast."""


class TtsSettingsParam(TypedDict, total=False):
    provider: Literal["embedded"]
    """Default: ``"embedded"``."""
    voice: str
    """The id of a voice that speaks the agent's language: `GET /voices`. Default: ``"slt"``."""
    speed: float
    """1 is the voice's own pace; 2 is twice as fast. Default: ``1``."""


class TurnTakingOverrideParam(TypedDict, total=False):
    endpointing: EndpointingOverrideParam | EndpointingOverride
    interruption: InterruptionOverrideParam | InterruptionOverride
    reminder: ReminderOverrideParam | ReminderOverride
    idle_timeout_ms: int
    """The call ends when nobody has spoken for this long."""
    keys_timeout_ms: int
    """Keys that the caller presses belong together until none comes for this long; `#` ends them at once."""
    max_call_ms: int
    """The call ends after this long."""
    provider_timeout_ms: int
    """A provider that stays silent for this long while the call waits for it is given up."""


class TurnTakingSettingsParam(TypedDict, total=False):
    endpointing: EndpointingSettingsParam | EndpointingSettings
    interruption: InterruptionSettingsParam | InterruptionSettings
    reminder: ReminderSettingsParam | ReminderSettings
    idle_timeout_ms: int
    """The call ends when nobody has spoken for this long. Default: ``60000``."""
    keys_timeout_ms: int
    """
    Keys that the caller presses belong together until none comes for this long; `#` ends them at once. Default:
    ``2500``.
    """
    max_call_ms: int
    """The call ends after this long. Default: ``3600000``."""
    provider_timeout_ms: int
    """A provider that stays silent for this long while the call waits for it is given up. Default: ``10000``."""


class UpdateOrganizationSettingsParam(TypedDict, total=False):
    recordings: bool
    analysis: bool
    require_second_factor: bool


AgentFunctionParam: TypeAlias = Union[Union[BuiltInFunctionParam, BuiltInFunction], Union[CollectFunctionParam, CollectFunction]]
