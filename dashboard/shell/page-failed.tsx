import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { buttonStyle } from '../ui/button.tsx';
import { Empty, Failed } from '../ui/states.tsx';

export const PageFailed = ({ error, reset }: ErrorComponentProps) => (
  <Failed what="This page could not be shown." error={error} retry={reset} />
);

export const PageMissing = () => (
  <Empty
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
