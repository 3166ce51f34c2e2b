import type { ReactNode } from 'react';
import { Panel } from '../ui/page.tsx';

/** Numbers to the right, the first column stays in sight; scrolls within itself where it is too wide or too long. */
export const NumberTable = ({ caption, children }: { caption: string; children: ReactNode }) => (
  <Panel className="overflow-hidden">
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className="max-h-[560px] overflow-auto focus-visible:-outline-offset-2 [&_td]:h-9 [&_td]:px-3 [&_td]:text-right [&_td]:whitespace-nowrap [&_th]:h-9 [&_th]:px-3 [&_th]:text-left [&_th]:whitespace-nowrap [&_thead_th]:sticky [&_thead_th]:top-0 [&_thead_th]:z-10 [&_thead_th]:bg-raised [&_thead_th]:py-1.5 [&_thead_th]:align-bottom [&_thead_th]:text-xs [&_thead_th]:font-medium [&_thead_th]:text-muted [&_thead_th]:whitespace-normal [&_thead_th:not(:first-child)]:text-right [&_tr>:first-child]:sticky [&_tr>:first-child]:left-0 [&_tr>:first-child]:bg-raised [&_thead_tr>:first-child]:z-20 [&_tbody_th]:font-medium [&_tbody_td]:border-t [&_tbody_td]:border-line [&_tbody_th]:border-t [&_tbody_th]:border-line"
    >
      <table className="w-full border-separate [overflow-wrap:normal] border-spacing-0">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  </Panel>
);
