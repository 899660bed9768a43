export type { CardInfo } from './ctl/card-info.js';
export * from './ctl/ctl.js';
