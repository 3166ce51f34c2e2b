import { expect, test } from 'vitest';
import { isVisible } from './names.ts';

test.each(['Admin\ufe0f', '1\ufe0f', 'A\u{e0100}', '\ufe0f', '\u034f', '\u180b', '\u180f', '\u2065', '\u{16fe4}', '\u{e0002}', '\ufff0'])(
  'character-that-nobody-sees: %j is no name',
  (name) => {
    expect(isVisible(name)).toBe(false);
  },
);

test.each(['❤️ Shop', '☎️ Hotline', '👩‍👩‍👧 Family', '👋🏽 Hi', '🇨🇭 Bern', '1️⃣ First', '葛\u{e0100}城', 'ᠨᠠ\u180bᠨ', 'क्\u200dष', 'Café', '日本'])(
  'spelling: %s is a name',
  (name) => {
    expect(isVisible(name)).toBe(true);
  },
);
