/** How to tell from a word whether it is a past participle, and what the participle of a verb is. */

/** Verbs of events whose participle does not end in -ED, with it. */
const irregular: ReadonlyMap<string, string> = new Map(
  [
    'BECOME BECOME, BEGIN BEGUN, BIND BOUND, BREAK BROKEN, BRING BROUGHT, BUILD BUILT, BUY BOUGHT, CATCH CAUGHT, CHOOSE CHOSEN',
    'COME COME, CUT CUT, DEAL DEALT, DO DONE, DRAW DRAWN, DRIVE DRIVEN, FALL FALLEN, FEED FED, FIND FOUND, FORGET FORGOTTEN',
    'FREEZE FROZEN, GET GOT, GIVE GIVEN, GO GONE, GROW GROWN, HIDE HIDDEN, HIT HIT, HOLD HELD, KEEP KEPT, KNOW KNOWN, LAY LAID',
    'LEAVE LEFT, LEND LENT, LET LET, LOSE LOST, MAKE MADE, MEET MET, OVERDRAW OVERDRAWN, OVERRIDE OVERRIDDEN, PAY PAID, PUT PUT',
    'QUIT QUIT, READ READ, REBUILD REBUILT, REPAY REPAID, RESET RESET, RESEND RESENT, RISE RISEN, RUN RUN, SEE SEEN, SELL SOLD',
    'SEND SENT, SET SET, SHUT SHUT, SPEND SPENT, SPLIT SPLIT, SPREAD SPREAD, STEAL STOLEN, STRIKE STRUCK, SWAP SWAPPED, TAKE TAKEN',
    'TELL TOLD, THROW THROWN, UNDERPAY UNDERPAID, OVERPAY OVERPAID, UNDO UNDONE, UPSET UPSET, WIN WON, WITHDRAW WITHDRAWN',
    'WRITE WRITTEN, REWRITE REWRITTEN, OVERWRITE OVERWRITTEN, UNFREEZE UNFROZEN, MISTAKE MISTAKEN, UNBIND UNBOUND, TEACH TAUGHT',
  ].flatMap((line) => line.split(', ').map((pair): [string, string] => [before(pair), after(pair)])),
);

const participles: ReadonlySet<string> = new Set(irregular.values());

/** Words that end like a participle and are none. */
const deceptive: ReadonlySet<string> = new Set(
  'NEED FEED SEED SPEED BREED BLEED EXCEED PROCEED SUCCEED EMBED SHED BED RED WEED'.split(' '),
);

/** Regular verbs of events, to know a name such as `ORDER_CANCEL` for one that wants another form. */
const regular: ReadonlySet<string> = new Set(
  [
    'ACCEPT ACTIVATE ADD ADJUST ALLOCATE APPROVE ARCHIVE ARRIVE ASSIGN ATTACH AUTHORIZE BLOCK BOOK CALCULATE CANCEL CAPTURE',
    'CHANGE CHARGE CHECK CLAIM CLOSE COLLECT COMMIT COMPENSATE COMPLETE CONFIRM CONNECT CREATE CREDIT DEACTIVATE DEBIT DECLINE',
    'DELETE DELIVER DENY DEPOSIT DETECT DISABLE DISCONNECT DISPATCH ENABLE END ENROLL ENTER EXPIRE EXPORT EXTEND FAIL FINISH',
    'FULFILL GENERATE GRANT IMPORT INSTALL INVITE INVOICE ISSUE JOIN LOCK MARK MERGE MODIFY MOVE NOTIFY OPEN ORDER PACK PAUSE',
    'PICK PLACE PLAN PROCESS PROMOTE PUBLISH PURCHASE RECEIVE RECORD REFUND REGISTER REJECT RELEASE REMOVE RENAME RENEW REOPEN',
    'REPLACE REPORT REQUEST RESERVE RESOLVE RESTORE RESUME RETRY RETURN REVERSE REVIEW REVOKE SCHEDULE SETTLE SHIP SIGN START',
    'STOP STORE SUBMIT SUBSCRIBE SUSPEND SYNC TERMINATE TRANSFER TRIGGER UNLOCK UNSUBSCRIBE UPDATE UPLOAD VALIDATE VERIFY VOID',
  ].flatMap((line) => line.split(' ')),
);

/** Verbs of two syllables that end in a stressed short vowel and one consonant, and the short ones: the consonant doubles. */
const doubling: ReadonlySet<string> = new Set('COMMIT SUBMIT SHIP STOP PLAN TRANSFER SWAP SCAN TAG CANCEL'.split(' '));

export const isParticiple = (word: string): boolean =>
  participles.has(word) || (word.endsWith('ED') && word.length > 3 && !deceptive.has(word));

/** `PAID` of `PAY`, `SHIPPED` of `SHIP`; also of `PAYS` and `PAYING`. @returns `undefined` if the word is no verb that is known here */
export const participleOf = (word: string): string | undefined => {
  const verb = stems(word).find((stem) => irregular.has(stem) || regular.has(stem));
  if (verb === undefined) return undefined;
  const known = irregular.get(verb);
  if (known !== undefined) return known;
  if (verb.endsWith('E')) return `${verb}D`;
  if (/[^AEIOU]Y$/.test(verb)) return `${verb.slice(0, -1)}IED`;
  return doubling.has(verb) ? `${verb}${verb.slice(-1)}ED` : `${verb}ED`;
};

/** What a word may be a form of: itself, without -S, -ES, -ING, or with the E that -ING takes away. */
const stems = (word: string): readonly string[] => {
  const base = word.replace(/ING$/, '');
  const ing = base === word ? [] : [base, `${base}E`, base.replace(/(.)\1$/, '$1')];
  return [word, word.replace(/S$/, ''), word.replace(/ES$/, ''), word.replace(/IES$/, 'Y'), ...ing];
};

function before(pair: string): string {
  return pair.slice(0, pair.indexOf(' '));
}

function after(pair: string): string {
  return pair.slice(pair.indexOf(' ') + 1);
}
