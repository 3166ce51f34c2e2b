/** What an operation is called in an SDK: `listAgentVersions` under `/agents` is `agents.list_versions`. */

/** `phone-numbers` → `phone_numbers`. */
export const resourceNameOf = (path: string): string => (path.split('/')[1] ?? '').replaceAll('-', '_');

/** `createApiKey` → `['create', 'api', 'key']`. */
const wordsOf = (operationId: string): string[] => operationId.split(/(?=[A-Z])/).map((word) => word.toLowerCase());

const singularOf = (word: string): string =>
  word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.endsWith('s') ? word.slice(0, -1) : word;

/** Where the rule gives a name that reads wrong. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  createAccessToken: ['create', 'token'],
  listDeliveriesOfWebhook: ['list', 'deliveries'],
  previewEventFilter: ['preview', 'filter'],
  resendWebhookDeliveries: ['resend', 'many'],
};

const startsWith = (words: readonly string[], beginning: readonly string[]): boolean =>
  beginning.every((word, index) => words[index] === word);

/** The verb, then what is left of the operation's name without the resource's noun. */
export function methodNameOf(resource: string, operationId: string): readonly string[] {
  const exception = EXCEPTIONS[operationId];
  if (exception !== undefined) return exception;
  const [verb = '', ...rest] = wordsOf(operationId);
  const plural = resource.split('_');
  const singular = [...plural.slice(0, -1), singularOf(plural.at(-1) ?? '')];
  const noun = [plural, singular].find((one) => startsWith(rest, one));
  return [verb, ...rest.slice(noun?.length ?? 0)];
}

/** `list_events` is followed, `create_message` is streamed. */
export const streamNameOf = ([verb, ...rest]: readonly string[]): readonly string[] => [
  verb === 'list' || verb === 'get' ? 'follow' : 'stream',
  ...rest,
];
