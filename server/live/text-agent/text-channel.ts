/** Everything that the main process and the thread that answers typed messages say to each other. */
import type { AgentConfig, ErrorCode } from '@parley/contract';
import type { LlmMessage } from '@parley/engine/llm/llm.ts';
import type { TextTurn, TextTurnEvent } from '@parley/engine/text-conversation.ts';
import type { MetDefect } from '../../platform/defects.ts';
import type { CallSecrets } from '../models/secrets.ts';

export interface TextTask {
  config: AgentConfig;
  variables: Record<string, string>;
  /** The exchange so far, the new message last. */
  history: LlmMessage[];
  secrets: CallSecrets;
}

export type ToTextThread = { type: 'answer'; id: number; task: TextTask };

export type FromTextThread =
  | { type: 'ready' }
  | { type: 'event'; id: number; event: TextTurnEvent }
  /** Met while the message was being answered (null: outside of any); logged by the main process, which knows whose it is. */
  | { type: 'defect'; id: number | null; defect: MetDefect }
  | { type: 'answered'; id: number; turn: TextTurn }
  | { type: 'failed'; id: number; code: ErrorCode; message: string };

export interface TextThreadSettings {
  outboundAllow: string[];
}
