import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** What can be done with the whole of it. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page, under its heading. */
export const Section = ({ title, action, children }: SectionProps) => (
  <section aria-label={title} className="flex flex-col gap-2">
    <div className="flex min-h-8 items-center justify-between gap-3">
      <h2 className="text-lg font-semibold">{title}</h2>
      {action}
    </div>
    {children}
  </section>
);
