import { useQuery } from '@tanstack/react-query';
import { Play, Square } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { voicesQuery } from '../api/queries.ts';
import { cn } from '../ui/cn.ts';
import { Field } from '../ui/form.tsx';
import { Failed, Skeleton } from '../ui/states.tsx';
import { Section } from './section.tsx';
import { voiceSample } from './voice-sample.ts';
import { voicesFor } from './abilities.ts';
import { useFieldError, useSetting } from './use-draft.ts';

function PlayButton({ url, name }: { url: string; name: string }) {
  const playing = useSyncExternalStore(voiceSample.subscribe, voiceSample.read) === url;
  return (
    <button
      type="button"
      aria-label={playing ? `Stop ${name}` : `Hear ${name}`}
      onClick={() => voiceSample.toggle(url)}
      className="grid size-8 shrink-0 place-items-center rounded-full border border-line-strong bg-raised hover:bg-hover max-md:size-10"
    >
      {playing ? (
        <Square aria-hidden className="size-3 fill-current" />
      ) : (
        <Play aria-hidden className="size-3.5 translate-x-px fill-current" />
      )}
    </button>
  );
}

export function VoiceSection() {
  const [tts, setTts] = useSetting('tts');
  const { data, error, refetch } = useQuery(voicesQuery);
  const [language] = useSetting('language');
  const voices = voicesFor(data?.items ?? [], tts.provider, language);
  const wrongVoice = useFieldError('/tts/voice');
  return (
    <Section title="Voice">
      {error !== null && <Failed what="The voices could not be loaded." error={error} retry={() => void refetch()} />}
      <div role="radiogroup" aria-label="Voice" className="grid grid-cols-[repeat(auto-fill,minmax(190px,1fr))] gap-2">
        {data === undefined && error === null && [1, 2, 3].map((key) => <Skeleton key={key} className="h-14" />)}
        {voices.map((voice) => (
          <div
            key={voice.id}
            className={cn(
              'flex items-center gap-2 rounded-lg border bg-raised p-2 pl-3 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-accent-text',
              voice.id === tts.voice ? 'border-accent-text ring-1 ring-accent-text' : 'border-line',
            )}
          >
            <label className="min-w-0 flex-1 cursor-pointer">
              <input
                type="radio"
                name="voice"
                className="sr-only"
                checked={voice.id === tts.voice}
                onChange={() => setTts({ ...tts, voice: voice.id })}
              />
              <span className="block truncate font-medium">{voice.name}</span>
              <span className="block truncate text-xs text-muted">{voice.language} · built in</span>
            </label>
            {voice.sample_url !== null && <PlayButton url={voice.sample_url} name={voice.name} />}
          </div>
        ))}
      </div>
      {wrongVoice !== undefined && (
        <p role="alert" className="text-xs text-red">
          {tts.voice} {wrongVoice}
        </p>
      )}
      <Field error={useFieldError('/tts/speed')} label={`Pace: ${tts.speed.toFixed(2)}×`} hint="1× is the voice's own pace.">
        {(control) => (
          <input
            {...control}
            type="range"
            min={0.5}
            max={2}
            step={0.05}
            value={tts.speed}
            onChange={(event) => setTts({ ...tts, speed: Number(event.target.value) })}
            className="touch w-full max-w-[320px] accent-accent"
          />
        )}
      </Field>
    </Section>
  );
}
