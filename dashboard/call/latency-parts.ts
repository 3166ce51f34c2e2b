/** The parts of an answer time, in the order in which they pass. Pure. */
import type { TurnLatency } from '@parley/contract';

export interface LatencyPart {
  name: string;
  ms: number;
  says: string;
  fill: string;
}

export function latencyParts({ e2e_ms: total, endpointing_ms, stt_ms, llm_ms, tts_ms }: TurnLatency): LatencyPart[] {
  // The recogniser finishes while the end of the turn is awaited: what it takes lies within that wait.
  const endpointing = Math.max(0, (endpointing_ms ?? 0) - (stt_ms ?? 0));
  const named: LatencyPart[] = [
    { name: 'wait', ms: endpointing, says: 'Silence awaited until the caller had finished', fill: 'bg-faint' },
    { name: 'stt', ms: Math.min(stt_ms ?? 0, endpointing_ms ?? stt_ms ?? 0), says: 'Last words recognised', fill: 'bg-teal-fill' },
    { name: 'llm', ms: llm_ms ?? 0, says: 'First clause written', fill: 'bg-amber-fill' },
    { name: 'tts', ms: tts_ms ?? 0, says: 'First sound rendered', fill: 'bg-agent-fill' },
  ];
  const rest = total - named.reduce((sum, { ms }) => sum + ms, 0);
  const parts = rest > 0 ? [...named, { name: 'out', ms: rest, says: 'On its way to the caller', fill: 'bg-line-strong' }] : named;
  return parts.filter(({ ms }) => ms > 0);
}
