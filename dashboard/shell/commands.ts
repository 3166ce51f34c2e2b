/** Key presses of the whole window, and who listens to which command. */
import { useEffect, useEffectEvent } from 'react';
import { press, type Command, type Pending } from './keys.ts';

type Listener = (event: KeyboardEvent) => void;
const listeners = new Map<Command, Set<Listener>>();
let pending: Pending = null;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** `Enter` and `Space` belong to the button or link that has the focus. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('a,button,[role="menuitem"],[role="dialog"],[role="slider"]') !== null;

export function listenToKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const result = press(pending, {
      key: event.key,
      mod: event.metaKey || event.ctrlKey,
      alt: event.altKey,
      typing: isTyping(event.target),
      atMs: event.timeStamp,
    });
    pending = result.pending;
    const { command } = result;
    if (command === null || ((command === 'open' || command === 'peek') && isPressable(event.target))) return;
    const interested = listeners.get(command);
    if (interested === undefined || interested.size === 0) return;
    event.preventDefault();
    for (const listener of interested) listener(event);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

export function onCommand(command: Command, listener: Listener): () => void {
  const set = listeners.get(command) ?? new Set();
  listeners.set(command, set.add(listener));
  return () => void set.delete(listener);
}

export function useCommand(command: Command, listener: Listener): void {
  const latest = useEffectEvent(listener);
  useEffect(() => onCommand(command, (event) => latest(event)), [command]);
}
