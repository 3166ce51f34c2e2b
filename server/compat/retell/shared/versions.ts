/**
 * Their versions are numbered from 0 and the newest may be a draft; ours have numbers from 1, and the draft none. The draft is
 * their newest version when it says something else than what was published last. Pure.
 */
import type { Agent, AgentVersionRef } from '@parley/contract';
import { Refusal } from './errors.ts';
import type { RecordData } from './record-store.ts';

/** An agent of ours, and what clients of theirs gave besides. */
export interface Known {
  agent: Agent;
  record: RecordData['retell.agent'] | undefined;
}

/** The number that the draft has, or would have. */
export const draftNumber = ({ published_version }: Pick<Agent, 'published_version'>): number => published_version ?? 0;
export const ourNumber = (theirs: number): number => theirs + 1;
export const theirNumber = (ours: number): number => ours - 1;

export const draftIsLatest = ({ agent, record }: Known): boolean =>
  agent.published_version === null || agent.draft_changed || record?.draft_is_latest === true;

export const latestNumber = (known: Known): number => (draftIsLatest(known) ? draftNumber(known.agent) : draftNumber(known.agent) - 1);

const none = (): Refusal => new Refusal('There is no such version of the agent.', 404);

/** The number of the version that is asked for: a number, a tag, `latest`, `latest_published`; without one the latest. */
export function wantedNumber(known: Known, wanted: string | number | undefined): number {
  const { agent } = known;
  if (wanted === undefined || wanted === 'latest') return latestNumber(known);
  if (wanted === 'latest_published') {
    if (agent.published_version === null) throw none();
    return theirNumber(agent.published_version);
  }
  if (typeof wanted === 'number' || /^\d{1,9}$/.test(wanted)) {
    const number = Number(wanted);
    if (!Number.isInteger(number) || number < 0 || number > draftNumber(agent)) throw none();
    return number;
  }
  const tagged = Object.hasOwn(agent.tags, wanted) ? agent.tags[wanted] : undefined;
  if (tagged === undefined) throw none();
  return theirNumber(tagged);
}

/** As `wantedNumber`, for what runs on the version. */
export function wantedRef(known: Known, wanted: string | number | undefined): AgentVersionRef {
  const number = wantedNumber(known, wanted);
  return number === draftNumber(known.agent) ? 'draft' : ourNumber(number);
}

/** Only the draft can be changed. */
export function requireDraft(known: Known, wanted: string | number | undefined): void {
  if (wanted === undefined || wanted === 'latest') return;
  if (wantedNumber(known, wanted) !== draftNumber(known.agent)) throw new Refusal('The version is published and cannot be changed.');
}
