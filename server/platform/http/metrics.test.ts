import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { DefectCounts } from '../defects.ts';
import { createMetrics } from './metrics.ts';

const LOAD = { room: 3, reserved: 1, refused: 7, lag: { audioMs: 20, listeningMs: 350 } };

test('the figures count defects by place, every place from the start, and say what the node carries', async () => {
  const defects = new DefectCounts();
  const app = express().get(
    '/metrics',
    createMetrics({ liveCalls: 0, load: LOAD, status: () => ({ media_processes: [] }) }, defects, { status: () => null }).serve,
  );
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const lines = async (): Promise<string[]> =>
    (await (await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/metrics`)).text()).split('\n');
  const shown = async (): Promise<string[]> => (await lines()).filter((line) => line.startsWith('parley_defects_total'));
  expect(await shown()).toContain('parley_defects_total{place="tts"} 0');
  defects.note('tts');
  defects.note('tts');
  expect(await shown()).toContain('parley_defects_total{place="tts"} 2');
  expect(await shown(), 'a figure that is read is not counted again').toContain('parley_defects_total{place="tts"} 2');
  expect(await shown()).toContain('parley_defects_total{place="transport"} 0');
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'parley_calls_room 3',
      'parley_calls_reserved 1',
      'parley_calls_refused_total 7',
      'parley_media_lag_seconds 0.02',
      'parley_listening_lag_seconds 0.35',
    ]),
  );
  server.close();
});
