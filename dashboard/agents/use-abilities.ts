import { useQuery } from '@tanstack/react-query';
import { providersQuery, voicesQuery } from '../api/queries.ts';
import { languagesFor } from './abilities.ts';
import { useDraft } from './use-draft.ts';

/** Languages that the draft's recogniser and voices have. */
export function useLanguages(): string[] {
  const { stt, tts } = useDraft((state) => state.config);
  const voices = useQuery(voicesQuery).data?.items.filter(({ provider }) => provider === tts.provider) ?? [];
  const recogniser = useQuery(providersQuery).data?.items.find(({ name }) => name === stt.provider);
  return languagesFor(voices, recogniser);
}
