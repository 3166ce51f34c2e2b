import { TurnTakingSettings } from '@parley/contract';
import { ChevronRight, RotateCcw } from 'lucide-react';
import { milliseconds } from '../format/format.ts';
import { Button } from '../ui/button.tsx';
import { Field, SelectField, TextField } from '../ui/form.tsx';
import { Section } from './section.tsx';
import { nearestPace, PACES, paceOf, withPace } from './turn-pace.ts';
import { useFieldError, useSetting } from './use-draft.ts';

const DEFAULTS = TurnTakingSettings.parse({});
type Settings = TurnTakingSettings;

interface NumberSetting {
  label: string;
  unit: string;
  pointer: string;
  get: (settings: Settings) => number;
  set: (settings: Settings, value: number) => Settings;
}

const endpointing = (
  label: string,
  key: 'complete_silence_ms' | 'silence_ms' | 'incomplete_silence_ms' | 'dictation_silence_ms',
): NumberSetting => ({
  label,
  unit: 'ms',
  pointer: `/turn_taking/endpointing/${key}`,
  get: (settings) => settings.endpointing[key],
  set: (settings, value) => ({ ...settings, endpointing: { ...settings.endpointing, [key]: value } }),
});
const interruption = (label: string, unit: string, key: 'min_speech_ms' | 'min_words'): NumberSetting => ({
  label,
  unit,
  pointer: `/turn_taking/interruption/${key}`,
  get: (settings) => settings.interruption[key],
  set: (settings, value) => ({ ...settings, interruption: { ...settings.interruption, [key]: value } }),
});
const reminder = (label: string, unit: string, key: 'after_ms' | 'max'): NumberSetting => ({
  label,
  unit,
  pointer: `/turn_taking/reminder/${key}`,
  get: (settings) => settings.reminder[key],
  set: (settings, value) => ({ ...settings, reminder: { ...settings.reminder, [key]: value } }),
});
const limit = (label: string, key: 'idle_timeout_ms' | 'keys_timeout_ms' | 'max_call_ms' | 'provider_timeout_ms'): NumberSetting => ({
  label,
  unit: 'ms',
  pointer: `/turn_taking/${key}`,
  get: (settings) => settings[key],
  set: (settings, value) => ({ ...settings, [key]: value }),
});

const NUMBERS: readonly NumberSetting[] = [
  endpointing('Silence after a complete sentence', 'complete_silence_ms'),
  endpointing('Silence otherwise', 'silence_ms'),
  endpointing('Silence after an open sentence', 'incomplete_silence_ms'),
  endpointing('Silence while dictating', 'dictation_silence_ms'),
  interruption('Speech that interrupts', 'ms', 'min_speech_ms'),
  interruption('Words that interrupt', 'words', 'min_words'),
  reminder('Ask again after silence of', 'ms', 'after_ms'),
  reminder('Ask again at most', 'times', 'max'),
  limit('End the call after silence of', 'idle_timeout_ms'),
  limit('Keys are complete after a pause of', 'keys_timeout_ms'),
  limit('Longest call', 'max_call_ms'),
  limit('Give a provider up after', 'provider_timeout_ms'),
];

function NumberField({ setting }: { setting: NumberSetting }) {
  const [settings, change] = useSetting('turn_taking');
  const error = useFieldError(setting.pointer);
  const usual = setting.get(DEFAULTS);
  const value = setting.get(settings);
  const hint = (
    <span className="flex items-center gap-2">
      Default {usual.toLocaleString('en-US')} {setting.unit}
      {value !== usual && (
        <button
          type="button"
          onClick={() => change(setting.set(settings, usual))}
          className="inline-flex items-center gap-1 text-accent-text hover:underline"
          aria-label={`Reset ${setting.label}`}
        >
          <RotateCcw aria-hidden className="size-3" /> reset
        </button>
      )}
    </span>
  );
  return (
    <TextField
      label={`${setting.label} (${setting.unit})`}
      type="number"
      min={0}
      step={setting.unit === 'ms' ? 50 : 1}
      value={value}
      onChange={(event) => change(setting.set(settings, Number(event.target.value)))}
      error={error}
      hint={hint}
    />
  );
}

function Advanced() {
  const [settings, change] = useSetting('turn_taking');
  return (
    <details className="group rounded-lg border border-line">
      <summary className="touch flex h-9 items-center gap-1.5 px-3 font-medium marker:content-none">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        Advanced
      </summary>
      <div className="grid grid-cols-2 gap-4 border-t border-line p-4 max-sm:grid-cols-1">
        <SelectField
          label="End of turn"
          value={settings.endpointing.mode}
          onChange={(event) =>
            change({ ...settings, endpointing: { ...settings.endpointing, mode: event.target.value === 'fixed' ? 'fixed' : 'adaptive' } })
          }
          hint="Adaptive listens to whether the sentence is complete."
        >
          <option value="adaptive">Adaptive</option>
          <option value="fixed">Fixed silence</option>
        </SelectField>
        <SelectField
          label="Interruptions"
          value={settings.interruption.enabled ? 'on' : 'off'}
          onChange={(event) => change({ ...settings, interruption: { ...settings.interruption, enabled: event.target.value === 'on' } })}
          hint="Whether the caller can speak over the agent."
        >
          <option value="on">The agent stops and listens</option>
          <option value="off">The agent speaks to its end</option>
        </SelectField>
        {NUMBERS.map((setting) => (
          <NumberField key={setting.pointer} setting={setting} />
        ))}
        <TextField
          label="Asks again with"
          value={settings.reminder.text}
          onChange={(event) => change({ ...settings, reminder: { ...settings.reminder, text: event.target.value } })}
          error={useFieldError('/turn_taking/reminder/text')}
        />
        <div className="self-end justify-self-end">
          <Button onClick={() => change(DEFAULTS)}>Reset all to defaults</Button>
        </div>
      </div>
    </details>
  );
}

export function TurnTakingSection() {
  const [settings, change] = useSetting('turn_taking');
  const exact = paceOf(settings);
  const at = exact ?? nearestPace(settings);
  const pace = PACES[at];
  const name = exact === null ? 'Your own numbers' : (pace?.name ?? '');
  const { complete_silence_ms: complete, silence_ms: silence, incomplete_silence_ms: incomplete } = settings.endpointing;
  return (
    <Section title="Turn-taking">
      <Field
        label={`How soon the agent answers: ${name}`}
        hint={exact === null ? 'The numbers under "Advanced" were set one by one.' : pace?.says}
      >
        {(control) => (
          <div className="max-w-[460px]">
            <input
              {...control}
              type="range"
              min={0}
              max={PACES.length - 1}
              step={1}
              value={at}
              aria-valuetext={name}
              onChange={(event) => change(withPace(settings, Number(event.target.value)))}
              className="touch w-full accent-accent"
            />
            <div aria-hidden className="flex justify-between text-xs text-muted">
              <span>patient</span>
              <span>quick</span>
            </div>
          </div>
        )}
      </Field>
      <p className="text-xs text-soft">
        Waits {milliseconds(complete)} after a complete sentence, {milliseconds(silence)} otherwise, {milliseconds(incomplete)} after an
        open one.
      </p>
      <Advanced />
    </Section>
  );
}
