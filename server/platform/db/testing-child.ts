/** A process of its own for tests: `open` says whether the database opens, `write` inserts until it is killed. */
import { openDatabase } from './open.ts';
import { nodes } from './schema.ts';

const [mode = '', dataDirectory = '', uid] = process.argv.slice(2);
if (uid !== undefined) process.setuid?.(Number(uid));

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function write(writer: number): Promise<void> {
  const database = await opened;
  for (let n = 0; ; n += 1) {
    const id = `node_${writer}_${n}`;
    await database.asSystem((tx) => tx.insert(nodes).values({ id }));
    say(id);
  }
}

const opened = openDatabase({ databaseUrl: undefined, dataDirectory });
if (mode === 'write') await Promise.all([0, 1, 2, 3].map(write));
else
  await opened.then(
    async (database) => {
      say('open');
      await database.close();
    },
    (error: unknown) => say(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'),
  );
