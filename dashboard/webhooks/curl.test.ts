import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { curlOf } from './curl.ts';

it('survives the shell, whatever the event says', () => {
  const body = '{"text":"it\'s $HOME `pwd` \\"\\n"}';
  const request = { url: "https://example.com/a?b=c&d='e'", headers: { 'webhook-id': 'event_1', 'X-Key': '(hidden)' } };
  // The shell's words, one a line, as `curl` would get them.
  const words = execFileSync('sh', ['-c', curlOf({ request }, body).replace(/^curl/, "printf '%s\\036'")], { encoding: 'utf8' });
  expect(words.split('\u001e').slice(0, -1)).toEqual([
    '-X',
    'POST',
    request.url,
    '-H',
    'webhook-id: event_1',
    '-H',
    'X-Key: (hidden)',
    '--data-raw',
    body,
  ]);
});
