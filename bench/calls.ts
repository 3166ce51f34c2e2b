/**
 * Simultaneous spoken calls over the WebSocket with embedded speech: `npm run bench:calls [-- 1 10]`.
 * Voice to voice is measured by the caller, from the last sound it sent to the first audible frame it got. Meanwhile the
 * API is asked for its agents, and /proc tells what server and media processes use.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { Api } from '../e2e/caller.ts';
import { AUDIBLE, Caller } from '../e2e/caller.ts';
import { install, temporaryFolder } from '../e2e/installation.ts';

const LINES = [
  'What are your opening hours?',
  'Where are you located?',
  'I would like to book an appointment.',
  'My name is John Smith.',
  'On Friday.',
  "At two o'clock.",
  'Yes, please.',
];
const API_EVERY_MS = 50;
const CLOCK_TICKS_PER_S = 100;

const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
};

interface Usage {
  cpuS: number;
  rssMb: number;
}

/** The process and its children, from /proc. */
function usageOf(pid: number): Usage {
  const pids = [
    pid,
    ...readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((one) => parentOf(one) === pid),
  ];
  return pids.reduce<Usage>(
    (sum, one) => {
      const fields = statOf(one);
      const rssKb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1] ?? '0';
      return { cpuS: sum.cpuS + (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_S, rssMb: sum.rssMb + Number(rssKb) / 1_024 };
    },
    { cpuS: 0, rssMb: 0 },
  );
}

const statOf = (pid: number): string[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};
const parentOf = (pid: number): number => Number(statOf(pid)[1] ?? 0);

interface Measured {
  answers: number[];
  unanswered: number;
}

async function oneCall(api: Api, agentId: string, startAfterMs: number, into: Measured): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, startAfterMs));
  const call = await api.call(agentId);
  const caller = await Caller.connect(call.media_url ?? '');
  await caller.untilAnswered(0, 400);
  for (const line of LINES) {
    const end = await caller.say(line);
    try {
      await caller.until((one) => one.heard.some((frame) => frame.atMs > end && frame.level > AUDIBLE), 'an answer', 10_000);
      into.answers.push((caller.firstHeardAfter(end) ?? end) - end);
      await caller.untilAnswered(end, 400);
    } catch {
      into.unanswered += 1;
    }
  }
  await caller.hangUp();
}

/** Throws at the first answer that is not 2xx: how long a refusal takes says nothing. */
async function watchApi(api: Api, times: number[], done: AbortSignal): Promise<void> {
  while (!done.aborted) {
    const began = performance.now();
    await api.request('GET', '/agents');
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, API_EVERY_MS));
  }
}

async function measure(api: Api, pid: number, agentId: string, calls: number): Promise<void> {
  const measured: Measured = { answers: [], unanswered: 0 };
  const apiTimes: number[] = [];
  const done = new AbortController();
  const before = usageOf(pid);
  const began = performance.now();
  const calling = Promise.all(Array.from({ length: calls }, (_, index) => oneCall(api, agentId, index * 330, measured)));
  // Together, so that an API that refuses ends the measurement at once.
  await Promise.all([calling.finally(() => done.abort()), watchApi(api, apiTimes, done.signal)]);
  const seconds = (performance.now() - began) / 1_000;
  const after = usageOf(pid);
  const cpu = (after.cpuS - before.cpuS) / seconds;
  console.log(
    `${String(calls).padStart(3)} calls | ${measured.answers.length} answers, ${measured.unanswered} missing | voice to voice p50 ${percentile(measured.answers, 0.5)} ms, p95 ${percentile(measured.answers, 0.95)} ms` +
      ` | API p50 ${percentile(apiTimes, 0.5)} ms, p99 ${percentile(apiTimes, 0.99)} ms (${apiTimes.length}) | CPU ${(cpu / calls).toFixed(3)} cores a call | memory ${Math.round(after.rssMb)} MB in all`,
  );
}

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const place = temporaryFolder();
// The watcher alone asks as often as an ordinary limit lets it.
const parley = await install(place.folder, { PARLEY_RATE_LIMIT_PER_MINUTE: '0' });
try {
  const agentId = await parley.api.frontDesk();
  // The first call loads what is loaded once.
  await measure(parley.api, parley.process.pid ?? 0, agentId, 1);
  for (const size of sizes.length > 0 ? sizes : [1, 10]) await measure(parley.api, parley.process.pid ?? 0, agentId, size);
} finally {
  await parley.stop();
  place.remove();
}
