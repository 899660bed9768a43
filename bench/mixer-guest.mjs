// Runs in the rig's guest: mixers beside amixer, on a kernel driver.
import { mixerTables } from './mixer-tables.mjs';

mixerTables(['-c', 'Dummy'], 'on an emulated machine');
