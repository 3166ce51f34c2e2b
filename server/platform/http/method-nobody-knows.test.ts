/** A request whose method HTTP does not have: it is no JSON that is malformed. */
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { answerClientErrors } from './client-error.ts';

test.each([
  ['FOO', /^HTTP\/1\.1 405 [^]*"code":"method_not_allowed"/],
  ['\u0016\u0003\u0001', /^HTTP\/1\.1 405 |^HTTP\/1\.1 400 [^]*"code":"malformed_json"/],
])('%j is refused in words', async (method, answer) => {
  const server = createServer();
  answerClientErrors(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(`${method} /api/v1/agents HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  expect(await text(socket)).toMatch(answer);
  server.close();
});
