/** Health check of a container: exit code 0 if the service says that it is ready. */
const port = process.env.PORT ?? '3000';
const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(3_000) }).then(
  (response) => response.ok,
  () => false,
);
process.exit(isReady ? 0 : 1);
