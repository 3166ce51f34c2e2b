import { Link } from '@tanstack/react-router';
import type { AuditEntry } from '@parley/contract';
import type { ReactNode } from 'react';
import { ChangeList } from '../agents/change-list.tsx';
import type { Change } from '../agents/config-diff.ts';
import { deviceOf } from '../format/device.ts';
import { exactTime } from '../format/format.ts';
import { CopyButton, CopyId } from '../ui/copy-id.tsx';
import { Sheet, SheetHead } from '../ui/dialog.tsx';
import { Pill } from '../ui/pill.tsx';
import { auditSearchOf, type AuditFilters } from './audit-filters.ts';
import { ACTORS, OUTCOMES } from './audit-names.ts';
import { actionWords, actorWords, hiddenFields, isBrief, shownChanges, subjectWords } from './audit-words.ts';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex items-baseline gap-3 py-0.5">
    <dt className="w-20 shrink-0 text-muted">{name}</dt>
    <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">{children}</dd>
  </div>
);

/** The list, with this in it only. */
const Only = ({ filters, children }: { filters: AuditFilters; children: string }) => (
  <Link to="/settings/audit-log" search={auditSearchOf({ ...filters })} className="text-accent-text underline">
    {children}
  </Link>
);

const Facts = ({ entry: { actor, action, outcome, resource_type: type, resource_id: id, ...entry } }: { entry: AuditEntry }) => (
  <dl>
    <Fact name="When">{exactTime(entry.created_at)}</Fact>
    <Fact name="By">
      {actorWords(actor)}
      {actor.name !== null && <span className="text-muted">{ACTORS[actor.type]}</span>}
      {actor.id !== null && <Only filters={{ who: actor.id }}>all by them</Only>}
    </Fact>
    <Fact name="What">
      <code className="font-mono text-xs">{action}</code>
      <Only filters={{ action }}>all of these</Only>
    </Fact>
    <Fact name="On">
      {subjectWords(type)}
      {id !== null && (
        <>
          {id.includes('_') ? <CopyId id={id} /> : <code className="font-mono text-xs">{id}</code>}
          <Only filters={{ thing: id }}>all about it</Only>
        </>
      )}
    </Fact>
    {outcome === 'failure' && (
      <Fact name="Outcome">
        <Pill tone="red">{OUTCOMES.failure}</Pill>
      </Fact>
    )}
    {entry.address !== null && (
      <Fact name="From">
        <code className="font-mono text-xs">{entry.address}</code>
        {entry.user_agent !== null && (
          <span className="text-muted" title={entry.user_agent}>
            {deviceOf(entry.user_agent)}
          </span>
        )}
      </Fact>
    )}
    {entry.request_id !== null && (
      <Fact name="Request">
        <CopyId id={entry.request_id} />
      </Fact>
    )}
  </dl>
);

/** `before → after`, a line each. */
const BriefList = ({ changes }: { changes: readonly Change[] }) => (
  <dl className="divide-y divide-line rounded-md border border-line">
    {changes.map(({ path, label, before, after }) => (
      <div key={path} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-baseline gap-3 px-2 py-1">
        <dt className="text-soft">{label}</dt>
        <dd className="flex flex-wrap items-baseline gap-x-2 font-mono text-xs">
          {before !== '' && <del className="text-red">{before}</del>}
          {before !== '' && after !== '' && <span aria-hidden>→</span>}
          {after !== '' && <ins className="text-green no-underline">{after}</ins>}
        </dd>
      </div>
    ))}
  </dl>
);

function Changes({ entry }: { entry: AuditEntry }) {
  const [shown, hidden] = [shownChanges(entry.changes), hiddenFields(entry.changes)];
  const brief = shown.filter(isBrief);
  const long = shown.filter((change) => !isBrief(change));
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-xs font-medium text-soft">What changed</h3>
      {shown.length + hidden.length === 0 && <p className="text-muted">Nothing that is kept: it was done, and has no values.</p>}
      {brief.length > 0 && <BriefList changes={brief} />}
      {long.length > 0 && <ChangeList changes={long} />}
      {hidden.length > 0 && (
        <p className="text-soft">
          Changed too, with values that the trail never keeps: <b className="font-medium">{hidden.join(', ')}</b>.
        </p>
      )}
    </section>
  );
}

/** An entry beside the list: who, from where, and what was before and after. */
export const AuditSheet = ({ entry, onClose }: { entry: AuditEntry | undefined; onClose: () => void }) => (
  <Sheet open={entry !== undefined} onOpenChange={onClose} title="Entry of the audit trail" side="right">
    <SheetHead title={entry === undefined ? '' : actionWords(entry.action)} />
    {entry !== undefined && (
      <div tabIndex={0} className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4 focus-visible:-outline-offset-2">
        <Facts entry={entry} />
        <Changes entry={entry} />
        <div>
          <CopyButton text={JSON.stringify(entry, null, 2)} label="Copy entry as JSON" />
        </div>
      </div>
    )}
  </Sheet>
);
