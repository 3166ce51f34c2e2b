import { Dialog } from '../ui/dialog.tsx';
import { COMMANDS } from './keys.ts';

const shown = (key: string): string[] =>
  key === 'space'
    ? ['Space']
    : key.startsWith('mod+')
      ? ['Ctrl / ⌘', key.slice(4).toUpperCase()]
      : key.split(' ').map((part) => (part.length === 1 ? part.toUpperCase() : 'Enter'));

export const KeysDialog = ({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) => (
  <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
    <dl className="flex flex-col">
      {Object.values(COMMANDS).map(({ keys, says }) => (
        <div key={says} className="flex items-center justify-between border-b border-line py-1.5 last:border-0">
          <dt>{says}</dt>
          <dd className="flex gap-1">
            {shown(keys[0]).map((key) => (
              <kbd key={key} className="rounded border border-line-strong bg-hover px-1.5 font-sans text-xs">
                {key}
              </kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
