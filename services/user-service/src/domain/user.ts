export interface User {
  readonly userId: string;
  /** As normalEmail wrote it; unique. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** Two spellings of one address must not become two accounts; mail servers ignore case in practice. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

export interface Names {
  readonly firstName?: string;
  readonly lastName?: string;
}

/** The names in `wanted` that differ from what the user has; empty if there is nothing to change or to tell. */
export const changedNames = (user: User, wanted: Names): Names => ({
  ...(wanted.firstName !== undefined && wanted.firstName !== user.firstName ? { firstName: wanted.firstName } : {}),
  ...(wanted.lastName !== undefined && wanted.lastName !== user.lastName ? { lastName: wanted.lastName } : {}),
});
