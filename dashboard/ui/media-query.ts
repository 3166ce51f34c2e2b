import { useSyncExternalStore } from 'react';

/** As in the style sheet: below it, the rail is a sheet and the Talk panel too. */
const wide = matchMedia('(width >= 1160px)');
const subscribe = (listener: () => void): (() => void) => {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
};

export const useWideScreen = (): boolean => useSyncExternalStore(subscribe, () => wide.matches);
