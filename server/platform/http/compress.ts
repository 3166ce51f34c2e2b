/** Answers of a kilobyte and more travel compressed to whoever can read that. */
import compression from 'compression';
import type { Response } from 'express';

/** Events must arrive as they happen, one by one. */
const isStream = (response: Response): boolean => String(response.getHeader('Content-Type')).startsWith('text/event-stream');

export const compress = compression({
  // The bytes of a range are those of the file.
  filter: (request, response) => response.statusCode !== 206 && !isStream(response) && compression.filter(request, response),
});
