import { Link } from '@tanstack/react-router';

const style =
  'touch -mb-px inline-flex h-9 items-center border-b-2 border-transparent px-2 text-soft hover:text-ink data-[status=active]:border-accent-text data-[status=active]:font-semibold data-[status=active]:text-ink';

export const WebhookTabs = () => (
  <nav aria-label="Webhooks" className="flex gap-2 border-b border-line">
    <Link to="/webhooks" activeOptions={{ exact: true, includeSearch: false }} className={style}>
      Endpoints
    </Link>
    <Link to="/webhooks/deliveries" activeOptions={{ includeSearch: false }} className={style}>
      Deliveries
    </Link>
  </nav>
);
