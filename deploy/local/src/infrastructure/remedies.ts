/** What to install, in the words of the platform. */
const redisByPlatform: Partial<Record<NodeJS.Platform, string>> = {
  linux:
    'install Redis (Debian, Ubuntu: apt-get install redis-server; Fedora: dnf install redis; Alpine: apk add redis; ' +
    'Arch: pacman -S redis), or start Docker, or set REDIS_URL',
  darwin: 'install Redis (brew install redis), or start Docker Desktop, or set REDIS_URL',
  win32: 'start Docker Desktop, or work in WSL, or set REDIS_URL',
};
const postgresByPlatform: Partial<Record<NodeJS.Platform, string>> = {
  linux:
    'install PostgreSQL 13 or newer (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server; ' +
    'Alpine: apk add postgresql), or start Docker, or set DATABASE_URL',
  darwin: 'install PostgreSQL (brew install postgresql@17), or start Docker Desktop, or set DATABASE_URL',
};

export const remedies = {
  Redis: `${redisByPlatform[process.platform] ?? 'start Docker, or set REDIS_URL'}.`,
  PostgreSQL: `${postgresByPlatform[process.platform] ?? 'start Docker, or set DATABASE_URL'}.`,
} as const;
