/** The engines of a media process, loaded once, and the choice an agent's settings make among them. */
import type { AgentConfig, DefectPlace, EngineStatus } from '@parley/contract';
import type { CallProviders } from '@parley/engine/call-options.ts';
import type { CheckArguments } from '@parley/engine/functions/argument-check.ts';
import { createDialogueThread } from '@parley/providers/rules-dialogue/in-thread.ts';
import { createEmbeddedSpeech, type EmbeddedSpeech } from '@parley/providers/embedded/speech.ts';
import { ArgumentChecks } from '../../argument-checks/argument-checks.ts';
import { createModels } from '../../models/models.ts';
import type { CallSecrets } from '../../models/secrets.ts';
import { systemClock } from '../../system-clock.ts';
import type { MediaSettings } from '../channel.ts';

export interface Engines {
  forCall(config: AgentConfig, variables: Readonly<Record<string, string>>, secrets: CallSecrets): CallProviders;
  tts: EmbeddedSpeech['tts'];
  checkArguments: CheckArguments;
  status(): EngineStatus[];
  /** As the embedded speech measures it. */
  measureListeningLag(): number;
  close(): Promise<void>;
}

export async function loadEngines(
  { outboundAllow, ...threads }: Pick<MediaSettings, 'outboundAllow' | 'listeningWorkers' | 'recognisersPerWorker' | 'vadRuntime'>,
  onDefect: (error: unknown, place: DefectPlace) => void,
): Promise<Engines> {
  const speech = await createEmbeddedSpeech({ ...threads, onDefect });
  const dialogue = createDialogueThread(onDefect);
  const checks = new ArgumentChecks({ clock: systemClock, begin: 'at once', onDefect });
  const modelFor = createModels(outboundAllow, dialogue);
  return {
    forCall: (config, variables, secrets) => ({
      vad: speech.vad,
      stt: speech.stt,
      tts: speech.tts,
      llm: modelFor(config, variables, secrets),
    }),
    tts: speech.tts,
    checkArguments: checks.check,
    status: () => [
      ...speech.status(),
      {
        kind: 'llm',
        name: 'dialogue-rules',
        state: 'ready',
        message: 'Rules over the agent’s prompt, not a language model. Works without network and key.',
      },
    ],
    measureListeningLag: () => speech.measureListeningLag(),
    close: async () => {
      await Promise.all([speech.close(), dialogue.close(), checks.close()]);
    },
  };
}
