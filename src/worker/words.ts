/** All that is only said: about each site, and each moment in words. */
export { SITES } from '../linux/include/site-texts.ts'
export { wordsAt } from '../sim/words.ts'
