import type { Resource } from '@parley/contract';
import { LEVELS, PRESETS, RESOURCE_NAMES, RESOURCES, type Level, type Levels, type Preset } from './key-scopes.ts';

interface ScopeFieldsProps {
  preset: Preset;
  levels: Levels;
  problem: string | undefined;
  onChange: (change: { preset?: Preset; levels?: Levels }) => void;
}

const LevelField = ({ resource, level, onLevel }: { resource: Resource; level: Level; onLevel: (level: Level) => void }) => (
  <label className="flex items-center gap-3">
    <span className="flex-1">{RESOURCE_NAMES[resource]}</span>
    <select
      className="field w-[150px]! shrink-0 max-md:w-[180px]!"
      value={level}
      onChange={(event) => onLevel(event.target.value as Level)}
    >
      {Object.entries(LEVELS).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

/** What a key may do: a preset, or each resource by itself. */
export const ScopeFields = ({ preset, levels, problem, onChange }: ScopeFieldsProps) => (
  <fieldset className="flex flex-col gap-1" aria-describedby={problem === undefined ? undefined : 'scope-problem'}>
    <legend className="pb-1 text-xs font-medium text-soft">It may</legend>
    {(Object.entries(PRESETS) as [Preset, (typeof PRESETS)[Preset]][]).map(([value, { name, note }]) => (
      <label key={value} className="touch flex cursor-pointer items-start gap-2 rounded-md px-1 py-1 hover:bg-hover">
        <input
          type="radio"
          name="preset"
          value={value}
          checked={value === preset}
          onChange={() => onChange({ preset: value })}
          className="mt-1 accent-(--accent)"
        />
        <span>
          <span className="block font-medium">{name}</span>
          <span className="block text-xs text-muted">{note}</span>
        </span>
      </label>
    ))}
    {preset === 'custom' && (
      <div className="ml-6 flex flex-col gap-2 py-1">
        {RESOURCES.map((resource) => (
          <LevelField
            key={resource}
            resource={resource}
            level={levels[resource]}
            onLevel={(level) => onChange({ levels: { ...levels, [resource]: level } })}
          />
        ))}
      </div>
    )}
    {problem !== undefined && (
      <p id="scope-problem" className="text-xs text-red">
        {problem}
      </p>
    )}
  </fieldset>
);
