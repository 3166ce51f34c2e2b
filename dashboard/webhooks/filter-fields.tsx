import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import type { ChangeEvent, Ref } from 'react';
import { useController, useFieldArray, useWatch } from 'react-hook-form';
import { agentsQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { EVENT_GROUPS, isChosen, togglePattern } from './event-types.ts';
import { NEW_CONDITION, OPERATORS, type Operator, type WebhookFields } from './webhook-form.ts';

interface CheckProps {
  checked: boolean;
  covered?: boolean;
  label: string;
  note: string;
  code?: boolean;
  onToggle: () => void;
  ref?: Ref<HTMLInputElement>;
}

const Check = ({ checked, covered = false, label, note, code = false, onToggle, ref }: CheckProps) => (
  <label className="touch flex cursor-pointer items-start gap-2 rounded-md px-1 py-0.5 hover:bg-hover">
    <input
      ref={ref}
      type="checkbox"
      className="mt-1 accent-(--accent)"
      checked={checked || covered}
      disabled={covered}
      onChange={onToggle}
    />
    <span className="min-w-0">
      <span className={code ? 'font-mono text-xs' : 'font-medium'}>{label}</span> <span className="text-xs text-muted">{note}</span>
    </span>
  </label>
);

export function EventTypeFields({ form: { control, problem } }: { form: WebhookFields }) {
  const {
    field: { value: events, onChange, ref },
  } = useController({ control, name: 'events' });
  const wrong = problem('events');
  const toggle = (pattern: string) => (): void => onChange(togglePattern(events, pattern));
  const all = events.includes('*');
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={wrong === undefined ? undefined : 'events-problem'}>
      <legend className="pb-1 text-xs font-medium text-soft">Events</legend>
      <Check ref={ref} checked={all} label="Every event" note="also types that come later" onToggle={toggle('*')} />
      <div className="grid grid-cols-2 gap-x-6 gap-y-3 max-lg:grid-cols-1">
        {EVENT_GROUPS.map(({ pattern, types }) => (
          <div key={pattern ?? types[0]?.type}>
            {pattern !== null && (
              <Check code checked={events.includes(pattern)} covered={all} label={pattern} note="all of these" onToggle={toggle(pattern)} />
            )}
            <div className={pattern === null ? '' : 'ml-5'}>
              {types.map(({ type, summary }) => (
                <Check
                  key={type}
                  code
                  checked={events.includes(type)}
                  covered={!events.includes(type) && isChosen(events, type)}
                  label={type}
                  note={summary}
                  onToggle={toggle(type)}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
      {wrong !== undefined && (
        <p id="events-problem" className="text-xs text-red">
          {wrong}
        </p>
      )}
    </fieldset>
  );
}

/** None chosen: all. Agents that were deleted stay until they are taken out. */
export function AgentFields({ form: { control, problem } }: { form: WebhookFields }) {
  const {
    field: { value: agentIds, onChange },
  } = useController({ control, name: 'agentIds' });
  const wrong = problem('agentIds');
  const { data } = useQuery(agentsQuery);
  const known = data?.items ?? [];
  const gone = data === undefined ? [] : agentIds.filter((id) => !known.some((agent) => agent.id === id));
  const toggle = (id: string) => (): void => onChange(agentIds.includes(id) ? agentIds.filter((each) => each !== id) : [...agentIds, id]);
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 text-xs font-medium text-soft">Only about these agents</legend>
      <p className="text-xs text-muted">None chosen: about every agent, and what is about no agent.</p>
      <div className="grid max-h-40 grid-cols-2 overflow-y-auto max-sm:grid-cols-1">
        {known.map(({ id, name }) => (
          <Check key={id} checked={agentIds.includes(id)} label={name} note="" onToggle={toggle(id)} />
        ))}
        {gone.map((id) => (
          <Check key={id} checked label={id} note="no longer there, or beyond the first hundred" onToggle={toggle(id)} />
        ))}
      </div>
      {wrong !== undefined && <p className="text-xs text-red">{wrong}</p>}
    </fieldset>
  );
}

const COMMON_FIELDS = [
  '/data/duration_ms',
  '/data/status',
  '/data/disconnection_reason',
  '/data/type',
  '/data/direction',
  '/data/agent_version',
  '/data/metadata/',
  '/data/cost/total',
  '/data/code',
  '/data/name',
];
const HINTS: Partial<Record<Operator, string>> = { in: 'one, two, "3"', contains: 'part of it' };

interface RowProps {
  form: WebhookFields;
  at: number;
}

function ValueField({ form: { control, field }, at }: RowProps) {
  const operator = useWatch({ control, name: `conditions.${at}.operator` });
  const { error, ...value } = field(`conditions.${at}.value`);
  const described = {
    className: 'field',
    'aria-label': `Value of condition ${at + 1}`,
    'aria-invalid': error !== undefined,
    'aria-describedby': error === undefined ? undefined : `condition-${at}-problem`,
  };
  if (operator !== 'exists') return <input {...described} placeholder={HINTS[operator] ?? 'value'} {...value} />;
  return (
    <select {...described} {...value}>
      <option value="true">yes</option>
      <option value="false">no</option>
    </select>
  );
}

function Condition({ form, at, remove }: RowProps & { remove: () => void }) {
  const { field, problem, register, getValues, setValue } = form;
  const { error: pathError, ...path } = field(`conditions.${at}.field`);
  const wrong = pathError ?? problem(`conditions.${at}.value`);
  const operate = (event: ChangeEvent<HTMLSelectElement>): void => {
    if (event.target.value === 'exists' && getValues(`conditions.${at}.value`) !== 'false') setValue(`conditions.${at}.value`, 'true');
  };
  return (
    <li>
      <div className="grid grid-cols-[1.4fr_130px_1fr_auto] items-center gap-2 max-sm:grid-cols-[1fr_1fr_auto]">
        <input
          className="field font-mono text-xs! max-sm:col-span-3"
          aria-label={`Field of condition ${at + 1}`}
          aria-invalid={pathError !== undefined}
          aria-describedby={pathError === undefined ? undefined : `condition-${at}-problem`}
          list="event-fields"
          spellCheck={false}
          {...path}
        />
        <select
          className="field"
          aria-label={`Comparison of condition ${at + 1}`}
          {...register(`conditions.${at}.operator`, { onChange: operate, deps: [`conditions.${at}.value`] })}
        >
          {Object.entries(OPERATORS).map(([operator, words]) => (
            <option key={operator} value={operator}>
              {words}
            </option>
          ))}
        </select>
        <ValueField form={form} at={at} />
        <Button look="quiet" size="icon" aria-label={`Remove condition ${at + 1}`} onClick={remove}>
          <Trash2 aria-hidden className="size-3.5" />
        </Button>
      </div>
      {wrong !== undefined && (
        <p id={`condition-${at}-problem`} className="pt-1 text-xs text-red">
          {wrong}
        </p>
      )}
    </li>
  );
}

export function ConditionFields({ form }: { form: WebhookFields }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'conditions' });
  const wrong = form.problem('conditions');
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-xs font-medium text-soft">Only where all of these hold</legend>
      <datalist id="event-fields">
        {COMMON_FIELDS.map((field) => (
          <option key={field} value={field} />
        ))}
      </datalist>
      {fields.length > 0 && (
        <ul className="flex flex-col gap-2">
          {fields.map(({ id }, at) => (
            <Condition key={id} form={form} at={at} remove={() => remove(at)} />
          ))}
        </ul>
      )}
      <p className="text-xs text-muted">
        Fields are JSON pointers into the event. Numbers, true, false and null are compared as such; put them in quotes to mean text.
      </p>
      {wrong !== undefined && <p className="text-xs text-red">{wrong}</p>}
      <div>
        <Button size="small" onClick={() => append(NEW_CONDITION, { shouldFocus: false })}>
          <Plus aria-hidden className="size-3.5" /> Add condition
        </Button>
      </div>
    </fieldset>
  );
}
