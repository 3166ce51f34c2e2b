/** What is wrong with an agent's functions besides their form. Pure. */
import type { AgentConfig } from '@parley/contract';
import { parameterFaults } from '@parley/engine/functions/parameter-faults.ts';
import type { SettingFault } from '../../live/models/impossible-settings.ts';

export function functionFaults({ functions }: AgentConfig): SettingFault[] {
  const names = functions.map((one) => one.name);
  const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
  return [
    ...(repeated === -1 ? [] : [{ pointer: `/functions/${String(repeated)}/name`, message: 'is used by another function of the agent' }]),
    ...functions.flatMap((one, index) =>
      one.type === 'collect'
        ? parameterFaults(one.parameters).map(({ pointer, message }) => ({
            pointer: `/functions/${String(index)}/parameters${pointer}`,
            message,
          }))
        : [],
    ),
  ];
}
