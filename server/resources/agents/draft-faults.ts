/** What is wrong with a draft besides its form, and what of it a change has brought. Pure. */
import { isEqualJson, type AgentConfig } from '@parley/contract';
import { impossibleSettings, type Channel, type SettingFault } from '../../live/models/impossible-settings.ts';
import { valueAt } from '../../platform/json-pointer.ts';
import { functionFaults } from './function-faults.ts';
import { unworkableSettings } from './unworkable-settings.ts';

const faultsOf = (config: AgentConfig, channel: Channel): SettingFault[] => [
  ...functionFaults(config),
  ...impossibleSettings(config, channel),
  ...unworkableSettings(config, channel),
];

/** What was wrong `before` and is as it was does not keep the rest of a draft from being edited. */
export function faultsMade(before: AgentConfig | null, after: AgentConfig, channel: Channel): SettingFault[] {
  const faults = faultsOf(after, channel);
  if (before === null || faults.length === 0) return faults;
  const known = faultsOf(before, channel).map(({ pointer }) => pointer);
  return faults.filter(({ pointer }) => !known.includes(pointer) || !isEqualJson(valueAt(before, pointer), valueAt(after, pointer)));
}
