/** What the API is measured against: the same agent from a bare Express 5 route, or from node:http alone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

const [kind, json = '{}'] = process.argv.slice(2);
const agent = JSON.parse(json) as unknown;

const app = express();
app.get('/agents/:id', (_request, response) => {
  response.json(agent);
});

const server = createServer(
  kind === 'express'
    ? app
    : (_request, response) => {
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.end(JSON.stringify(agent));
      },
);
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
