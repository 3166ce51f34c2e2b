import { WebhookDeliveryListQuery } from '@parley/contract';
import { expect, it } from 'vitest';
import { queryText } from '../url/search-values.ts';
import { deliveryQueryOf, deliverySearchOf, isFiltered, type DeliveryFilters } from './delivery-filters.ts';

const ID = '01kaxw4c8m9r3n5t7v2x6y8z0b';
const ALL: Required<DeliveryFilters> = {
  webhook: `webhook_${ID}`,
  type: 'call.ended',
  status: 'dead',
  call: `call_${ID}`,
  from: '2026-11-01',
  to: '2026-11-02',
  delivery: `delivery_${ID}`,
  paused: true,
};

it('keeps every filter in the URL', () => expect(deliverySearchOf({ ...ALL })).toEqual(ALL));

it('drops what means nothing', () =>
  expect(
    deliverySearchOf({
      webhook: 'agent_1',
      type: 'call.*',
      status: 'lost',
      call: 7,
      from: '2026-02-30',
      to: 'x',
      delivery: '',
      paused: 'no',
      other: 1,
    }),
  ).toEqual({}));

it('asks the API for what it knows', () => {
  const query = Object.fromEntries(new URLSearchParams(queryText(deliveryQueryOf(ALL))));
  expect(WebhookDeliveryListQuery.parse(query)).toMatchObject({
    webhook_id: [ALL.webhook],
    event_type: [ALL.type],
    status: [ALL.status],
    call_id: [ALL.call],
  });
  expect(Date.parse(query.created_before ?? '') - Date.parse(query.created_after ?? '')).toBe(2 * 86_400_000);
  expect(queryText(deliveryQueryOf({ delivery: ALL.delivery }))).toBe('');
});

it('is no filter to look at a delivery or to stand still', () => {
  expect(isFiltered({ delivery: ALL.delivery, paused: true })).toBe(false);
  expect(isFiltered({ call: ALL.call })).toBe(true);
});
