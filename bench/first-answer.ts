/** Time to the first spoken answer of a running server: `npm run bench:first-answer URL API_KEY`. */
import { Api, Caller } from '../e2e/caller.ts';

const [url = '', key = ''] = process.argv.slice(2);
const began = performance.now();
const api = new Api(url, key);
const call = await api.call(await api.frontDesk());
const caller = await Caller.connect(call.media_url ?? '');
await caller.untilAnswered(0, 300);
const asked = await caller.say('What are your opening hours?');
await caller.untilAnswered(asked, 300);
console.log(
  `asked and answered after ${Math.round(performance.now() - began)} ms; voice to voice ${Math.round((caller.firstHeardAfter(asked) ?? asked) - asked)} ms`,
);
console.log(`caller: ${caller.transcripts('user').join(' / ')}`);
console.log(`agent: ${caller.transcripts('agent').join(' / ')}`);
await caller.hangUp();
