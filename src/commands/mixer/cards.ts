/** What looks at all cards of the machine, to be loaded in one piece and only where it is needed. */

export { controlName, explainOpening } from '../control-choice.js';
export { followCards } from '../followed-cards.js';
export { tellNoCard, tellNotice } from '../notice.js';
