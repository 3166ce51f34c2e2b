/** What a node has room for only so much of: asked in memory, before a request costs anything. */
import type { Request, Response } from 'express';

/** A place that is kept in memory for what a request makes. */
export interface Place {
  /** What it was kept for has an id now, and the place outlasts the request. */
  keepFor(id: string): void;
  /** Nothing came of the request. */
  release(): void;
}

/** What this node has room for; all throw where there is none. */
export interface Room {
  require(): void;
  /** Of what has an id already, for which a place may be kept. */
  requireFor(id: string): void;
  reserve(): Place;
}

/** For the request that is being answered: let go with it, unless it was kept for something. */
export function keepPlace(room: Room, response: Response): void {
  const place = room.reserve();
  response.locals.place = place;
  response.once('close', () => place.release());
}

export const placeOf = ({ res }: Request): Place | undefined => res?.locals.place as Place | undefined;
