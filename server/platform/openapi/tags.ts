/** How the documentation groups operations: by the first segment of their path. */
import { EXAMPLES } from '@parley/contract/examples/index.ts';

export interface Tag {
  name: string;
  description: string;
}

/** In the order in which they are shown. A segment that is not listed here is shown last, under its own name. */
const TAGS: Readonly<Record<string, Tag>> = {
  agents: {
    name: 'Agents',
    description:
      'What answers: prompt, voice, model, turn-taking and functions. An agent has a draft that is edited, numbered versions that never change, and tags such as `prod` that point at versions.',
  },
  conversations: {
    name: 'Conversations',
    description: 'The exchange itself, as messages. Every call has one; others are typed over the API.',
  },
  calls: {
    name: 'Calls',
    description: 'Spoken conversations: made, listed, read, followed live, ended, and their recordings.',
  },
  'phone-numbers': { name: 'Phone numbers', description: 'Numbers, and the agents that answer and call from them.' },
  providers: { name: 'Providers', description: 'Where models, recognisers and voices come from, and the keys for them.' },
  voices: { name: 'Voices', description: 'The voices that agents can speak with.' },
  auth: { name: 'Access tokens', description: 'Short-lived JWTs in exchange for an API key.' },
  'api-keys': { name: 'API keys', description: 'Keys for programs: scopes, addresses, rate limits, expiry, rotation and revocation.' },
  organization: { name: 'Organization', description: 'The organization that the credentials belong to, its settings and its members.' },
  'audit-log': {
    name: 'Audit trail',
    description: 'Who changed what, from where, before and after. It is written by the database and cannot be changed.',
  },
  invitations: { name: 'Invitations', description: 'Links that make one person a member, once.' },
  me: { name: 'Who am I', description: 'Who the credentials are.' },
  usage: { name: 'Usage', description: 'What was used, by day, agent or API key.' },
  quotas: { name: 'Quotas', description: 'Limits on use, for the organization or one API key.' },
  webhooks: {
    name: 'Webhooks',
    description: 'Endpoints that events are sent to: which events, signed with which secret, tested and replayed.',
  },
  'webhook-deliveries': { name: 'Webhook deliveries', description: 'What was sent, every attempt, and sending it again.' },
  events: { name: 'Events', description: 'What happened, kept whether or not anybody was told.' },
  system: { name: 'Installation', description: 'The state of this installation.' },
  setup: { name: 'Set-up', description: 'The first start: making the owner.' },
};

const segmentOf = (path: string): string => path.split('/')[1] ?? '';
const ownName = (segment: string): string => segment.charAt(0).toUpperCase() + segment.slice(1).replaceAll('-', ' ');

export const tagOf = (path: string): Tag => {
  const segment = segmentOf(path);
  return TAGS[segment] ?? { name: ownName(segment), description: `Operations under \`/${segment}\`.` };
};

/** The tags of these paths. */
export function tagsOf(paths: readonly string[]): Tag[] {
  const used = new Map(paths.map((path) => [tagOf(path).name, tagOf(path)]));
  const listed = Object.values(TAGS).filter((tag) => used.delete(tag.name));
  return [...listed, ...used.values()];
}

interface Described {
  description: string;
  example: string | number;
}

const IDS: Readonly<Record<string, Described>> = {
  agents: { description: 'The agent’s id.', example: EXAMPLES.Agent.id },
  conversations: { description: 'The conversation’s id.', example: EXAMPLES.Conversation.id },
  calls: { description: 'The call’s id.', example: EXAMPLES.Call.id },
  'phone-numbers': { description: 'The id of the phone number.', example: EXAMPLES.PhoneNumber.id },
  'api-keys': { description: 'The key’s id.', example: EXAMPLES.ApiKey.id },
  webhooks: { description: 'The webhook’s id.', example: EXAMPLES.Webhook.id },
  events: { description: 'The event’s id.', example: EXAMPLES.WebhookEvent.id },
  'webhook-deliveries': { description: 'The delivery’s id.', example: EXAMPLES.WebhookDelivery.id },
  quotas: { description: 'The quota’s id.', example: EXAMPLES.Quota.id },
  voices: { description: 'The voice’s id.', example: EXAMPLES.Voice.id },
  invitations: { description: 'The invitation’s id.', example: EXAMPLES.Invitation.id },
  organization: { description: 'The member’s id.', example: EXAMPLES.Member.id },
};

const OTHERS: Readonly<Record<string, Described>> = {
  version: { description: 'Number of a published version.', example: EXAMPLES.AgentVersion.version },
  tag: { description: 'The tag’s name.', example: EXAMPLES.AgentTag.tag },
  name: { description: 'The provider’s name.', example: EXAMPLES.Provider.name },
  provider: { description: 'The provider’s name.', example: EXAMPLES.Voice.provider },
  member_id: { description: 'The member’s id.', example: EXAMPLES.Member.id },
};

/** What a parameter of a path means there. */
export const pathParameter = (path: string, name: string): Described | undefined => (name === 'id' ? IDS[segmentOf(path)] : OTHERS[name]);
