import type { Webhook, WebhookDisabledReason } from '@parley/contract';
import { exactTime } from '../format/format.ts';
import { Pill } from '../ui/pill.tsx';

const OFF = {
  manual: ['neutral', 'off'],
  gone: ['red', 'off: it answered 410'],
  failing: ['red', 'off: nothing arrived for 5 days'],
} as const satisfies Record<WebhookDisabledReason, readonly ['neutral' | 'red', string]>;

export function WebhookState({ webhook }: { webhook: Webhook }) {
  if (!webhook.enabled) {
    const [tone, words] = OFF[webhook.disabled_reason ?? 'manual'];
    return <Pill tone={tone}>{words}</Pill>;
  }
  if (webhook.failing_since === null) return <Pill tone="green">on</Pill>;
  return (
    <span title={`since ${exactTime(webhook.failing_since)}`}>
      <Pill tone="amber">failing</Pill>
    </span>
  );
}
