import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { agentsQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { EVENT_GROUPS, isChosen, togglePattern } from './event-types.ts';
import { NEW_CONDITION, OPERATORS, type ConditionRow, type Operator, type Problems, type WebhookForm } from './webhook-form.ts';

interface FieldsProps {
  form: WebhookForm;
  problems: Problems;
  change: (part: Partial<WebhookForm>) => void;
}

interface CheckProps {
  checked: boolean;
  covered?: boolean;
  label: string;
  note: string;
  code?: boolean;
  onToggle: () => void;
}

const Check = ({ checked, covered = false, label, note, code = false, onToggle }: CheckProps) => (
  <label className="touch flex cursor-pointer items-start gap-2 rounded-md px-1 py-0.5 hover:bg-hover">
    <input type="checkbox" className="mt-1 accent-(--accent)" checked={checked || covered} disabled={covered} onChange={onToggle} />
    <span className="min-w-0">
      <span className={code ? 'font-mono text-xs' : 'font-medium'}>{label}</span> <span className="text-xs text-muted">{note}</span>
    </span>
  </label>
);

export function EventTypeFields({ form: { events }, problems, change }: FieldsProps) {
  const toggle = (pattern: string) => (): void => change({ events: togglePattern(events, pattern) });
  const all = events.includes('*');
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={problems.events === undefined ? undefined : 'events-problem'}>
      <legend className="pb-1 text-xs font-medium text-soft">Events</legend>
      <Check checked={all} label="Every event" note="also types that come later" onToggle={toggle('*')} />
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
      {problems.events !== undefined && (
        <p id="events-problem" className="text-xs text-red">
          {problems.events}
        </p>
      )}
    </fieldset>
  );
}

/** None chosen: all. Agents that were deleted stay until they are taken out. */
export function AgentFields({ form: { agentIds }, problems, change }: FieldsProps) {
  const { data } = useQuery(agentsQuery);
  const known = data?.items ?? [];
  const gone = data === undefined ? [] : agentIds.filter((id) => !known.some((agent) => agent.id === id));
  const toggle = (id: string) => (): void =>
    change({ agentIds: agentIds.includes(id) ? agentIds.filter((each) => each !== id) : [...agentIds, id] });
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
      {problems.agents !== undefined && <p className="text-xs text-red">{problems.agents}</p>}
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

function ValueField({ row, label, change }: { row: ConditionRow; label: string; change: (row: ConditionRow) => void }) {
  if (row.operator === 'exists')
    return (
      <select className="field" aria-label={label} value={row.value} onChange={(event) => change({ ...row, value: event.target.value })}>
        <option value="true">yes</option>
        <option value="false">no</option>
      </select>
    );
  return (
    <input
      className="field"
      aria-label={label}
      placeholder={HINTS[row.operator] ?? 'value'}
      value={row.value}
      onChange={(event) => change({ ...row, value: event.target.value })}
    />
  );
}

interface ConditionProps {
  row: ConditionRow;
  number: number;
  problem: string | undefined;
  change: (row: ConditionRow) => void;
  remove: () => void;
}

function Condition({ row, number, problem, change, remove }: ConditionProps) {
  const operate = (operator: Operator): void => {
    const toTruth = operator === 'exists' && row.value !== 'false';
    change({ ...row, operator, value: toTruth ? 'true' : row.value });
  };
  return (
    <li>
      <div className="grid grid-cols-[1.4fr_130px_1fr_auto] items-center gap-2 max-sm:grid-cols-[1fr_1fr_auto]">
        <input
          className="field font-mono text-xs! max-sm:col-span-3"
          aria-label={`Field of condition ${number}`}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : `condition-${number}-problem`}
          list="event-fields"
          spellCheck={false}
          value={row.field}
          onChange={(event) => change({ ...row, field: event.target.value })}
        />
        <select
          className="field"
          aria-label={`Comparison of condition ${number}`}
          value={row.operator}
          onChange={(event) => operate(event.target.value as Operator)}
        >
          {Object.entries(OPERATORS).map(([operator, words]) => (
            <option key={operator} value={operator}>
              {words}
            </option>
          ))}
        </select>
        <ValueField row={row} label={`Value of condition ${number}`} change={change} />
        <Button look="quiet" size="icon" aria-label={`Remove condition ${number}`} onClick={remove}>
          <Trash2 aria-hidden className="size-3.5" />
        </Button>
      </div>
      {problem !== undefined && (
        <p id={`condition-${number}-problem`} className="pt-1 text-xs text-red">
          {problem}
        </p>
      )}
    </li>
  );
}

export const ConditionFields = ({ form: { conditions }, problems, change }: FieldsProps) => (
  <fieldset className="flex flex-col gap-2">
    <legend className="pb-1 text-xs font-medium text-soft">Only where all of these hold</legend>
    <datalist id="event-fields">
      {COMMON_FIELDS.map((field) => (
        <option key={field} value={field} />
      ))}
    </datalist>
    {conditions.length > 0 && (
      <ul className="flex flex-col gap-2">
        {conditions.map((row, index) => (
          <Condition
            key={index}
            row={row}
            number={index + 1}
            problem={problems[`condition ${index}`]}
            change={(next) => change({ conditions: conditions.with(index, next) })}
            remove={() => change({ conditions: conditions.toSpliced(index, 1) })}
          />
        ))}
      </ul>
    )}
    <p className="text-xs text-muted">
      Fields are JSON pointers into the event. Numbers, true, false and null are compared as such; put them in quotes to mean text.
    </p>
    <div>
      <Button size="small" onClick={() => change({ conditions: [...conditions, NEW_CONDITION] })}>
        <Plus aria-hidden className="size-3.5" /> Add condition
      </Button>
    </div>
  </fieldset>
);
