import { useId, type ReactNode } from 'react';

export function Section({ title, note, aside, children }: { title: string; note?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-b border-line py-6 first:pt-2 last:border-0">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {note !== undefined && <p className="text-xs text-muted">{note}</p>}
        {aside !== undefined && <div className="ml-auto text-xs text-muted">{aside}</div>}
      </div>
      <div className="flex flex-col gap-4">{children}</div>
    </section>
  );
}
