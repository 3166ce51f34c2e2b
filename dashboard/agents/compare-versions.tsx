import type { AgentConfig, AgentVersion } from '@parley/contract';
import { useState } from 'react';
import { count } from '../format/format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/form.tsx';
import { ChangeList } from './change-list.tsx';
import { changesBetween } from './config-diff.ts';
import { useDraft } from './use-draft.ts';

const DRAFT = 'draft';

interface SideProps {
  label: string;
  value: string;
  versions: readonly AgentVersion[];
  onChange: (value: string) => void;
}

const Side = ({ label, value, versions, onChange }: SideProps) => (
  <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
    <option value={DRAFT}>The draft</option>
    {versions.map(({ version }) => (
      <option key={version} value={version}>
        Version {version}
      </option>
    ))}
  </SelectField>
);

/** What changed from one version to another; at first, from the one that was asked about to the draft. */
export function CompareVersions({ versions, first, onClose }: { versions: readonly AgentVersion[]; first: number; onClose: () => void }) {
  const draft = useDraft((state) => state.config);
  const [from, setFrom] = useState(String(first));
  const [to, setTo] = useState(DRAFT);
  const configOf = (side: string): AgentConfig =>
    side === DRAFT ? draft : (versions.find(({ version }) => String(version) === side)?.config ?? draft);
  const changes = changesBetween(configOf(from), configOf(to));
  return (
    <Dialog open onOpenChange={onClose} wide title="Compare versions">
      <div className="grid grid-cols-2 gap-3 pb-4">
        <Side label="From" value={from} versions={versions} onChange={setFrom} />
        <Side label="To" value={to} versions={versions} onChange={setTo} />
      </div>
      <p role="status" className="pb-3 text-muted">
        {changes.length === 0
          ? 'They do not differ.'
          : `${count(changes.length, 'setting')} ${changes.length === 1 ? 'differs' : 'differ'}.`}
      </p>
      <ChangeList changes={changes} />
    </Dialog>
  );
}
