/** Two accounts whose messages never come through. */

/** ledger-service gives up on each of its changes, after every attempt, and goes on with the next. */
export const poisonAccount = 'account-poison';
/** account-service gives up on what the ledger first wrote of it, and holds everything behind that. */
export const blockedAccount = 'account-blocked';
