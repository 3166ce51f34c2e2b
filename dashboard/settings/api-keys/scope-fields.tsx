import { useWatch } from 'react-hook-form';
import type { SentForm } from '../../ui/sent-form.ts';
import type { KeyForm } from './key-form.ts';
import { LEVELS, levelsFor, PRESETS, RESOURCE_NAMES, RESOURCES, type Preset } from './key-scopes.ts';

/** What a key may do: a preset, or each resource by itself. */
export function ScopeFields({ form: { control, field, register } }: { form: SentForm<KeyForm, KeyForm> }) {
  const preset = useWatch({ control, name: 'preset' });
  const { error, ...choice } = field('preset');
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby={error === undefined ? undefined : 'scope-problem'}>
      <legend className="pb-1 text-xs font-medium text-soft">It may</legend>
      {(Object.entries(PRESETS) as [Preset, (typeof PRESETS)[Preset]][]).map(([value, { name, note }]) => (
        <label key={value} className="touch flex cursor-pointer items-start gap-2 rounded-md px-1 py-1 hover:bg-hover">
          <input type="radio" value={value} {...choice} className="mt-1 accent-(--accent)" />
          <span>
            <span className="block font-medium">{name}</span>
            <span className="block text-xs text-muted">{note}</span>
          </span>
        </label>
      ))}
      {preset === 'custom' && (
        <div className="ml-6 flex flex-col gap-2 py-1">
          {RESOURCES.map((resource) => (
            <label key={resource} className="flex items-center gap-3">
              <span className="flex-1">{RESOURCE_NAMES[resource]}</span>
              <select className="field w-[150px]! shrink-0 max-md:w-[180px]!" {...register(`levels.${resource}`, { deps: ['preset'] })}>
                {levelsFor(resource).map((value) => (
                  <option key={value} value={value}>
                    {LEVELS[value]}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
      )}
      {error !== undefined && (
        <p id="scope-problem" className="text-xs text-red">
          {error}
        </p>
      )}
    </fieldset>
  );
}
