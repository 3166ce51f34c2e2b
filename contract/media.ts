/** Messages between a caller's client and the server: WebSocket text frames and the WebRTC data channel `events`. */
import { z } from 'zod';

export const MediaStart = z
  .strictObject({
    type: z.literal('start'),
    encoding: z.enum(['pcm_s16le', 'mulaw']),
    sample_rate: z.union([z.literal(8_000), z.literal(16_000), z.literal(24_000)]),
  })
  .meta({ id: 'MediaStart' });
export type MediaStart = z.infer<typeof MediaStart>;

export const digit = z.string().regex(/^[0-9*#A-D]$/, 'must be a key of a telephone: 0 to 9, *, #, A to D');

export const ClientMessage = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('dtmf'),
        digit,
        duration_ms: z.int().min(0).max(60_000).optional().meta({ description: 'How long the key was pressed.' }),
      })
      .meta({ description: 'A key of the phone.' }),
    z.strictObject({
      type: z.literal('text'),
      text: z.string().trim().min(1).max(4_000).meta({ description: 'Typed instead of spoken, in the same call.' }),
    }),
    z
      .strictObject({ type: z.literal('hold') })
      .meta({ description: 'The caller goes away for a while: until `resume` nothing is heard, recorded or said, and the agent waits.' }),
    z.strictObject({ type: z.literal('resume') }).meta({ description: 'The caller is back; the agent goes on from the same word.' }),
    z
      .strictObject({
        type: z.literal('playout'),
        buffered_ms: z.int().min(0).max(10_000).meta({ description: "The agent's audio that has come and is not played yet." }),
      })
      .meta({
        description:
          'From a client that buffers audio: what was heard is told by it. Send it when the buffer changes; the last report counts until the next.',
      }),
    z.strictObject({ type: z.literal('hangup') }),
  ])
  .meta({ id: 'ClientMessage' });
export type ClientMessage = z.infer<typeof ClientMessage>;

export const TurnLatency = z
  .strictObject({
    e2e_ms: z.int().meta({ description: "From the caller's true end of speech to the agent's first audible frame." }),
    endpointing_ms: z.int().nullable(),
    stt_ms: z.int().nullable(),
    llm_ms: z.int().nullable(),
    tts_ms: z.int().nullable(),
  })
  .meta({ id: 'TurnLatency' });
export type TurnLatency = z.infer<typeof TurnLatency>;

export const ServerMessage = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('ready') }),
    z.strictObject({ type: z.literal('clear') }),
    z.strictObject({ type: z.literal('agent_speaking'), value: z.boolean() }),
    z.strictObject({ type: z.literal('user_speaking'), value: z.boolean() }),
    z.strictObject({ type: z.literal('held'), value: z.boolean() }).meta({ description: 'The call is on hold, or goes on.' }),
    z.strictObject({
      type: z.literal('transcript'),
      role: z.enum(['user', 'agent']),
      text: z.string(),
      final: z.boolean(),
      turn: z.int(),
      interrupted: z.boolean().optional().meta({ description: 'On a final agent line that the caller cut off: `text` is what was heard.' }),
    }),
    z.strictObject({
      type: z.literal('function'),
      name: z.string(),
      arguments: z.unknown(),
      status: z.enum(['running', 'succeeded', 'failed']),
      ms: z.int().optional(),
      turn: z.int(),
    }),
    z.strictObject({ type: z.literal('latency'), turn: z.int(), ...TurnLatency.shape }),
    z.strictObject({
      type: z.literal('error'),
      code: z.string(),
      message: z.string(),
      retry_after: z.int().min(1).optional().meta({ description: 'Seconds after which the same may be done.' }),
    }),
    z.strictObject({ type: z.literal('ended'), reason: z.string() }),
  ])
  .meta({ id: 'ServerMessage' });

/** A client that offers this sub-protocol is refused in a message, as a browser is; others by the HTTP status of the handshake. */
export const REFUSALS_AS_MESSAGES = 'parley.refusals';
/** The close code of a connection that is refused in a message: 4,000 and the HTTP status, `4503`. */
export const closeCodeOf = (status: number): number => 4_000 + status;

export type ServerMessage = z.infer<typeof ServerMessage>;
