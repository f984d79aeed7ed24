/** Stops what global-setup.js started. If the run is killed before this, the watchdog of `@streampact/local` does it. */
export default async function stopTestInfrastructure() {
  const { dropDatabase } = await import('../../deploy/local/dist/index.js');
  // migrated-database.ts makes it; a server that was given goes on.
  await dropDatabase(process.env.STREAMPACT_TEST_DATABASE_URL, `template_${process.env.STREAMPACT_TEST_RUN}`);
  await globalThis.streampactTestInfrastructure?.stop();
}
