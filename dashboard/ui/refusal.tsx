import type { ProviderRefusal } from '@parley/contract';

/** What a provider said when it refused: its words, and the facts to look up. */
export function Refusal({ refusal: { status, type, code, param, message } }: { refusal: ProviderRefusal }) {
  const facts = [
    status === undefined ? null : `status ${status}`,
    type ?? null,
    code === undefined || code === type ? null : code,
    param === undefined ? null : `parameter ${param}`,
  ].filter((fact) => fact !== null);
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      {message !== undefined && <q className="max-w-[75ch] wrap-anywhere">{message}</q>}
      {facts.length > 0 && <span className="font-mono text-xs wrap-anywhere text-muted">{facts.join(' · ')}</span>}
    </div>
  );
}
