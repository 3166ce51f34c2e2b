import type { Scenario } from './scenario.ts';
import { askedToEnd } from './scenarios/asked-to-end.ts';
import { backEndsTerminated, idleBackEndsTerminated } from './scenarios/back-ends-terminated.ts';
import { clocksApart, clockStepped } from './scenarios/clock-stepped.ts';
import { databaseWorkerKilled } from './scenarios/database-worker-killed.ts';
import { diskFull } from './scenarios/disk-full.ts';
import { mediaProcessKilled } from './scenarios/media-process-killed.ts';
import { nodeKilled } from './scenarios/node-killed.ts';
import { npmKilled } from './scenarios/npm-killed.ts';
import { postgresqlAway } from './scenarios/postgresql-away.ts';
import { postgresqlRestarted } from './scenarios/postgresql-restarted.ts';
import { serverKilled } from './scenarios/server-killed.ts';

export const SCENARIOS: readonly Scenario[] = [
  idleBackEndsTerminated,
  serverKilled,
  mediaProcessKilled,
  databaseWorkerKilled,
  backEndsTerminated,
  postgresqlRestarted,
  postgresqlAway,
  clockStepped,
  askedToEnd,
  npmKilled,
  diskFull,
  nodeKilled,
  clocksApart,
];
