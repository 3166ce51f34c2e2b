/** One example for each schema that is the body of a request or an answer, by the schema's name. The documentation shows them. */
import { ACCOUNT_EXAMPLES } from './account.ts';
import { AGENT_EXAMPLES } from './agents.ts';
import { CALL_EXAMPLES } from './calls.ts';
import { CONVERSATION_EXAMPLES } from './conversations.ts';
import { NUMBER_EXAMPLES, USAGE_EXAMPLES } from './numbers-and-usage.ts';
import { WEBHOOK_EXAMPLES } from './webhook-events.ts';
import { WEBHOOK_API_EXAMPLES } from './webhooks.ts';
import { WEBHOOK_EVENTS, type WebhookEvent, type WebhookEventType } from '../webhook-event.ts';

export { TEXT_EXAMPLES } from './texts.ts';

export const EXAMPLES = {
  ...AGENT_EXAMPLES,
  ...CALL_EXAMPLES,
  ...CONVERSATION_EXAMPLES,
  ...NUMBER_EXAMPLES,
  ...USAGE_EXAMPLES,
  ...ACCOUNT_EXAMPLES,
  ...WEBHOOK_EXAMPLES,
  ...WEBHOOK_API_EXAMPLES,
};

const BY_NAME: Readonly<Record<string, unknown>> = EXAMPLES;
const PAGE = 'Page';

/** The example of the schema with this name; that of a page is made of its item's. */
export function exampleOf(name: string | undefined): unknown {
  if (name === undefined) return undefined;
  const known = BY_NAME[name];
  if (known !== undefined || !name.endsWith(PAGE)) return known;
  const item = BY_NAME[name.slice(0, -PAGE.length)];
  return item === undefined ? undefined : { items: [item], next_cursor: null, has_more: false };
}

/** The `data` of a sample event of the type. */
export function sampleDataOf(type: WebhookEventType): Record<string, unknown> {
  const { schema } = WEBHOOK_EVENTS.find((one) => one.type === type) ?? {};
  return (exampleOf(schema?.meta()?.id) as WebhookEvent).data;
}
