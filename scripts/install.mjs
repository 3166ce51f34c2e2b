// Installs the packages of the lock file where they are not there yet.
import { installPackages, stop } from './setup.mjs';

installPackages().catch((error) => stop(error.message));
