import type { ReactNode } from 'react';
import { cn } from './cn.ts';

interface PageProps {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}

export const Page = ({ title, note, actions, narrow = false, children }: PageProps) => (
  <div className={cn('mx-auto flex w-full max-w-[1440px] flex-col gap-4 px-6 py-5 max-md:px-4', narrow && 'max-w-[860px]')}>
    <header className="flex flex-wrap items-center gap-3">
      <h1 className="text-xl font-semibold">{title}</h1>
      {note !== undefined && <div className="text-muted">{note}</div>}
      {actions !== undefined && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
    {children}
  </div>
);

export const Panel = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={cn('rounded-lg border border-line bg-raised', className)}>{children}</div>
);
