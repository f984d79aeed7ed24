/** Stops what global-setup.js started. If the run is killed before this, the watchdog of `@streampact/local` does it. */
export default async function stopTestInfrastructure() {
  await globalThis.streampactTestInfrastructure?.stop();
}
