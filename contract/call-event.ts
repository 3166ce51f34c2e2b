/**
 * The call's event log: one union. `input` events say what happened to the call, `decision` events what the turn core
 * decided, `finding` events what is known since its end; feeding the inputs of a log to the core again yields its decisions (engine/replay.ts).
 * `at_ms` counts from the start of the call; `seq` starts at 1 without gaps.
 */
import { z } from 'zod';
import { milliseconds, timestamp } from './common.ts';
import { DismissalReason, TurnEndReason } from './decision-reasons.ts';
import { defectId, DefectPlace } from './defect.ts';
import { digit, TurnLatency } from './media.ts';
import { ProviderRefusal } from './refusal.ts';

export const CALL_STATES = ['greeting', 'listening', 'thinking', 'speaking', 'paused', 'running-function', 'ending', 'ended'] as const;
export type CallStateName = (typeof CALL_STATES)[number];

export const DISCONNECTION_REASONS = [
  'user_hangup',
  'agent_hangup',
  'transferred',
  'api_hangup',
  'transport_closed',
  'inactivity',
  'max_duration_reached',
  'registered_call_timeout',
  /** The server was stopped, and the call did not end by itself in the time it was given. */
  'server_shutdown',
  'error_node_lost',
  'error_media_process_lost',
  'error_llm',
  'error_stt',
  'error_tts',
  'error_impossible_settings',
  'error_provider_not_configured',
  'error_transport',
  /** More of what happened was waiting for the database than may wait. */
  'error_storage',
  'error_internal',
] as const;

/**
 * Who may ask for a call's end: the caller, the API, the server that is stopped, the server that cannot store any more of the call, and the engine
 * that met an error of its own.
 */
export const HANG_UP_BY = ['user', 'api', 'server', 'storage', 'defect'] as const;
export type HangUpBy = (typeof HANG_UP_BY)[number];

export const DisconnectionReason = z.enum(DISCONNECTION_REASONS).meta({ id: 'DisconnectionReason' });
export type DisconnectionReason = z.infer<typeof DisconnectionReason>;

export const Word = z.strictObject({ text: z.string(), start_ms: milliseconds, end_ms: milliseconds }).meta({ id: 'Word' });
export type Word = z.infer<typeof Word>;

export const TokenUsage = z
  .strictObject({ input_tokens: z.int(), output_tokens: z.int(), cached_input_tokens: z.int() })
  .meta({ id: 'TokenUsage' });
export type TokenUsage = z.infer<typeof TokenUsage>;

export const Sentiment = z.enum(['positive', 'neutral', 'negative']).meta({ id: 'Sentiment' });
export type Sentiment = z.infer<typeof Sentiment>;

/** One name for each wait of the turn core. */
export const TIMERS = [
  // For the caller: the end of the turn, the words of what was said, the end of speech without a pause.
  'endpointing',
  'await-final',
  'long-speech',
  // The next key after one.
  'digits',
  // Whether speech over the agent is an interruption.
  'await-verdict',
  'await-model',
  'await-voice',
  'reminder',
  'idle',
  'max-duration',
  'ending',
] as const;
export type TimerName = (typeof TIMERS)[number];
/** Only in logs of older engines. */
export const OLDER_TIMERS = ['interruption', 'provider'] as const;

/** `playout.started` → `PlayoutStarted`. */
const nameOf = (type: string): string => type.replace(/(?:^|[._])(\w)/g, (_all, letter: string) => letter.toUpperCase());
const input = <T extends string, S extends z.core.$ZodLooseShape>(type: T, shape: S, description?: string) =>
  z.strictObject({ type: z.literal(type), ...shape }).meta({ id: nameOf(type), ...(description === undefined ? {} : { description }) });
const utterance = z.int().min(0);
const request = z.int().min(1);
const clause = z.int().min(1);
const action = z.int().min(1);
const turn = z.int().min(0);

/** In what failed because of an error that nobody foresaw. */
const defect_id = defectId.optional();

const speechMs = milliseconds.meta({
  description: "Call time at which speech began or ended in the caller's audio, earlier than the event itself.",
});

export const TransportAction = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('send_digits'),
        digits: z.string().regex(/^[0-9*#A-D]{1,64}$/, 'must be keys of a telephone, at most 64: 0 to 9, *, #, A to D'),
      })
      .meta({
        id: 'SendDigitsAction',
        description: 'Keys are pressed for the other side, once what the agent said before has been heard.',
      }),
    z.strictObject({ type: z.literal('transfer'), to: z.string().min(1).max(256) }).meta({
      id: 'TransferAction',
      description: 'The caller is connected to somebody else, once what the agent said before has been heard; the call ends with that.',
    }),
  ])
  .meta({ id: 'TransportAction', description: 'What the transport of a call is asked to do.' });
export type TransportAction = z.infer<typeof TransportAction>;

export const CallAction = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: z.literal('end_call') })
      .meta({ id: 'EndCallAction', description: 'The call ends when what the agent says has been heard.' }),
    z
      .strictObject({ type: z.literal('collect_data'), name: z.string(), arguments: z.unknown() })
      .meta({ id: 'CollectDataAction', description: "Kept in the call's `collected` data." }),
    ...TransportAction.options,
  ])
  .meta({ id: 'CallAction', description: 'What a function asks of the call that it runs in.' });
export type CallAction = z.infer<typeof CallAction>;

export const VoiceRef = z
  .strictObject({ provider: z.string(), id: z.string(), speed: z.number(), language: z.string() })
  .meta({ id: 'VoiceRef', description: 'The voice that speaks, and in which language. Absent in logs of older engines.' });
export type VoiceRef = z.infer<typeof VoiceRef>;

export const ModelRef = z
  .strictObject({ provider: z.string(), model: z.string() })
  .meta({ id: 'ModelRef', description: 'The model that is asked. Absent in logs of older engines.' });
export type ModelRef = z.infer<typeof ModelRef>;

export const CallInput = z
  .discriminatedUnion('type', [
    input('call.started', {
      engine: z
        .int()
        .min(1)
        .optional()
        .meta({ description: 'Version of the turn core; absent in logs of older engines. Only the same version replays a log.' }),
      wall_time: timestamp.optional().meta({ description: 'When the call began.' }),
    }),
    input('user_speech.started', { utterance, speech_ms: speechMs }),
    input('user_speech.ended', { utterance, speech_ms: speechMs }),
    input('user_transcript.partial', { utterance, text: z.string() }),
    input('user_transcript.final', {
      utterance,
      text: z.string(),
      words: z.array(Word),
      rejected: z.boolean().meta({ description: 'The recogniser heard speech outside its domain; `text` is then empty or unreliable.' }),
      stands_in: z.literal(true).optional().meta({
        description:
          'The final is overdue and the partial counts in its place; the final, should it come, is another event and takes the place of this one.',
      }),
    }),
    input('user_text.received', { text: z.string() }),
    input(
      'digit.received',
      {
        digit,
        method: z.enum(['rfc4733', 'inband', 'info', 'message']).optional().meta({
          description: "How it was told: an RTP event, the tone itself, a SIP INFO, a client's message. Absent in logs of older engines.",
        }),
        duration_ms: milliseconds.optional().meta({ description: 'How long the key was pressed, where that is known.' }),
      },
      'The caller pressed a key. Keys are collected until `#`, or until none comes for `keys_timeout_ms`, and are one turn then.',
    ),
    input('context.injected', { text: z.string() }),
    input('call.ringing', {}, 'The call is not answered yet: nothing is heard either way.'),
    input('call.answered', {}),
    input('call.held', {}, 'The caller put the call on hold: nothing is heard either way, and no wait for the caller runs.'),
    input('call.resumed', {}, 'The hold is over.'),
    input(
      'call.taken_over',
      { wall_time: timestamp },
      'Another process goes on with the call: what was under way when the one before was lost is asked, spoken or given up anew.',
    ),
    input('llm.delta_received', { request, text: z.string() }),
    input('llm.function_called', { request, function_call_id: z.string(), name: z.string(), arguments: z.unknown() }),
    input('llm.finished', { request, provider: z.string(), model: z.string(), usage: TokenUsage }),
    input('llm.failed', { request, code: z.string(), message: z.string(), refusal: ProviderRefusal.optional(), defect_id }),
    input(
      'attempt.settled',
      {
        request,
        provider: z.string(),
        model: z.string(),
        outcome: z
          .enum(['won', 'lost', 'failed', 'aborted'])
          .meta({ description: '`lost`: another model answered first. `aborted`: the answer was not wanted any more.' }),
        first_ms: milliseconds.optional().meta({ description: 'From the request to the first of the answer; absent when nothing came.' }),
        usage: TokenUsage,
        estimated: z.boolean().meta({ description: 'The model reported no usage: `usage` is estimated from the characters.' }),
        code: z.string().optional().meta({ description: 'With `failed`: the error code.' }),
      },
      'A model that was asked is done with, whatever came of it. Decides nothing.',
    ),
    input('tts.first_audio', { clause }),
    input('tts.finished', { clause, duration_ms: milliseconds, characters: z.int() }),
    input('tts.failed', {
      clause,
      code: z.string(),
      message: z.string(),
      rendered_ms: milliseconds.optional().meta({
        description:
          'Audio that was made before: it is played, and `playout.finished` tells how much of the text it was; 0 when there is none, and nothing more comes of the clause. Logs of older engines lack it.',
      }),
      defect_id,
    }),
    input('playout.started', { clause }),
    input(
      'playout.finished',
      {
        clause,
        words: z
          .array(Word)
          .meta({ description: "What was heard, with the call times at which it sounded, pauses and gaps counted: the recording's time." }),
        heard_text: z
          .string()
          .optional()
          .meta({ description: 'Only where less than the whole text was spoken: what was. Empty when nothing was.' }),
      },
      'Nothing more of the clause will sound, and the caller has heard its last audio.',
    ),
    input(
      'playout.stopped',
      { clause: z.int().min(0), heard_ms: milliseconds, heard_text: z.string(), words: z.array(Word) },
      'The answer to `playout.paused` and `playout.cleared`: what had been heard of the clause in playout, 0 when none was.',
    ),
    input('function.finished', {
      function_call_id: z.string(),
      ok: z.boolean(),
      result: z.unknown(),
      error: z.string().optional(),
      actions: z.array(CallAction).optional(),
      ms: milliseconds,
      defect_id,
    }),
    input(
      'action.finished',
      {
        action,
        function_call_id: z.string(),
        did: z.enum(['send_digits', 'transfer']),
        ok: z.boolean(),
        error: z.string().optional().meta({ description: 'A stable word, such as `not_supported_by_transport`; the model is told it.' }),
        ms: milliseconds,
        defect_id,
      },
      'What came of `action.requested`.',
    ),
    input('stt.failed', { code: z.string(), message: z.string(), defect_id }),
    input(
      'hearing.interrupted',
      {
        part: z.enum(['stt', 'vad']).meta({ description: 'The recogniser or the voice detector.' }),
        code: z.string().meta({
          description:
            "An error code such as `provider_failed`, or `open_timeout`, `final_timeout`, `result_timeout`, or `audio_dropped` when more of the caller's audio waited than is kept.",
        }),
        message: z.string(),
        refusal: ProviderRefusal.optional(),
        defect_id,
        retry_in_ms: milliseconds.optional().meta({ description: 'When the next session is opened; absent when the session goes on.' }),
        dropped_ms: milliseconds.optional().meta({ description: "With `audio_dropped`: as much of the caller's audio is not heard." }),
      },
      "The recogniser or the voice detector was lost and is replaced: the next one hears the caller's unfinished words again. Decides nothing.",
    ),
    input('timer.fired', { timer: z.enum([...TIMERS, ...OLDER_TIMERS]) }),
    input('hangup.requested', { by: z.enum(HANG_UP_BY) }),
    input('transport.closed', { code: z.string(), message: z.string(), defect_id }),
    input(
      'defect.reported',
      { defect_id: defectId, place: DefectPlace },
      'An unexpected error was met; what failed because of it names its id.',
    ),
  ])
  .meta({ id: 'CallInput', description: 'What happened to the call.' });
export type CallInput = z.infer<typeof CallInput>;

const reasonText = z
  .string()
  .optional()
  .meta({ description: 'Only in logs of older engines, which gave their reasons in English: the sentence.' });

export const CallDecision = z
  .discriminatedUnion('type', [
    input('state.changed', { from: z.enum(CALL_STATES), to: z.enum(CALL_STATES) }),
    input(
      'user_turn.committed',
      {
        turn,
        text: z.string(),
        words: z.array(Word),
        start_ms: milliseconds,
        end_ms: milliseconds,
        reason: TurnEndReason,
        ending_word: z.string().optional().meta({ description: 'With `open_word`: the word that leaves the sentence open.' }),
        reason_text: reasonText,
        silence_ms: milliseconds.meta({ description: 'How long the core waited.' }),
        typed: z.boolean(),
      },
      "The caller's turn is over; a later commit of the same turn replaces it (the caller went on speaking).",
    ),
    input('llm.requested', { request, turn, messages: z.int(), model: ModelRef.optional() }),
    input('llm.aborted', { request }),
    input('clause.spoken', { clause, turn, text: z.string(), voice: VoiceRef.optional() }),
    input('playout.paused', {}),
    input('playout.resumed', {}),
    input('playout.cleared', {}),
    input('interruption.detected', { turn, speech_ms: milliseconds }),
    input('interruption.dismissed', {
      turn,
      reason: DismissalReason,
      text: z.string().optional().meta({ description: 'What was said; in no turn. Absent in logs of older engines.' }),
      reason_text: reasonText,
    }),
    input(
      'agent_turn.finished',
      {
        turn,
        text: z.string(),
        words: z.array(Word),
        start_ms: milliseconds,
        end_ms: milliseconds,
        interrupted: z.boolean(),
        unheard_text: z.string(),
      },
      "What the caller heard of the agent's turn.",
    ),
    input('turn.measured', { turn, ...TurnLatency.shape }),
    input('function.requested', { turn, function_call_id: z.string(), name: z.string(), arguments: z.unknown() }),
    input(
      'action.requested',
      { action, turn, function_call_id: z.string(), wanted: TransportAction },
      'The transport is asked to do what a function wants.',
    ),
    input('data.collected', { name: z.string(), arguments: z.unknown() }),
    input('call.ended', { reason: DisconnectionReason, message: z.string().optional() }),
  ])
  .meta({ id: 'CallDecision', description: 'What the turn core decided.' });
export type CallDecision = z.infer<typeof CallDecision>;

export const CallFinding = z
  .discriminatedUnion('type', [
    input('call.analyzed', {
      provider: z.string(),
      model: z.string(),
      summary: z.string(),
      sentiment: Sentiment,
      successful: z.boolean().nullable(),
      usage: TokenUsage,
      ms: milliseconds.meta({ description: 'How long the model took.' }),
    }),
  ])
  .meta({ id: 'CallFinding', description: 'What was found out about the call after its end.' });
export type CallFinding = z.infer<typeof CallFinding>;

const stamp = {
  seq: z.int().min(1).meta({ description: 'Counts from 1 without gaps.' }),
  at_ms: milliseconds.meta({ description: 'Since the call began.' }),
};
export const CallEvent = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...stamp, kind: z.literal('input'), event: CallInput }).meta({ id: 'CallInputEvent' }),
    z.strictObject({ ...stamp, kind: z.literal('decision'), event: CallDecision }).meta({ id: 'CallDecisionEvent' }),
    z.strictObject({ ...stamp, kind: z.literal('finding'), event: CallFinding }).meta({ id: 'CallFindingEvent' }),
  ])
  .meta({ id: 'CallEvent' });
export type CallEvent = z.infer<typeof CallEvent>;
