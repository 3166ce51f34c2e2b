import { Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Toaster } from 'sonner';
import { Sheet } from '../ui/dialog.tsx';
import { Banners } from './banners.tsx';
import { useCommand } from './commands.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { useTheme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

type Float = 'palette' | 'keys' | 'rail' | null;

function useGoKeys(): void {
  const navigate = useNavigate();
  useCommand('go-agents', () => void navigate({ to: '/agents' }));
  useCommand('go-calls', () => void navigate({ to: '/calls' }));
  useCommand('go-usage', () => void navigate({ to: '/usage' }));
  useCommand('go-webhooks', () => void navigate({ to: '/webhooks' }));
  useCommand('go-settings', () => void navigate({ to: '/settings/providers' }));
  useCommand('new', () => void navigate({ to: '/agents', search: { new: true } }));
}

/** Rail, bar, page; and what floats above them, one at a time. */
export function Shell() {
  const [float, setFloat] = useState<Float>(null);
  const theme = useTheme();
  const close = (): void => setFloat(null);
  useGoKeys();
  useCommand('search', () => setFloat('palette'));
  useCommand('help', () => setFloat('keys'));
  return (
    <>
      <div className="grid h-full grid-cols-[208px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)]">
        <a href="#page" className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2">
          Skip to the page
        </a>
        <div className="border-r border-line bg-rail max-md:hidden">
          <Rail />
        </div>
        <div className="flex min-h-0 min-w-0 flex-col">
          <TopBar onSearch={() => setFloat('palette')} onMenu={() => setFloat('rail')} />
          <Banners />
          <main id="page" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none">
            <Outlet />
          </main>
        </div>
        <Sheet open={float === 'rail'} onOpenChange={close} title="Rooms" side="left">
          <Rail onLeave={close} />
        </Sheet>
        <Palette open={float === 'palette'} onOpenChange={close} showKeys={() => setFloat('keys')} />
        <KeysDialog open={float === 'keys'} onOpenChange={close} />
      </div>
      <Toaster
        theme={theme}
        position="bottom-right"
        toastOptions={{
          style: {
            // A dialog or sheet takes the pointer from the rest of the page.
            pointerEvents: 'auto',
            fontFamily: 'var(--font-ui)',
            fontSize: 13,
            background: 'var(--surface-raised)',
            color: 'var(--neutral-11)',
            borderColor: 'var(--neutral-5)',
          },
        }}
      />
    </>
  );
}
