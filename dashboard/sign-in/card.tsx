import type { ReactNode } from 'react';

/** The two pages before the house. */
export const EntranceCard = ({ title, children, note }: { title: string; note?: ReactNode; children: ReactNode }) => (
  <main className="grid min-h-full place-items-center bg-rail px-4 py-12">
    <div className="w-full max-w-[380px]">
      <p className="mb-6 flex items-center justify-center gap-2 text-lg font-semibold">
        <img src="/favicon.svg" alt="" className="size-6" />
        Parley
      </p>
      <div className="rounded-lg border border-line bg-raised p-6">
        <h1 className="text-lg font-semibold">{title}</h1>
        {note !== undefined && <p className="mt-1 text-muted">{note}</p>}
        <div className="mt-5">{children}</div>
      </div>
    </div>
  </main>
);
