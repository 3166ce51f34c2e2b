import { useMutation } from '@tanstack/react-query';
import type { Me, OrganizationSettings } from '@parley/contract';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { meQuery, queryClient } from '../api/queries.ts';
import { Panel } from '../ui/page.tsx';

type Setting = keyof OrganizationSettings;

interface Words {
  label: string;
  note: string;
  on: string;
  off: string;
  stays?: string;
  /** Who changes it. */
  whose: string;
}

const SETTINGS = {
  recordings: {
    label: 'Record calls',
    note: 'The recording of a call has the caller on the left and the agent on the right. Without it there are still transcript and timings.',
    on: 'Calls are recorded from now on',
    off: 'Calls are not recorded from now on',
    stays: 'Recordings that exist stay until their call is deleted.',
    whose: 'Owners and admins change this.',
  },
  analysis: {
    label: 'Analyse calls',
    note: 'After a call its agent’s model writes a summary, and says how the caller felt and whether they got what they called for. One more request to the model for each call; agents on the embedded model have no analysis.',
    on: 'Calls are analysed from now on',
    off: 'Calls are not analysed from now on',
    stays: 'Analyses that exist stay until their call is deleted.',
    whose: 'Owners and admins change this.',
  },
  require_second_factor: {
    label: 'Ask every member for a second factor',
    note: 'Whoever has none is led to set one up, and can do nothing else until then. API keys go on as they are. Set up your own first, under Your account.',
    on: 'Every member needs a second factor now',
    off: 'A second factor is each member’s choice now',
    whose: 'Owners change this.',
  },
} as const satisfies Record<Setting, Words>;

function Switch({ name, me, mayManage }: { name: Setting; me: Me; mayManage: boolean }) {
  const { label, note, on, off, stays, whose }: Words = SETTINGS[name];
  const change = useMutation({
    mutationFn: (value: boolean) => api.updateOrganization({ settings: { [name]: value } }),
    onSuccess: ({ settings }) => toast.success(settings[name] ? on : off, stays === undefined ? {} : { description: stays }),
    onError: (error) => toast.error('The setting was not changed', { description: messageOf(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  return (
    <label className="touch flex items-start gap-3">
      <input
        type="checkbox"
        checked={change.isPending ? change.variables : me.organization.settings[name]}
        disabled={!mayManage}
        aria-describedby={`${name}-note`}
        onChange={(event) => change.mutate(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-(--accent)"
      />
      <span>
        <span className="block font-medium">{label}</span>
        <span id={`${name}-note`} className="block text-muted">
          {note}
          {!mayManage && ` ${whose}`}
        </span>
      </span>
    </label>
  );
}

/** What the organization asks of its people. */
export const PeopleSettings = ({ me }: { me: Me }) => (
  <Panel className="p-4">
    <Switch name="require_second_factor" me={me} mayManage={me.role === 'owner'} />
  </Panel>
);

/** What is kept and found out of the organization's calls. */
export const CallSettings = ({ me, mayManage }: { me: Me; mayManage: boolean }) => (
  <Panel className="flex flex-col gap-4 p-4">
    <Switch name="recordings" me={me} mayManage={mayManage} />
    <Switch name="analysis" me={me} mayManage={mayManage} />
  </Panel>
);
