import type { Scenario } from '../scenario.ts';

export const postgresqlRestarted: Scenario = {
  name: 'PostgreSQL restarted',
  on: ['postgresql'],
  mayRepeat: false,
  async strike({ place: { postgres }, random, short, figure }) {
    for (let left = short ? 1 : 3; left > 0; left -= 1) {
      const began = performance.now();
      await postgres.goAway(random() < 0.5 ? 'fast' : 'immediate');
      await postgres.comeBack();
      figure('away', performance.now() - began);
    }
  },
};
