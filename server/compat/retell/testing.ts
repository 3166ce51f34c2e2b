/** What the tests of the Retell API share. */
import type { CallEvent } from '@parley/contract';
import Retell, { APIError } from 'retell-sdk';
import { record } from '../../resources/calls/testing.ts';
import { eventLog, type Tenant, type TestServer } from '../../testing.ts';

export const retell = (parley: TestServer, { key }: Pick<Tenant, 'key'>): Retell =>
  new Retell({ apiKey: key, baseURL: `${parley.url}/retell`, maxRetries: 0 });

/** The error that the SDK throws; fails where it throws none. */
export async function refusal(asking: Promise<unknown>): Promise<{ error: APIError; status: number; message: string }> {
  const error: unknown = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof APIError)) throw new Error(`not refused: ${String(error)}`);
  const body = error.error as { status?: unknown; message?: unknown } | undefined;
  if (body?.status !== 'error' || typeof body.message !== 'string')
    throw new Error(`not an error of Retell's form: ${JSON.stringify(body)}`);
  return { error: error as APIError, status: Number(error.status), message: body.message };
}

const words = (text: string, from: number) =>
  text.split(' ').map((word, at) => ({ text: word, start_ms: from + at * 200, end_ms: from + at * 200 + 150 }));
const usage = { input_tokens: 100_000, output_tokens: 20_000, cached_input_tokens: 0 };

const EVENTS: CallEvent[] = [
  { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } },
  {
    seq: 2,
    at_ms: 1_000,
    kind: 'decision',
    event: {
      type: 'agent_turn.finished',
      turn: 0,
      text: 'Hello there',
      words: words('Hello there', 100),
      start_ms: 100,
      end_ms: 900,
      interrupted: false,
      unheard_text: '',
    },
  },
  {
    seq: 3,
    at_ms: 2_500,
    kind: 'decision',
    event: {
      type: 'user_turn.committed',
      turn: 1,
      text: 'I am Ada',
      words: words('I am Ada', 1_500),
      start_ms: 1_500,
      end_ms: 2_200,
      reason: 'fixed_silence',
      silence_ms: 300,
      typed: false,
    },
  },
  { seq: 4, at_ms: 2_600, kind: 'input', event: { type: 'llm.finished', request: 1, provider: 'openai', model: 'gpt-4.1', usage } },
  {
    seq: 5,
    at_ms: 2_700,
    kind: 'decision',
    event: { type: 'function.requested', turn: 1, function_call_id: 'fc_1', name: 'details', arguments: { name: 'Ada', seats: 2 } },
  },
  { seq: 6, at_ms: 2_701, kind: 'decision', event: { type: 'data.collected', name: 'details', arguments: { name: 'Ada', seats: 2 } } },
  {
    seq: 7,
    at_ms: 2_710,
    kind: 'input',
    event: { type: 'function.finished', function_call_id: 'fc_1', ok: true, result: { kept: true }, ms: 10 },
  },
  {
    seq: 8,
    at_ms: 3_000,
    kind: 'decision',
    event: { type: 'turn.measured', turn: 1, e2e_ms: 640, endpointing_ms: 300, stt_ms: 40, llm_ms: 200, tts_ms: 100 },
  },
  {
    seq: 9,
    at_ms: 4_000,
    kind: 'decision',
    event: {
      type: 'agent_turn.finished',
      turn: 1,
      text: 'Thank you Ada',
      words: words('Thank you Ada', 3_000),
      start_ms: 3_000,
      end_ms: 3_800,
      interrupted: false,
      unheard_text: '',
    },
  },
  { seq: 10, at_ms: 5_000, kind: 'decision', event: { type: 'call.ended', reason: 'transport_closed' } },
];

/** Lets a registered call happen, with a recording. */
export async function speak(parley: TestServer, organizationId: string, call: string): Promise<void> {
  await parley.database.asOrganization(organizationId, (tx) => eventLog.append(tx, { organizationId, callId: call }, EVENTS));
  await record(parley, { organizationId, callId: call });
}
