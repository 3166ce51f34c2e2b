import { expect, test } from 'vitest';
import { StorageRoom } from './storage-room.ts';

test('a full disk is told once, and once when something can be written again', async () => {
  const told: string[] = [];
  let tried = 0;
  const over = Promise.withResolvers<undefined>();
  const words = { onFull: () => void told.push('full'), onRoom: () => (told.push('room'), over.resolve(undefined)) };
  const room = new StorageRoom(words, () => (++tried < 2 ? Promise.reject(new Error('no room')) : Promise.resolve()), 1);
  expect(room.isFull).toBe(false);
  room.refused(new Error('no room'));
  room.refused(new Error('no room'));
  await over.promise;
  expect([told, tried, room.isFull]).toEqual([['full', 'room'], 2, false]);
  room.refused(new Error('no room'));
  await room.close();
  expect(told).toEqual(['full', 'room', 'full']);
});

test('who is closed tells nothing more', async () => {
  const told: string[] = [];
  const room = new StorageRoom({ onFull: () => told.push('full'), onRoom: () => told.push('room') }, () => Promise.resolve());
  await room.close();
  room.refused(new Error('no room'));
  expect([told, room.isFull]).toEqual([[], false]);
});
