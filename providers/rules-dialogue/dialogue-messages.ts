/** What a call's process and the thread of the dialogue model tell each other. */
import type { LlmDelta, LlmRequest } from '@parley/engine/llm/llm.ts';

export type ToDialogue = { type: 'prepare'; prompt: string } | { type: 'answer'; id: number; request: LlmRequest };

/** `error` as it was thrown there. */
export type FromDialogue = { id: number; deltas: LlmDelta[] } | { id: number; error: Error };
