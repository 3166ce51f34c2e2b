import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { SecondFactor } from '../account/second-factor.tsx';
import * as auth from '../api/auth.ts';
import { accountQuery, queryClient } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { EntranceCard } from './card.tsx';
import { safePath } from './safe-path.ts';

const route = getRouteApi('/second-factor');

/** For members of an organization that asks for a second factor, before anything else. */
export function SecondFactorPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const { data, error, refetch } = useQuery(accountQuery);
  const on = data?.user.twoFactorEnabled === true;
  const enter = (): void => {
    queryClient.clear();
    router.history.push(safePath(next));
  };
  const leave = useMutation({
    mutationFn: () => auth.signOut(),
    onSuccess: () => {
      queryClient.clear();
      router.history.push('/sign-in');
    },
  });
  return (
    <EntranceCard
      title="Set up your second factor"
      note="Your organization asks all its members for one. You need an app for one-time codes, on your phone or in your password manager."
    >
      <div className="flex flex-col gap-4">
        {error !== null && <Failed what="Your account could not be loaded." error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <SkeletonRows rows={2} label="Loading your account" />}
        {data !== undefined && <SecondFactor on={on} mayTurnOff={false} />}
        <div className="flex flex-wrap gap-2">
          {on && (
            <Button look="primary" onClick={enter}>
              Continue
            </Button>
          )}
          <Button onClick={() => leave.mutate()}>Sign out</Button>
        </div>
      </div>
    </EntranceCard>
  );
}
