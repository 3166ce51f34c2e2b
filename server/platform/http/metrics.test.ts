import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { DefectCounts } from '../defects.ts';
import { createMetrics } from './metrics.ts';

test('the figures count defects by place, every place from the start', async () => {
  const defects = new DefectCounts();
  const app = express().get(
    '/metrics',
    createMetrics({ liveCalls: 0, status: () => ({ media_processes: [] }) }, defects, { status: () => null }).serve,
  );
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const shown = async (): Promise<string[]> =>
    (await (await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/metrics`)).text())
      .split('\n')
      .filter((line) => line.startsWith('parley_defects_total'));
  expect(await shown()).toContain('parley_defects_total{place="tts"} 0');
  defects.note('tts');
  defects.note('tts');
  expect(await shown()).toContain('parley_defects_total{place="tts"} 2');
  expect(await shown(), 'a figure that is read is not counted again').toContain('parley_defects_total{place="tts"} 2');
  expect(await shown()).toContain('parley_defects_total{place="transport"} 0');
  server.close();
});
