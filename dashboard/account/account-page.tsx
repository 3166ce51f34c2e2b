import { useQuery } from '@tanstack/react-query';
import { accountQuery } from '../api/queries.ts';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { ChangePassword } from './change-password.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

export function AccountPage() {
  const { data, error, refetch } = useQuery(accountQuery);
  return (
    <Page title="Your account" note={data === undefined ? undefined : `${data.user.name} · ${data.user.email}`} narrow>
      {error !== null && <Failed what="Your account could not be loaded." error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <SkeletonRows rows={4} label="Loading your account" />}
      {data !== undefined && (
        <>
          <Section title="Second factor">
            <SecondFactor on={data.user.twoFactorEnabled} />
          </Section>
          <Section title="Password">
            <ChangePassword />
          </Section>
          <Sessions current={data.session.id} />
        </>
      )}
    </Page>
  );
}
