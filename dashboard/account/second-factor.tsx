import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import * as auth from '../api/auth.ts';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { refreshAccount } from './refresh.ts';
import { ScanDialog } from './scan-dialog.tsx';

type Open =
  | { kind: 'begin' | 'renew' | 'off' }
  | { kind: 'scan'; factor: auth.NewFactor }
  | { kind: 'codes'; title: string; codes: readonly string[] }
  | null;

interface Step {
  show: (next: Open) => void;
}

function Begin({ show }: Step) {
  const begin = useMutation({
    mutationFn: ({ password }: { password: string }) => auth.beginFactor(password),
    onSuccess: (factor) => show({ kind: 'scan', factor }),
  });
  return (
    <PasswordDialog
      title="Set up the second factor"
      description="You need an app for one-time codes, on your phone or in your password manager. Your password first."
      button="Continue"
      save={begin}
      onClose={() => show(null)}
    />
  );
}

function Renew({ show }: Step) {
  const renew = useMutation({
    mutationFn: ({ password }: { password: string }) => auth.renewRecoveryCodes(password),
    onSuccess: (codes) => show({ kind: 'codes', title: 'New recovery codes', codes }),
  });
  return (
    <PasswordDialog
      title="Make new recovery codes"
      description="The codes that you have kept stop working."
      button="Make new codes"
      save={renew}
      onClose={() => show(null)}
    />
  );
}

function TurnOff({ show }: Step) {
  const turnOff = useMutation({
    mutationFn: ({ password }: { password: string }) => auth.turnOffFactor(password),
    onSuccess: async () => {
      show(null);
      toast('The second factor is off');
      await refreshAccount();
    },
  });
  return (
    <PasswordDialog
      title="Turn off the second factor"
      description="Whoever knows your password can sign in as you then."
      button="Turn off"
      save={turnOff}
      onClose={() => show(null)}
    />
  );
}

function Floating({ open, show }: Step & { open: Open }) {
  if (open === null) return null;
  switch (open.kind) {
    case 'begin':
      return <Begin show={show} />;
    case 'renew':
      return <Renew show={show} />;
    case 'off':
      return <TurnOff show={show} />;
    case 'scan':
      return (
        <ScanDialog
          uri={open.factor.uri}
          onClose={() => show(null)}
          onOn={() => show({ kind: 'codes', title: 'The second factor is on', codes: open.factor.recoveryCodes })}
        />
      );
    case 'codes':
      return <RecoveryCodes title={open.title} codes={open.codes} onClose={() => show(null)} />;
    default:
      return open satisfies never;
  }
}

export function SecondFactor({ on, mayTurnOff = true }: { on: boolean; mayTurnOff?: boolean }) {
  const [open, show] = useState<Open>(null);
  return (
    <Panel className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
      <div className="min-w-0 flex-1 basis-[260px]">
        <p className="flex items-center gap-2 font-medium">
          Authenticator app <Pill tone={on ? 'green' : 'neutral'}>{on ? 'on' : 'off'}</Pill>
        </p>
        <p className="text-muted">
          {on
            ? 'At every sign-in, after your password, a code from your app or one of your recovery codes is asked for.'
            : 'With it, your password alone lets nobody in: at sign-in a code from an app on your phone is asked for too.'}
        </p>
      </div>
      {on ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => show({ kind: 'renew' })}>New recovery codes …</Button>
          {mayTurnOff && (
            <Button look="danger" onClick={() => show({ kind: 'off' })}>
              Turn off …
            </Button>
          )}
        </div>
      ) : (
        <Button look="primary" onClick={() => show({ kind: 'begin' })}>
          Set up …
        </Button>
      )}
      <Floating open={open} show={show} />
    </Panel>
  );
}
