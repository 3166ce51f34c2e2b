import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { buttonStyle } from '../ui/button.tsx';
import { Empty, Failed } from '../ui/states.tsx';

export const PageFailed = ({ error, reset }: ErrorComponentProps) => (
  <Failed page what="This page could not be shown." error={error} retry={reset} />
);

/** Where there is no shell around it. */
export const AppFailed = (props: ErrorComponentProps) => (
  <main>
    <PageFailed {...props} />
  </main>
);

export const PageMissing = () => (
  <Empty
    page
    title="There is no such page"
    action={
      <Link to="/agents" className={buttonStyle()}>
        Go to agents
      </Link>
    }
  >
    The address may be mistyped, or what it named has been deleted.
  </Empty>
);

export const AppMissing = () => (
  <main>
    <PageMissing />
  </main>
);
