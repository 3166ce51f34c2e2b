/** `parley reset-password` and `parley reset-second-factor`: the server that runs on the embedded database does it, otherwise this process. */
import { Audit } from '@parley/server/access/audit/audit-service.ts';
import { accountCommands, type AccountCommand } from '@parley/server/access/sign-in/account-commands.ts';
import { RESET_HOURS } from '@parley/server/access/sign-in/reset-link.ts';
import { loadConfig, StartError, type Config } from '@parley/server/config.ts';
import { askServer } from '@parley/server/platform/control/control.ts';
import { refuseMissing, withInstallation } from './installation.ts';

async function answerTo(config: Config, command: AccountCommand, email: string): Promise<string> {
  refuseMissing(config);
  const answer = config.databaseUrl === undefined ? await askServer(config.dataDirectory, command, email) : null;
  if (answer !== null) return answer;
  return withInstallation(({ database }) => accountCommands(database, new Audit({ database, keptMs: null }))[command](email));
}

export async function resetPassword(email: string): Promise<void> {
  const config = loadConfig(process.env);
  const path = await answerTo(config, 'reset-password', email);
  if (path === '') throw new StartError(`Nobody here has the address ${email}.`);
  const origin = config.publicUrl ?? `http://${config.host}:${String(config.port)}`;
  console.log(`Within ${String(RESET_HOURS)} hour, once, a new password can be set at ${origin}${path}`);
  console.log('All sessions of the person end then.');
}

export async function resetSecondFactor(email: string): Promise<void> {
  const found = await answerTo(loadConfig(process.env), 'reset-second-factor', email);
  if (found === 'unknown') throw new StartError(`Nobody here has the address ${email}.`);
  if (found === 'none') throw new StartError(`${email} has no second factor.`);
  console.log(`${email} signs in with the password alone, and was signed out everywhere.`);
}
