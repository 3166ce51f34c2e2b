import { useMutation } from '@tanstack/react-query';
import type { Me } from '@parley/contract';
import { toast } from 'sonner';
import { api } from '../api/client.ts';
import { messageOf } from '../api/problem.ts';
import { meQuery, queryClient } from '../api/queries.ts';
import { Panel } from '../ui/page.tsx';

/** Whether the calls of the organization are recorded. */
export function CallRecording({ me, mayManage }: { me: Me; mayManage: boolean }) {
  const change = useMutation({
    mutationFn: (recordings: boolean) => api.account.updateOrganization({ settings: { recordings } }),
    onSuccess: ({ settings }) =>
      toast.success(settings.recordings ? 'Calls are recorded from now on' : 'Calls are not recorded from now on', {
        description: 'Recordings that exist stay until their call is deleted.',
      }),
    onError: (error) => toast.error('The setting was not changed', { description: messageOf(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  const on = change.isPending ? change.variables : me.organization.settings.recordings;
  return (
    <Panel className="p-4">
      <label className="touch flex items-start gap-3">
        <input
          type="checkbox"
          checked={on}
          disabled={!mayManage}
          aria-describedby="record-calls-note"
          onChange={(event) => change.mutate(event.target.checked)}
          className="mt-0.5 size-4 accent-(--accent)"
        />
        <span>
          <span className="block font-medium">Record calls</span>
          <span id="record-calls-note" className="block text-muted">
            The recording of a call has the caller on the left and the agent on the right. Without it there are still transcript and
            timings.
            {!mayManage && ' Owners and admins change this.'}
          </span>
        </span>
      </label>
    </Panel>
  );
}
