/** Key presses of the whole window, and who listens to which command. */
import { useEffect, useEffectEvent } from 'react';
import { commandKeys, type Command } from './keys.ts';

type Listener = (event: KeyboardEvent) => void;
const listeners = new Map<Command, Set<Listener>>();

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** `Enter` and `Space` belong to the button or link that has the focus. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('a,button,[role="menuitem"],[role="dialog"],[role="slider"]') !== null;

function tell(command: Command, event: KeyboardEvent): void {
  if ((command === 'open' || command === 'peek') && isPressable(event.target)) return;
  const interested = listeners.get(command);
  if (interested === undefined || interested.size === 0) return;
  event.preventDefault();
  for (const listener of interested) listener(event);
}

export function listenToKeys(): () => void {
  const onKeyDown = commandKeys(tell, (event) => isTyping(event.target));
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

function onCommand(command: Command, listener: Listener): () => void {
  const set = listeners.get(command) ?? new Set();
  listeners.set(command, set.add(listener));
  return () => void set.delete(listener);
}

export function useCommand(command: Command, listener: Listener): void {
  const latest = useEffectEvent(listener);
  useEffect(() => onCommand(command, (event) => latest(event)), [command]);
}
