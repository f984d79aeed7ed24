/** The images of docker-compose.yml; a test holds both equal. */
export const images = { postgres: 'postgres:17-alpine', redis: 'redis:7.4-alpine' } as const;
