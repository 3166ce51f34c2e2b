/** One small real request to an OpenAI-compatible endpoint: does it answer, does it take the key. */
import { AppError, type ProviderRefusal } from '@parley/contract';
import { readBounded, refusalOf } from '@parley/providers/openai-compatible/refusal.ts';

const TIMEOUT_MS = 10_000;

export interface ProbeTarget {
  baseUrl: string;
  apiKey: string | undefined;
  /** Asked for one token where the endpoint cannot list its models. */
  model: string | undefined;
  fetch: typeof globalThis.fetch;
}

export interface Verdict {
  ok: boolean;
  message: string;
  refusal?: ProviderRefusal;
}

interface Answered {
  status: number;
  refusal?: ProviderRefusal;
}

const verdictOn = (status: number): Verdict => {
  if (status >= 200 && status < 300) return { ok: true, message: 'The provider answered.' };
  if (status === 401 || status === 403) return { ok: false, message: 'The provider refuses the key.' };
  if (status === 404) return { ok: false, message: 'The provider answered with status 404: check the base URL and the model.' };
  return { ok: false, message: `The provider answered with status ${String(status)}.` };
};

const reasonOf = (error: unknown): string => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AppError) return cause.message;
    if (cause.name === 'TimeoutError') return `The provider did not answer within ${String(TIMEOUT_MS / 1_000)} seconds.`;
  }
  return 'The provider could not be reached.';
};

const verdict = ({ status, refusal }: Answered): Verdict => ({ ...verdictOn(status), ...(refusal === undefined ? {} : { refusal }) });

async function ask({ baseUrl, apiKey, fetch }: ProbeTarget, path: string, body: unknown): Promise<Answered> {
  const headers = {
    ...(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }),
    ...(body === null ? {} : { 'Content-Type': 'application/json' }),
  };
  const init: RequestInit = { headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) };
  const response = await fetch(
    `${baseUrl.replace(/\/+$/, '')}${path}`,
    body === null ? init : { ...init, method: 'POST', body: JSON.stringify(body) },
  );
  const { status } = response;
  if (status >= 400) return { status, refusal: refusalOf(status, await readBounded(response), { apiKey, said: [] }) };
  await response.body?.cancel();
  return { status };
}

export async function probe(target: ProbeTarget): Promise<Verdict> {
  try {
    const listed = await ask(target, '/models', null);
    // Not every compatible endpoint lists its models.
    if (![404, 405, 501].includes(listed.status) || target.model === undefined) return verdict(listed);
    return verdict(
      await ask(target, '/chat/completions', { model: target.model, messages: [{ role: 'user', content: 'Hello' }], max_tokens: 1 }),
    );
  } catch (error) {
    return { ok: false, message: reasonOf(error) };
  }
}
