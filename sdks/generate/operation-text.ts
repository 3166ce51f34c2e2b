/** What an operation's description tells who uses an SDK. */
import type { Method } from './model.ts';

/** How a stream is asked for is the library's business. */
const ABOUT_THE_WIRE = 'Asked for with `Accept:';

export const paragraphsOf = ({ description }: Method): string[] =>
  (description ?? '').split('\n\n').filter((paragraph) => paragraph !== '' && !paragraph.startsWith(ABOUT_THE_WIRE));

/** Said of a method that streams. */
export const howStreamed = (resumable: boolean): string =>
  resumable
    ? 'As a stream of events; takes itself up again after a lost connection, where it was.'
    : 'As a stream of events. The request is sent when the iteration begins.';
